// SPDX-License-Identifier: Apache-2.0
// What kernels pack: the weights of a convolution, or of a part of a grouped one seen as a dense
// convolution whose weights between channels of different groups are zero.
#pragma once

#include <cstddef>

#include "conv/conv_problem.h"

namespace convscope::conv {

/// Where a convolution's weights are among [oc][ic / group][kh][kw] of the whole.
struct WeightShape {
  int taps;
  int group_out, group_in;
  /// Channels of the whole that are the part's channels 0.
  int first_out = 0, first_in = 0;

  explicit WeightShape(const ConvProblem& whole)
      : taps(whole.kernel_height * whole.kernel_width),
        group_out(whole.out_channels / whole.group),
        group_in(whole.in_channels / whole.group) {}

  WeightShape part(int first_out_channel, int first_in_channel) const {
    WeightShape result = *this;
    result.first_out = first_out_channel;
    result.first_in = first_in_channel;
    return result;
  }

  /// First element of an output channel's group_in * taps weights, and the part's input channel that they begin with.
  std::size_t first_weight(int out_channel) const { return std::size_t(first_out + out_channel) * group_in * taps; }
  int first_input(int out_channel) const { return (first_out + out_channel) / group_out * group_in - first_in; }
};

struct ConvWeights {
  WeightShape shape;
  /// Weights (for a kernel that streams them: a factor for each output channel, or null), and biases or null, of the
  /// whole convolution.
  const float* values;
  const float* all_biases;

  ConvWeights(const ConvProblem& whole, const float* values, const float* biases)
      : shape(whole), values(values), all_biases(biases) {}

  ConvWeights part(const WeightShape& of_part) const {
    ConvWeights result = *this;
    result.shape = of_part;
    return result;
  }

  /// [kh][kw] between two channels; null where all of them are zero.
  const float* kernel(int out_channel, int in_channel) const {
    const int in = in_channel - shape.first_input(out_channel);
    if (in < 0 || in >= shape.group_in) return nullptr;
    return values + shape.first_weight(out_channel) + std::size_t(in) * shape.taps;
  }

  const float* factors() const { return values == nullptr ? nullptr : values + shape.first_out; }
  const float* biases() const { return all_biases == nullptr ? nullptr : all_biases + shape.first_out; }
};

}  // namespace convscope::conv
