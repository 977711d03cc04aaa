// SPDX-License-Identifier: Apache-2.0
// Weights kept in half precision: narrowed when they are packed, widened for products that read them several times.
#include "conv/simd/functions.h"
#include "core/simd_half.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

template <int N>
CONVSCOPE_INLINE void widen_rows(const HalfRows& r) {
  Vec factors[N];
  for (int n = 0; n < N; ++n) factors[n] = load(r.from.factors + n * kLanes);
  const std::uint16_t* from = r.from.halves;
  float* to = r.to;
  for (int k = 0; k < r.rows; ++k, from += N * kLanes, to += N * kLanes) {
#pragma GCC unroll 2
    for (int n = 0; n < N; ++n) store(to + n * kLanes, from_half(from + n * kLanes) * factors[n]);
  }
}

}  // namespace

void widen(const HalfRows& r) { return r.vectors == 1 ? widen_rows<1>(r) : widen_rows<2>(r); }

void narrow(const float* from, int count, std::uint16_t* to) {
  for (int i = 0; i < count; i += kLanes) to_half(load(from + i), to + i);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
