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

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// A layer follows a layer within microseconds, so that idle workers look for work this often (about
// half a millisecond) before they sleep, and the caller waits shortly for those who finish. With
// more threads than processors, looking keeps those from the processor who have work.
constexpr int kWorkerSpins = 12'000;
constexpr int kCallerSpins = 4'000;
constexpr int kCrowdedSpins = 100;

// The word that says which job there is and who works on it.
constexpr std::uint64_t kWorkerUnit = 1;  // bits 0..30: workers in the job
constexpr std::uint64_t kWorkers = (std::uint64_t{1} << 31) - 1;
constexpr std::uint64_t kOpen = std::uint64_t{1} << 31;        // the job takes workers
constexpr std::uint64_t kGeneration = std::uint64_t{1} << 32;  // upper half: jobs so far

}  // namespace

// A run publishes a job by opening the next generation. Workers that are awake join; the caller
// works too, closes the job once no index is left, and waits only for those who joined: a worker
// that sleeps, or whose processor somebody else has, costs nothing. A job's fields are read by
// those inside only, and written while nobody is.
struct ThreadPool::State {
  /// Apart, so that threads that take indices do not disturb each other.
  struct alignas(64) Range {
    std::atomic<long> next{0};
    long end = 0;
  };

  std::vector<std::thread> workers;
  /// By worker.
  std::vector<Range> ranges{1};
  int worker_spins = kWorkerSpins, caller_spins = kCallerSpins;
  Task task = nullptr;
  void* context = nullptr;
  std::atomic<bool> stop{false};
  alignas(64) std::atomic<std::uint64_t> job{0};
  alignas(64) std::atomic<std::uint32_t> sleepers{0};

  /// Nobody is inside a job.
  void divide(long count) {
    const long parts = static_cast<long>(ranges.size());
    for (long i = 0; i < parts; ++i) {
      Range& range = ranges[static_cast<std::size_t>(i)];
      range.next.store(count * i / parts, std::memory_order_relaxed);
      range.end = count * (i + 1) / parts;
    }
  }

  /// The worker's own indices, then those that others have not come to.
  void work(int worker) {
    const std::size_t parts = ranges.size();
    for (std::size_t i = 0; i < parts; ++i) {
      Range& range = ranges[(static_cast<std::size_t>(worker) + i) % parts];
      for (;;) {
        const long index = range.next.fetch_add(1, std::memory_order_relaxed);
        if (index >= range.end) break;
        task(context, index, worker);
      }
    }
  }

  bool join(std::uint64_t seen) {
    while ((seen & kOpen) != 0) {
      if (job.compare_exchange_weak(seen, seen + kWorkerUnit, std::memory_order_acq_rel, std::memory_order_acquire)) {
        return true;
      }
    }
    return false;
  }

  /// The job's word once its generation is another than `generation`.
  std::uint64_t next_generation(std::uint64_t generation) {
    const auto differs = [&](std::uint64_t word) { return word / kGeneration != generation; };
    std::uint64_t word;
    for (int i = 0; i < worker_spins; ++i) {
      if (differs(word = job.load(std::memory_order_acquire))) return word;
      relax();
    }
    // Counted before the last look: a caller that misses the count has published before that look.
    sleepers.fetch_add(1);
    while (!differs(word = job.load())) job.wait(word);
    sleepers.fetch_sub(1);
    return word;
  }

  void worker_main(int worker) {
    std::uint64_t generation = 0;
    for (;;) {
      const std::uint64_t word = next_generation(generation);
      generation = word / kGeneration;
      if (stop.load(std::memory_order_acquire)) return;
      if (!join(word)) continue;
      work(worker);
      const std::uint64_t before = job.fetch_sub(kWorkerUnit, std::memory_order_acq_rel);
      if ((before & kOpen) == 0 && (before & kWorkers) == 1) job.notify_all();
    }
  }

  /// Nobody is inside a job.
  void publish() {
    const std::uint64_t last = job.load(std::memory_order_relaxed) / kGeneration;
    job.store((last + 1) * kGeneration | kOpen);
    if (sleepers.load() != 0) job.notify_all();
  }

  void close() {
    std::uint64_t word = job.fetch_and(~kOpen, std::memory_order_acq_rel) & ~kOpen;
    for (int i = 0; (word & kWorkers) != 0; word = job.load(std::memory_order_acquire)) {
      if (++i < caller_spins) {
        relax();
      } else {
        job.wait(word, std::memory_order_acquire);
      }
    }
  }
};

ThreadPool::ThreadPool() : state_(std::make_unique<State>()) {}

ThreadPool::~ThreadPool() {
  state_->stop.store(true, std::memory_order_release);
  state_->publish();
  for (std::thread& worker : state_->workers) worker.join();
}

Status ThreadPool::create(int threads, std::unique_ptr<ThreadPool>* out) {
  if (threads < 1) return Status(StatusCode::kInvalidArgument, "A thread pool needs at least one thread.");
  try {
    std::unique_ptr<ThreadPool> pool(new ThreadPool());
    State* state = pool->state_.get();
    if (static_cast<unsigned>(threads) > std::thread::hardware_concurrency()) {
      state->worker_spins = state->caller_spins = kCrowdedSpins;
    }
    state->ranges = std::vector<State::Range>(static_cast<std::size_t>(threads));
    state->workers.reserve(static_cast<std::size_t>(threads - 1));
    for (int worker = 1; worker < threads; ++worker) {
      state->workers.emplace_back([state, worker] { state->worker_main(worker); });
    }
    *out = std::move(pool);
  } catch (const std::system_error&) {
    return Status(StatusCode::kOutOfMemory, Message{"problem.engine.noThreads", {{"threads", threads}}});
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "There is no memory for a thread pool.");
  }
  return Status();
}

ThreadPool& ThreadPool::serial() {
  static ThreadPool pool;
  return pool;
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
  state.divide(count);
  state.publish();
  state.work(0);
  state.close();
}

}  // namespace convscope::core
