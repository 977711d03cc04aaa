// SPDX-License-Identifier: Apache-2.0
#include "core/processors.h"

#if defined(__linux__)
#include <pthread.h>
#endif

namespace convscope::core {

#if defined(__linux__)

int current_processor() { return sched_getcpu(); }

void give_way() { sched_yield(); }

void Displacement::begin(std::thread& thread, int processor) {
  // One that was displaced and did not run since is on its way.
  if (displaced_.load(std::memory_order_acquire)) return;
  const pthread_t handle = thread.native_handle();
  if (pthread_getaffinity_np(handle, sizeof(allowed_), &allowed_) != 0) return;
  cpu_set_t others = allowed_;
  CPU_CLR(static_cast<std::size_t>(processor), &others);
  if (CPU_COUNT(&others) == 0 || pthread_setaffinity_np(handle, sizeof(others), &others) != 0) return;
  // Last, so that the thread does not come back before it was sent away.
  displaced_.store(true, std::memory_order_release);
}

void Displacement::end() {
  if (!displaced_.load(std::memory_order_acquire)) return;
  pthread_setaffinity_np(pthread_self(), sizeof(allowed_), &allowed_);
  displaced_.store(false, std::memory_order_release);
}

#else

int current_processor() { return -1; }
void give_way() { std::this_thread::yield(); }
void Displacement::begin(std::thread&, int) {}
void Displacement::end() {}

#endif

}  // namespace convscope::core
