// SPDX-License-Identifier: Apache-2.0
// Square tiles of floats, transposed in registers; for sources as core/simd.h describes them.
#pragma once

#include <utility>

#include "core/simd.h"

namespace convscope::core::simd {
namespace CONVSCOPE_SIMD {

using Lanes = std::make_integer_sequence<int, kLanes>;

/// Every other element of a and b from `first` on: a0 b0 a1 b1 ….
template <int first, int... i>
CONVSCOPE_INLINE Vec zip(Vec a, Vec b, std::integer_sequence<int, i...>) {
  return __builtin_shufflevector(a, b, (first + i / 2 + i % 2 * kLanes)...);
}

/// Of the lower, or the upper halves.
CONVSCOPE_INLINE Vec zip_low(Vec a, Vec b) { return zip<0>(a, b, Lanes()); }
CONVSCOPE_INLINE Vec zip_high(Vec a, Vec b) { return zip<kLanes / 2>(a, b, Lanes()); }

/// The perfect shuffle moves every bit of an element's index up by one: as often as a row has bits,
/// and rows have become columns (Stone, "Parallel Processing with the Perfect Shuffle", 1971).
CONVSCOPE_INLINE void transpose(Vec (&rows)[kLanes]) {
#pragma GCC unroll 4
  for (int bits = kLanes; bits > 1; bits /= 2) {
    Vec shuffled[kLanes];
#pragma GCC unroll 8
    for (int i = 0; i < kLanes / 2; ++i) {
      shuffled[2 * i] = zip_low(rows[i], rows[i + kLanes / 2]);
      shuffled[2 * i + 1] = zip_high(rows[i], rows[i + kLanes / 2]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) rows[i] = shuffled[i];
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::core::simd
