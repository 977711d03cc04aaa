// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "graph/event_queue.h"

namespace convscope::graph {

/// A thread of its own that puts the process's resident set into the queue every 2 ms while it is asked to; else it
/// sleeps. Starting a thread for each of many short runs would take longer than some of their layers. Does nothing
/// where the platform does not tell (that is, not Linux) or refuses a thread: the samples are an extra.
class ResidentSetSampler {
 public:
  explicit ResidentSetSampler(EventQueue& queue);
  ~ResidentSetSampler();
  ResidentSetSampler(const ResidentSetSampler&) = delete;
  ResidentSetSampler& operator=(const ResidentSetSampler&) = delete;

  /// While it lives, samples are taken, the first at once; afterwards none is under way.
  class [[nodiscard]] Active {
   public:
    explicit Active(ResidentSetSampler& sampler) : sampler_(sampler) { sampler_.set(State::kActive); }
    ~Active() { sampler_.set(State::kIdle); }
    Active(const Active&) = delete;
    Active& operator=(const Active&) = delete;

   private:
    ResidentSetSampler& sampler_;
  };

 private:
  enum class State { kIdle, kActive, kStopped };
  void set(State state);
  void sample();
  void sample_until_stopped();

  EventQueue& queue_;
  /// File descriptor, or -1.
  const int statistics_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::kIdle;
  std::thread thread_;
};

}  // namespace convscope::graph
