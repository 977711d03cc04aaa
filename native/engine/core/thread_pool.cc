// SPDX-License-Identifier: Apache-2.0
#include "core/thread_pool.h"

#include <atomic>
#include <cstdint>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace convscope::core {
namespace {

/// Looks at the value this often before going to sleep: a layer follows a layer within microseconds.
constexpr int kSpins = 2000;

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Returns once `value` differs from `old`.
void wait_for_change(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
  for (int i = 0; i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    relax();
  }
  while (value.load(std::memory_order_acquire) == old) value.wait(old, std::memory_order_acquire);
}

}  // namespace

// A run publishes a job by raising `generation`; every worker takes indices until none is left and
// then lowers `busy`. The caller works too and returns when `busy` is 0, so a job never outlives run().
struct ThreadPool::State {
  std::vector<std::thread> workers;
  Task task = nullptr;
  void* context = nullptr;
  long count = 0;
  bool stop = false;
  // Apart, so that handing out indices does not disturb those who wait.
  alignas(64) std::atomic<long> next{0};
  alignas(64) std::atomic<std::uint32_t> generation{0};
  alignas(64) std::atomic<std::uint32_t> busy{0};

  void work(int worker) {
    for (;;) {
      const long index = next.fetch_add(1, std::memory_order_relaxed);
      if (index >= count) return;
      task(context, index, worker);
    }
  }

  void worker_main(int worker) {
    std::uint32_t seen = 0;
    for (;;) {
      wait_for_change(generation, seen);
      ++seen;
      if (stop) return;
      work(worker);
      if (busy.fetch_sub(1, std::memory_order_acq_rel) == 1) busy.notify_one();
    }
  }

  void publish() {
    generation.fetch_add(1, std::memory_order_release);
    generation.notify_all();
  }
};

ThreadPool::ThreadPool() : state_(std::make_unique<State>()) {}

ThreadPool::~ThreadPool() {
  state_->stop = true;
  state_->publish();
  for (std::thread& worker : state_->workers) worker.join();
}

Status ThreadPool::create(int threads, std::unique_ptr<ThreadPool>* out) {
  if (threads < 1) return Status(StatusCode::kInvalidArgument, "A thread pool needs at least one thread.");
  try {
    std::unique_ptr<ThreadPool> pool(new ThreadPool());
    State* state = pool->state_.get();
    state->workers.reserve(static_cast<std::size_t>(threads - 1));
    for (int worker = 1; worker < threads; ++worker) {
      state->workers.emplace_back([state, worker] { state->worker_main(worker); });
    }
    *out = std::move(pool);
  } catch (const std::system_error&) {
    return Status(StatusCode::kOutOfMemory, "The system refused to start " + std::to_string(threads) + " threads.");
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "There is no memory for a thread pool.");
  }
  return Status();
}

int ThreadPool::threads() const { return static_cast<int>(state_->workers.size()) + 1; }

void ThreadPool::run(long count, Task task, void* context) {
  if (count <= 1 || state_->workers.empty()) {
    for (long index = 0; index < count; ++index) task(context, index, 0);
    return;
  }
  State& state = *state_;
  state.task = task;
  state.context = context;
  state.count = count;
  state.next.store(0, std::memory_order_relaxed);
  state.busy.store(static_cast<std::uint32_t>(state.workers.size()), std::memory_order_relaxed);
  state.publish();
  state.work(0);
  for (std::uint32_t left; (left = state.busy.load(std::memory_order_acquire)) != 0;) wait_for_change(state.busy, left);
}

}  // namespace convscope::core
