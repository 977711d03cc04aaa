// SPDX-License-Identifier: Apache-2.0
// What a convolution does to its sums before it stores them, so that no later operation has to read and write the
// output again: y = activation(sum + bias + residual).
#pragma once

#include <cstdint>

namespace convscope::conv {

enum class ActivationFunction : std::uint8_t {
  kNone,
  /// Between alpha and beta; the lower bound where the sum is not a number.
  kClamp,
  /// x < 0 ? slope * x : x with one slope per output channel, or alpha where there are none.
  kSlope,
  /// Clamped alpha * x + beta.
  kHardSigmoid,
  /// alpha * x * clamped(x / 6 + 1 / 2) + beta.
  kHardSwish,
  kSigmoid,
  kSwish,
  kTanh,
};

struct Activation {
  ActivationFunction function = ActivationFunction::kNone;
  float alpha = 0, beta = 0;
};

/// Functions that give something else than 0 for 0 would fill the lanes of channels that do not exist.
constexpr bool keeps_zero(const Activation& a) {
  switch (a.function) {
    case ActivationFunction::kClamp:
      return a.alpha <= 0 && a.beta >= 0;
    case ActivationFunction::kHardSigmoid:
      return a.beta <= 0;
    case ActivationFunction::kHardSwish:
      return a.beta == 0;
    case ActivationFunction::kSigmoid:
      return false;
    default:
      return true;
  }
}

struct Epilogue {
  Activation activation;
  /// kSlope: one value per output channel, rounded up to the channel block, or null. Kernels read whole blocks of a
  /// group, so that null is all that groups of other sizes can be given.
  const float* slope = nullptr;
  /// In the output's layout; may be the output itself. Null where nothing is added.
  const float* residual = nullptr;
};

}  // namespace convscope::conv
