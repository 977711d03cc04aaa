// SPDX-License-Identifier: Apache-2.0
// Fixed pool of worker threads; the calling thread is worker 0. No allocation while running.
#pragma once

#include <functional>
#include <memory>
#include <type_traits>

#include "core/status.h"

namespace convscope::core {

class ThreadPool {
 public:
  /// `threads` >= 1, the calling thread included. Fails where the system refuses a thread.
  static Status create(int threads, std::unique_ptr<ThreadPool>* out);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Without threads: the calling one does all. For any number of callers at once.
  static ThreadPool& serial();

  int threads() const;

  /// Calls task(context, index, worker) for every index in [0, count), worker in [0, threads());
  /// every worker begins with a stretch of neighbouring indices, the same for the same count, so that what it computed
  /// for one layer is in its cache for the next; who is done helps the others. Returns when all are done. Not
  /// re-entrant.
  using Task = void (*)(void* context, long index, int worker);
  void run(long count, Task task, void* context);

  /// The same for a callable `f(long index, int worker)`.
  template <typename F>
  void parallel_for(long count, F&& f) {
    run(count, [](void* c, long i, int w) { (*static_cast<std::remove_reference_t<F>*>(c))(i, w); }, &f);
  }

 private:
  ThreadPool();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace convscope::core
