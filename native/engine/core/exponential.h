// SPDX-License-Identifier: Apache-2.0
// exp and its relatives as branch-free scalar functions that the compiler turns into vector loops. Polynomials are our
// own minimax fits (weighted least squares on Chebyshev nodes) of the relative error, over the ranges stated.
#pragma once

#include <cstdint>

#include "core/simd.h"

namespace convscope::core::simd {
namespace CONVSCOPE_SIMD {

CONVSCOPE_INLINE float absolute(float x) { return __builtin_fabsf(x); }

/// (exp(r) - 1 - r) / r² for |r| <= ln 2 / 2.
CONVSCOPE_INLINE float exp_tail(float r) {
  return 0.5f + r * (0.16666576f + r * (0.041666854f + r * (0.0083632004f + r * 0.0013901306f)));
}

/// exp(x) = 2^n exp(r), r = x - n ln 2. Infinite above 88.72, down to zero through the denormal numbers below -87.3.
CONVSCOPE_INLINE float exp_fast(float x) {
  // Bounds between which 2^n below is two normal factors.
  x = x < -105.0f ? -105.0f : x;
  x = x > 89.0f ? 89.0f : x;
  // Adding 1.5 * 2^23 leaves the rounded integer in the low bits.
  const float shifted = x * 1.44269504f + 12582912.0f;
  const float n = shifted - 12582912.0f;
  // ln 2 in two parts, so that n times the first is exact.
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  const float mantissa = 1.0f + (r + r * r * exp_tail(r));
  const std::uint32_t exponent = __builtin_bit_cast(std::uint32_t, shifted) - 0x4B400000u;
  const std::uint32_t half = static_cast<std::uint32_t>(static_cast<std::int32_t>(exponent) >> 1);
  const float first = __builtin_bit_cast(float, (half + 127u) << 23);
  const float second = __builtin_bit_cast(float, (exponent - half + 127u) << 23);
  return mantissa * first * second;
}

/// exp(x) - 1 without the cancellation near zero.
CONVSCOPE_INLINE float expm1_fast(float x) {
  const float near_zero = x + x * x * exp_tail(x);
  const float elsewhere = exp_fast(x) - 1.0f;
  return absolute(x) < 0.34f ? near_zero : elsewhere;
}

CONVSCOPE_INLINE float sigmoid_fast(float x) { return 1.0f / (1.0f + exp_fast(-x)); }

CONVSCOPE_INLINE float tanh_fast(float x) {
  const float z = x * x;
  // (tanh(x) / x - 1) / x² for |x| <= 0.625.
  const float tail = -0.33333328f + z * (0.13332771f + z * (-0.053850953f + z * (0.020997357f + z * -0.0060969391f)));
  const float small = x + x * z * tail;
  const float large = __builtin_copysignf(1.0f - 2.0f / (exp_fast(2.0f * absolute(x)) + 1.0f), x);
  return absolute(x) < 0.625f ? small : large;
}

CONVSCOPE_INLINE float erf_fast(float x) {
  const float z = x * x;
  // erf(x) / x for |x| <= 1.
  const float series =
      1.1283792f +
      z * (-0.37612638f +
           z * (0.11283782f + z * (-0.0268654f + z * (0.0052209455f +
                                                      z * (-8.482829e-4f + z * (1.1256948e-4f + z * -9.641516e-6f))))));
  // erfc(x) exp(x²) for x >= 1, in t = 1 / (1 + x / 2); erf is 1 to the last bit beyond 4.
  const float t = 1.0f / (1.0f + 0.5f * absolute(x));
  const float scaled =
      -1.4464212e-4f +
      t * (0.28476954f +
           t * (0.2605991f +
                t * (0.34459957f + t * (-0.096909098f + t * (0.55492002f + t * (-0.465469f + t * 0.1176765f))))));
  const float large = __builtin_copysignf(1.0f - exp_fast(-z) * scaled, x);
  return absolute(x) < 1.0f ? x * series : large;
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::core::simd
