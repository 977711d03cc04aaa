// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "graph/event_queue.h"

namespace convscope::graph {

/// Puts the process's resident set into the queue: while it is active every 2 ms from a thread of its own, which else
/// sleeps, and whenever it is asked to. Does nothing where the platform does not tell (that is, not Linux) or refuses a
/// thread: the samples are an extra.
class ResidentSetSampler {
 public:
  explicit ResidentSetSampler(EventQueue& queue);
  ~ResidentSetSampler();
  ResidentSetSampler(const ResidentSetSampler&) = delete;
  ResidentSetSampler& operator=(const ResidentSetSampler&) = delete;

  /// A sample from the calling thread, now or where the last is 2 ms old. Runs take theirs so, at the start and between
  /// layers, as kernels allocate nothing: a thread that wakes up when a run begins takes the processor that a worker
  /// wakes up for.
  void sample_now();
  void sample_if_due();

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
  /// The mutex is held.
  void sample();
  void sample_until_stopped();

  EventQueue& queue_;
  /// File descriptor, or -1.
  const int statistics_;
  std::mutex mutex_;
  std::condition_variable changed_;
  State state_ = State::kIdle;
  std::chrono::steady_clock::time_point sampled_{};
  std::thread thread_;
};

}  // namespace convscope::graph
