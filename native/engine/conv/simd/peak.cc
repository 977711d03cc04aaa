// SPDX-License-Identifier: Apache-2.0
// What the processor can do at most: independent multiply-adds on registers, and reading what lies one after another.
// The yardsticks of benches and of the cost model.
#include "conv/simd/functions.h"
#include "core/simd_bfloat16.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {

using namespace core::simd::CONVSCOPE_SIMD;

namespace {

/// More chains than latency times throughput of any core, as many as fit in 16 registers.
constexpr int kChains = 12;
constexpr int kRepeats = 64;

/// Steps of all chains, as many in a round for every instruction; sum = step(sum) reads operands that `refresh` keeps
/// opaque, so that nothing is computed ahead. Returns the steps of all lanes.
template <typename Refresh, typename Step>
CONVSCOPE_INLINE double run_chains(long rounds, Refresh refresh, Step step) {
  Vec sums[kChains];
  for (int i = 0; i < kChains; ++i) sums[i] = broadcast(static_cast<float>(i));
  for (long round = 0; round < rounds; ++round) {
    const auto operands = refresh();
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
#pragma GCC unroll 16
      for (int i = 0; i < kChains; ++i) sums[i] = step(sums[i], operands);
    }
  }
  Vec total{};
  for (int i = 0; i < kChains; ++i) total += sums[i];
  asm volatile("" : "+m"(total));
  return 1.0 * kRepeats * kChains * kLanes * static_cast<double>(rounds);
}

struct Factors {
  Vec factor, term;
};

}  // namespace

double multiply_add_chains(long rounds) {
  Vec x = broadcast(0.5f), y = broadcast(0.25f);
  const auto refresh = [&] {
    asm volatile("" : "+m"(x), "+m"(y));
    return Factors{x, y};
  };
  return 2.0 * run_chains(rounds, refresh, [](Vec sum, const Factors& f) { return sum * f.factor + f.term; });
}

double bfloat16_chains(long rounds) {
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) {
    std::uint32_t pair = 0x3E803F00u;  // 0.25 and 0.5
    const auto refresh = [&] {
      asm volatile("" : "+m"(pair));
      return InstructionPairs::pair(pair);
    };
    return 4.0 * run_chains(rounds, refresh, [](Vec sum, Vec x) { return InstructionPairs::add_products(sum, x, x); });
  }
#endif
  static_cast<void>(rounds);
  return 0;
}

float read_through(const float* values, std::size_t floats) {
  // Chains of additions that do not wait for one another; more hides no more of a load's latency.
  constexpr int kChains = 8;
  Vec sums[kChains] = {};
  for (std::size_t at = 0; at + kChains * kLanes <= floats; at += kChains * kLanes) {
#pragma GCC unroll 8
    for (int i = 0; i < kChains; ++i) sums[i] += load(values + at + std::size_t(i) * kLanes);
  }
  Vec total{};
  for (int i = 0; i < kChains; ++i) total += sums[i];
  float sum = 0;
  for (int lane = 0; lane < kLanes; ++lane) sum += total[lane];
  return sum;
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
