// SPDX-License-Identifier: Apache-2.0
// What the processor can do at most: independent multiply-adds on registers, and reading what lies one after another.
// The yardsticks of benches and of the cost model.
#include "conv/simd/functions.h"
#include "core/simd.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {

using namespace core::simd::CONVSCOPE_SIMD;

double multiply_add_chains(long rounds) {
  // More chains than latency times throughput of any core, as many as fit in 16 registers.
  constexpr int kChains = 12;
  Vec sums[kChains];
  for (int i = 0; i < kChains; ++i) sums[i] = broadcast(static_cast<float>(i));
  Vec x = broadcast(0.5f), y = broadcast(0.25f);
  for (long round = 0; round < rounds; ++round) {
    // Keeps the factors opaque, so that nothing is computed ahead.
    asm volatile("" : "+m"(x), "+m"(y));
    const Vec factor = x, term = y;
    for (int repeat = 0; repeat < 64; ++repeat) {
#pragma GCC unroll 16
      for (int i = 0; i < kChains; ++i) sums[i] = sums[i] * factor + term;
    }
  }
  Vec total{};
  for (int i = 0; i < kChains; ++i) total += sums[i];
  x = total;
  asm volatile("" : "+m"(x));
  return 2.0 * 64 * kChains * kLanes * static_cast<double>(rounds);
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
