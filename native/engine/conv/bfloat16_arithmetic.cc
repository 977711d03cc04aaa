// SPDX-License-Identifier: Apache-2.0
#include "conv/bfloat16_arithmetic.h"

#include <algorithm>
#include <chrono>

#include "conv/primitives.h"

namespace convscope::conv {
namespace {

using Clock = std::chrono::steady_clock;

// Slices of some microseconds, so short that hardly one is interrupted, and so many that not all are.
constexpr int kSlices = 8;
constexpr long kSliceRounds = 10;

double rate(const Primitives& simd, bool by_instruction) {
  double best = 0;
  for (int i = 0; i < kSlices; ++i) {
    const auto start = Clock::now();
    const double operations = simd.pair_products(by_instruction, kSliceRounds);
    best = std::max(best, operations / std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

BFloat16Arithmetic measured(core::Isa isa) {
  if (core::multiplies_tiles(isa)) return BFloat16Arithmetic::kTiles;
  if (!core::multiplies_bfloat16(isa)) return BFloat16Arithmetic::kWidened;
  const Primitives& simd = primitives(isa);
  return rate(simd, true) < rate(simd, false) ? BFloat16Arithmetic::kWidened : BFloat16Arithmetic::kPairs;
}

}  // namespace

BFloat16Arithmetic bfloat16_arithmetic(core::Isa isa) {
  if (isa != core::Isa::kAvx512) return BFloat16Arithmetic::kWidened;
  static const BFloat16Arithmetic arithmetic = measured(core::Isa::kAvx512);
  return arithmetic;
}

}  // namespace convscope::conv
