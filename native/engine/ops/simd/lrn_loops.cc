// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "core/simd.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

template <typename Power>
CONVSCOPE_INLINE void divide(const float* x, const float* sums, float bias, float scale, float* y, std::int64_t count,
                             Power power) {
  for (std::int64_t i = 0; i < count; ++i) y[i] = x[i] / power(bias + scale * sums[i]);
}

}  // namespace

void add_squares(const float* x, float* sums, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) sums[i] += x[i] * x[i];
}

void normalise(const float* x, const float* sums, float bias, float scale, float exponent, float* y,
               std::int64_t count) {
  if (exponent == 0.75f) {
    divide(x, sums, bias, scale, y, count, [](float base) {
      const float root = __builtin_sqrtf(base);
      return root * __builtin_sqrtf(root);
    });
  } else if (exponent == 0.5f) {
    divide(x, sums, bias, scale, y, count, [](float base) { return __builtin_sqrtf(base); });
  } else {
    divide(x, sums, bias, scale, y, count, [=](float base) { return ::powf(base, exponent); });
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
