// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "graph/event_queue.h"

namespace convscope::graph {

/// While it lives, a thread of its own puts the process's resident set into the queue every 2 ms. Does nothing where
/// the platform does not tell (that is, not Linux) or refuses a thread: the samples are an extra.
class ResidentSetSampler {
 public:
  explicit ResidentSetSampler(EventQueue& queue);
  ~ResidentSetSampler();
  ResidentSetSampler(const ResidentSetSampler&) = delete;
  ResidentSetSampler& operator=(const ResidentSetSampler&) = delete;

 private:
  void sample_until_stopped();

  EventQueue& queue_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace convscope::graph
