// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "core/exponential.h"
#include "core/simd.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

template <typename F>
CONVSCOPE_INLINE void map(const float* x, float* y, std::int64_t count, F f) {
  for (std::int64_t i = 0; i < count; ++i) y[i] = f(x[i]);
}

CONVSCOPE_INLINE float clamp(float x, float low, float high) {
  const float raised = x < low ? low : x;
  return raised > high ? high : raised;
}

}  // namespace

void unary(const Unary& f, const float* x, float* y, std::int64_t count) {
  const float alpha = f.alpha;
  const float beta = f.beta;
  using enum UnaryFunction;
  switch (f.function) {
    case kAbs:
      return map(x, y, count, [](float v) { return absolute(v); });
    case kNeg:
      return map(x, y, count, [](float v) { return -v; });
    case kFloor:
      return map(x, y, count, [](float v) { return __builtin_floorf(v); });
    case kCeil:
      return map(x, y, count, [](float v) { return __builtin_ceilf(v); });
    // Halves to even, as ONNX's Round does.
    case kRound:
      return map(x, y, count, [](float v) { return __builtin_rintf(v); });
    case kSign:
      return map(x, y, count, [](float v) { return v > 0 ? 1.0f : v < 0 ? -1.0f : v; });
    case kSquare:
      return map(x, y, count, [](float v) { return v * v; });
    case kSqrt:
      return map(x, y, count, [](float v) { return __builtin_sqrtf(v); });
    case kRsqrt:
      return map(x, y, count, [](float v) { return 1.0f / __builtin_sqrtf(v); });
    case kExp:
      return map(x, y, count, [](float v) { return exp_fast(v); });
    case kLog:
      return map(x, y, count, [](float v) { return ::logf(v); });
    case kReciprocal:
      return map(x, y, count, [](float v) { return 1.0f / v; });
    case kSin:
      return map(x, y, count, [](float v) { return ::sinf(v); });
    case kCos:
      return map(x, y, count, [](float v) { return ::cosf(v); });
    case kTan:
      return map(x, y, count, [](float v) { return ::tanf(v); });
    case kAsin:
      return map(x, y, count, [](float v) { return ::asinf(v); });
    case kAcos:
      return map(x, y, count, [](float v) { return ::acosf(v); });
    case kAtan:
      return map(x, y, count, [](float v) { return ::atanf(v); });
    case kSinh:
      return map(x, y, count, [](float v) { return ::sinhf(v); });
    case kCosh:
      return map(x, y, count, [](float v) { return ::coshf(v); });
    case kAsinh:
      return map(x, y, count, [](float v) { return ::asinhf(v); });
    case kAcosh:
      return map(x, y, count, [](float v) { return ::acoshf(v); });
    case kAtanh:
      return map(x, y, count, [](float v) { return ::atanhf(v); });
    case kErf:
      return map(x, y, count, [](float v) { return erf_fast(v); });
    case kNot:
      return map(x, y, count, [](float v) { return v == 0 ? 1.0f : 0.0f; });
    case kTruth:
      return map(x, y, count, [](float v) { return v != 0 ? 1.0f : 0.0f; });
    case kTrunc:
      return map(x, y, count, [](float v) { return __builtin_truncf(v); });
    case kWrap:
      return map(x, y, count, [=](float v) {
        const float whole = __builtin_truncf(v);
        return whole - beta * __builtin_floorf((whole - alpha) / beta);
      });
    case kIsNan:
      return map(x, y, count, [](float v) { return v != v ? 1.0f : 0.0f; });
    case kIsInf:
      return map(x, y, count, [=](float v) {
        const bool lowest = alpha != 0 && v < -3.4028235e38f;
        const bool highest = beta != 0 && v > 3.4028235e38f;
        return lowest || highest ? 1.0f : 0.0f;
      });
    case kLog1p:
      return map(x, y, count, [](float v) { return ::log1pf(v); });
    case kExpm1:
      return map(x, y, count, [](float v) { return ::expm1f(v); });
    case kErfc:
      return map(x, y, count, [](float v) { return ::erfcf(v); });
    case kRelu:
      return map(x, y, count, [](float v) { return v < 0 ? 0.0f : v; });
    case kLeakyRelu:
      return map(x, y, count, [=](float v) { return v < 0 ? alpha * v : v; });
    case kElu:
      return map(x, y, count, [=](float v) { return v < 0 ? alpha * expm1_fast(v) : v; });
    case kSelu:
      return map(x, y, count, [=](float v) { return beta * (v < 0 ? alpha * expm1_fast(v) : v); });
    case kCelu:
      return map(x, y, count, [=](float v) { return v < 0 ? alpha * expm1_fast(v / alpha) : v; });
    case kThresholdedRelu:
      return map(x, y, count, [=](float v) { return v > alpha ? v : 0.0f; });
    case kShrink:
      return map(x, y, count, [=](float v) { return v < -alpha ? v + beta : v > alpha ? v - beta : 0.0f; });
    case kClip:
      return map(x, y, count, [=](float v) { return clamp(v, alpha, beta); });
    case kSigmoid:
      return map(x, y, count, [](float v) { return sigmoid_fast(v); });
    case kHardSigmoid:
      return map(x, y, count, [=](float v) { return clamp(alpha * v + beta, 0, 1); });
    case kHardSwish:
      return map(x, y, count, [](float v) { return v * clamp(v * (1.0f / 6) + 0.5f, 0, 1); });
    case kSwish:
      return map(x, y, count, [](float v) { return v / (1.0f + exp_fast(-v)); });
    case kTanh:
      return map(x, y, count, [](float v) { return tanh_fast(v); });
    case kSoftplus:
      return map(x, y, count, [](float v) { return (v > 0 ? v : 0.0f) + ::log1pf(exp_fast(-absolute(v))); });
    case kSoftsign:
      return map(x, y, count, [](float v) { return v / (1.0f + absolute(v)); });
    // tanh(log(1 + e)) = (e² + 2e) / (e² + 2e + 2) with e = exp(x); 1 to the last bit beyond 20.
    case kMish:
      return map(x, y, count, [](float v) {
        const float e = exp_fast(v > 20 ? 20.0f : v);
        const float n = e * (e + 2);
        return v * (n / (n + 2));
      });
    case kGelu:
      return map(x, y, count, [](float v) { return 0.5f * v * (1.0f + erf_fast(v * 0.70710678f)); });
    case kGeluTanh:
      return map(x, y, count,
                 [](float v) { return 0.5f * v * (1.0f + tanh_fast(0.79788456f * (v + 0.044715f * v * v * v))); });
  }
}

float maximum(const float* x, std::int64_t count) {
  float best[16];
  for (float& b : best) b = x[0];
  std::int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (int l = 0; l < 16; ++l) best[l] = x[i + l] > best[l] ? x[i + l] : best[l];
  }
  for (; i < count; ++i) best[0] = x[i] > best[0] ? x[i] : best[0];
  for (int l = 1; l < 16; ++l) best[0] = best[l] > best[0] ? best[l] : best[0];
  return best[0];
}

float exponentials(const float* x, float shift, float* y, std::int64_t count) {
  map(x, y, count, [=](float v) { return exp_fast(v - shift); });
  float sums[16] = {};
  std::int64_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (int l = 0; l < 16; ++l) sums[l] += y[i + l];
  }
  for (; i < count; ++i) sums[0] += y[i];
  for (int l = 1; l < 16; ++l) sums[0] += sums[l];
  return sums[0];
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
