// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "conv/conv_problem.h"
#include "core/simd.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

/// The activation that a convolution ends with.
CONVSCOPE_INLINE core::simd::CONVSCOPE_SIMD::Vec activate(core::simd::CONVSCOPE_SIMD::Vec x, Activation activation) {
  using namespace core::simd::CONVSCOPE_SIMD;
  if (activation == Activation::kNone) return x;
  x = maximum(x, Vec{});
  return activation == Activation::kRelu6 ? minimum(x, broadcast(6.0f)) : x;
}

}  // namespace
}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
