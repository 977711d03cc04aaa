// SPDX-License-Identifier: Apache-2.0
// What the processor can do at most: independent multiply-adds on registers. The yardstick of benches.
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

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
