// SPDX-License-Identifier: Apache-2.0
#include "machine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "conv/primitives.h"
#include "convolution.h"
#include "core/isa.h"
#include "core/thread_pool.h"
#include "memory/tracking_allocator.h"
#include "status_to_js.h"

namespace convscope::addon {
namespace {

using core::Status;
using core::StatusCode;
using Clock = std::chrono::steady_clock;

void check(Napi::Env env, const Status& status) {
  if (!status.ok()) throw to_error(env, status);
}

/// Instruction set and threads; throws where this machine cannot execute it.
conv::Target read_executable(const Napi::CallbackInfo& info, Napi::Value threads) {
  const conv::Target target = read_target(info[0], threads);
  if (!core::isa_executable(target.isa)) {
    throw to_error(info.Env(),
                   Status(StatusCode::kInvalidArgument, "This machine cannot execute that instruction set."));
  }
  return target;
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Operations a second of one thread, in the best of many slices. A slice takes some tenths of a millisecond: less than
/// a busy system lets a thread run, so that it does not count what others do in between.
constexpr int kSlices = 16;
constexpr long kSliceChains = 1250;

Napi::Value rate_of(const Napi::CallbackInfo& info, double (*conv::Primitives::*chains)(long)) {
  const conv::Target target = read_executable(info, Napi::Number::New(info.Env(), 1));
  const conv::Primitives& primitives = conv::primitives(target.isa);
  double best = 0;
  for (int i = 0; i < kSlices; ++i) {
    const auto start = Clock::now();
    const double operations = (primitives.*chains)(kSliceChains);
    best = std::max(best, operations / seconds_since(start));
  }
  return Napi::Number::New(info.Env(), best);
}

/// multiplyAddRate(isa).
Napi::Value multiply_add_rate(const Napi::CallbackInfo& info) {
  return rate_of(info, &conv::Primitives::multiply_add_chains);
}

/// tileRate(isa): 0 where there are no tiles of bfloat16.
Napi::Value tile_rate(const Napi::CallbackInfo& info) { return rate_of(info, &conv::Primitives::tile_chains); }

/// bfloat16Rate(isa): 0 where the processor has no instruction for it.
Napi::Value bfloat16_rate(const Napi::CallbackInfo& info) { return rate_of(info, &conv::Primitives::bfloat16_chains); }

/// A vector's worth of every chain of read_through, for every instruction set.
constexpr std::size_t kStepBytes = 128 * sizeof(float);
/// More of one thread would take longer than it tells.
constexpr double kMostBytes = double(1u << 30);
/// What a pass reads at least, so that the clock's and the threads' own time do not count.
constexpr std::size_t kPassBytes = std::size_t{2} << 20;
constexpr int kLeastPasses = 4;
/// As many as fit into this time, where what is read is small: a pass that nothing disturbs is then among them.
constexpr double kPassesSeconds = 5e-3;
constexpr int kMostPasses = 64;

/// readRate(isa, threads, bytes): every thread reads `bytes` of its own again and again; bytes a second of all
/// together, in the best of some passes. The first pass, which fetches what the caches then hold, does not count.
Napi::Value read_rate(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const conv::Target target = read_executable(info, info[1]);
  const double wanted = info[2].IsNumber() ? info[2].As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(wanted >= double(kStepBytes) && wanted <= kMostBytes)) {
    throw to_error(env, Status(StatusCode::kInvalidArgument, "The bytes to read are no number from 512 to 2^30."));
  }
  const std::size_t bytes = static_cast<std::size_t>(wanted) / kStepBytes * kStepBytes;
  const std::size_t threads = static_cast<std::size_t>(target.threads);
  memory::TrackingAllocator allocator;
  memory::Block block;
  check(env, allocator.allocate(bytes * threads, {}, &block));
  std::unique_ptr<core::ThreadPool> pool;
  check(env, core::ThreadPool::create(target.threads, &pool));
  const conv::Primitives& primitives = conv::primitives(target.isa);
  const std::size_t rounds = std::max<std::size_t>(1, kPassBytes / bytes);
  auto pass = [&](long index, int) {
    const float* own = block.floats() + static_cast<std::size_t>(index) * (bytes / sizeof(float));
    // Each thread's own: one that all write is a race, and moves from cache to cache.
    volatile float kept = 0;
    for (std::size_t round = 0; round < rounds; ++round) kept = primitives.read_through(own, bytes / sizeof(float));
    static_cast<void>(kept);
  };
  std::fill_n(block.floats(), bytes * threads / sizeof(float), 1.0f);
  double best = std::numeric_limits<double>::infinity();
  pool->parallel_for(static_cast<long>(threads), pass);
  const auto first = Clock::now();
  for (int i = 0; i < kMostPasses && (i < kLeastPasses || seconds_since(first) < kPassesSeconds); ++i) {
    const auto start = Clock::now();
    pool->parallel_for(static_cast<long>(threads), pass);
    best = std::min(best, seconds_since(start));
  }
  return Napi::Number::New(env, double(bytes) * double(threads) * double(rounds) / best);
}

}  // namespace

void register_machine(Napi::Env env, Napi::Object exports) {
  exports.Set("multiplyAddRate", Napi::Function::New(env, guarded<multiply_add_rate>, "multiplyAddRate"));
  exports.Set("bfloat16Rate", Napi::Function::New(env, guarded<bfloat16_rate>, "bfloat16Rate"));
  exports.Set("tileRate", Napi::Function::New(env, guarded<tile_rate>, "tileRate"));
  exports.Set("readRate", Napi::Function::New(env, guarded<read_rate>, "readRate"));
}

}  // namespace convscope::addon
