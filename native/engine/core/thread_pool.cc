// SPDX-License-Identifier: Apache-2.0
#include "core/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "core/processors.h"

namespace convscope::core {
namespace {

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

// A layer follows a layer within microseconds, and an inference often another within less than a millisecond: who has
// nothing to do looks for work for a while before it sleeps. For how long follows from how late it began when it was
// woken: after so many times as long, waking adds little to the pause. Other programs make it late as well.
constexpr int kWakingsAwake = 10;
constexpr Clock::duration kLeastAwake = microseconds{200}, kMostAwake = microseconds{2000};
// A pause within an inference is shorter; in a longer one whoever else waits for the processor has it.
constexpr Clock::duration kBetweenLayers = microseconds{100};
// Looks between two of the clock, some microseconds.
constexpr int kLooks = 64;

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

  /// Of a worker: where it runs, or ran when it fell asleep; apart, and written when it changes only.
  struct alignas(64) Seat {
    std::atomic<int> processor{-1};
    Displacement displacement;
    /// How late it began after it had slept.
    Clock::duration lateness = microseconds{50};
  };

  std::vector<std::thread> workers;
  /// By worker.
  std::vector<Range> ranges{1};
  /// By worker but the caller.
  std::vector<Seat> seats;
  /// More threads than processors: looking for work would keep those from a processor who have some.
  bool crowded = false;
  /// When the job was.
  std::atomic<Clock::rep> published{0};
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

  /// Looks until `found` or it has taken as long as `most`; whether it was found.
  template <typename Found>
  bool look(Clock::duration most, Seat* seat, Found&& found) {
    const auto start = Clock::now();
    for (;;) {
      if (seat != nullptr) note_processor(*seat);
      for (int i = 0; i < kLooks; ++i) {
        if (found()) return true;
        relax();
      }
      const auto passed = Clock::now() - start;
      if (crowded || passed > most) return false;
      if (seat != nullptr && passed > kBetweenLayers) give_way();
    }
  }

  static void note_processor(Seat& seat) {
    const int processor = current_processor();
    if (seat.processor.load(std::memory_order_relaxed) != processor) {
      seat.processor.store(processor, std::memory_order_relaxed);
    }
  }

  /// The job's word once its generation is another than `generation`.
  std::uint64_t next_generation(std::uint64_t generation, Seat& seat) {
    std::uint64_t word = 0;
    const auto differs = [&] { return (word = job.load(std::memory_order_acquire)) / kGeneration != generation; };
    if (look(std::clamp(kWakingsAwake * seat.lateness, kLeastAwake, kMostAwake), &seat, differs)) return word;
    // Counted before the last look: a caller that misses the count has published before that look.
    sleepers.fetch_add(1);
    bool slept = false;
    while ((word = job.load()) / kGeneration == generation) {
      job.wait(word);
      slept = true;
    }
    sleepers.fetch_sub(1);
    if (slept) {
      const auto late = Clock::now() - Clock::time_point(Clock::duration(published.load(std::memory_order_relaxed)));
      seat.lateness += (std::min(late, kMostAwake) - seat.lateness) / 8;
    }
    return word;
  }

  void worker_main(int worker) {
    Seat& seat = seats[static_cast<std::size_t>(worker - 1)];
    std::uint64_t generation = 0;
    for (;;) {
      const std::uint64_t word = next_generation(generation, seat);
      seat.displacement.end();
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
    published.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    job.store((last + 1) * kGeneration | kOpen);
    if (!crowded) spread_out();
    if (sleepers.load() != 0) job.notify_all();
  }

  /// A worker that was last where the caller is now sleeps or waits for that very processor. Linux wakes it there,
  /// where it would begin when the caller is done, or be taken elsewhere at the next tick, some milliseconds later.
  void spread_out() {
    const int here = current_processor();
    if (here < 0) return;
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (seats[i].processor.load(std::memory_order_relaxed) == here) seats[i].displacement.begin(workers[i], here);
    }
  }

  void close() {
    std::uint64_t word = job.fetch_and(~kOpen, std::memory_order_acq_rel) & ~kOpen;
    const auto left = [&] {
      return (word & kWorkers) == 0 || ((word = job.load(std::memory_order_acquire)) & kWorkers) == 0;
    };
    if (left() || look(kLeastAwake, nullptr, left)) return;
    for (; (word & kWorkers) != 0; word = job.load(std::memory_order_acquire))
      job.wait(word, std::memory_order_acquire);
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
    state->crowded = static_cast<unsigned>(threads) > std::thread::hardware_concurrency();
    state->ranges = std::vector<State::Range>(static_cast<std::size_t>(threads));
    state->seats = std::vector<State::Seat>(static_cast<std::size_t>(threads - 1));
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
