// SPDX-License-Identifier: Apache-2.0
// Where threads run. Known on Linux only: elsewhere nothing is told and nothing moved.
#pragma once

#include <atomic>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace convscope::core {

/// The processor that the calling thread runs on, or -1 where the system does not tell. Costs a few nanoseconds.
int current_processor();

/// Lets whoever waits for this processor have it.
void give_way();

/// Brings one thread away from a processor.
class Displacement {
 public:
  /// From another thread: `thread`, whether it sleeps or waits for that processor, goes on elsewhere, where there is
  /// another for it. Until it calls end() it keeps off that processor.
  void begin(std::thread& thread, int processor);
  /// From the thread itself: it may run wherever it might before.
  void end();

 private:
#if defined(__linux__)
  cpu_set_t allowed_;
  std::atomic<bool> displaced_{false};
#endif
};

}  // namespace convscope::core
