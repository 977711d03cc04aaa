// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "conv/epilogue.h"
#include "core/exponential.h"
#include "core/simd.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

/// Slopes of a vector of output channels; `slope` is null where the activation has one for all.
CONVSCOPE_INLINE core::simd::CONVSCOPE_SIMD::Vec slopes(const Activation& activation, const float* slope) {
  using namespace core::simd::CONVSCOPE_SIMD;
  return slope != nullptr ? load(slope) : broadcast(activation.alpha);
}

/// What an activation does in registers; the others follow in finish().
CONVSCOPE_INLINE core::simd::CONVSCOPE_SIMD::Vec activate(core::simd::CONVSCOPE_SIMD::Vec x,
                                                          const Activation& activation,
                                                          core::simd::CONVSCOPE_SIMD::Vec slope) {
  using namespace core::simd::CONVSCOPE_SIMD;
  if (activation.function == ActivationFunction::kClamp) {
    return minimum(maximum(x, broadcast(activation.alpha)), broadcast(activation.beta));
  }
  if (activation.function == ActivationFunction::kSlope) return x < Vec{} ? slope * x : x;
  return x;
}

CONVSCOPE_INLINE bool is_finished(const Activation& activation) {
  return activation.function <= ActivationFunction::kSlope;
}

/// Applies what activate() does not to `count` vectors that were just stored, `stride` floats apart.
[[gnu::noinline]] static void finish(const Activation& activation, float* y, int count, int stride) {
  using namespace core::simd::CONVSCOPE_SIMD;
  const float alpha = activation.alpha, beta = activation.beta;
  const auto each = [&](auto f) {
    for (int i = 0; i < count; ++i, y += stride) {
      for (int lane = 0; lane < kLanes; ++lane) y[lane] = f(y[lane]);
    }
  };
  const auto clamped = [](float x) { return x < 0 ? 0.0f : x > 1 ? 1.0f : x; };
  switch (activation.function) {
    case ActivationFunction::kHardSigmoid:
      return each([=](float x) { return clamped(alpha * x + beta); });
    case ActivationFunction::kHardSwish:
      return each([=](float x) { return alpha * (x * clamped(x * (1.0f / 6) + 0.5f)) + beta; });
    case ActivationFunction::kSigmoid:
      return each([](float x) { return sigmoid_fast(x); });
    case ActivationFunction::kSwish:
      return each([](float x) { return x / (1.0f + exp_fast(-x)); });
    case ActivationFunction::kTanh:
      return each([](float x) { return tanh_fast(x); });
    default:
      return;
  }
}

}  // namespace
}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
