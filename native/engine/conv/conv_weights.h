// SPDX-License-Identifier: Apache-2.0
// What kernels pack: the weights of a convolution, or of a part of a grouped one seen as a dense
// convolution whose weights between channels of different groups are zero.
#pragma once

#include <cstddef>

#include "conv/conv_problem.h"

namespace convscope::conv {

struct ConvWeights {
  /// [oc][ic / group][kh][kw] and [oc] (or null) of the whole convolution.
  const float* weights;
  const float* all_biases;
  int taps;
  int group_out, group_in;
  /// Channels of the whole that are the part's channels 0.
  int first_out = 0, first_in = 0;

  ConvWeights(const ConvProblem& whole, const float* weights, const float* biases)
      : weights(weights),
        all_biases(biases),
        taps(whole.kernel_height * whole.kernel_width),
        group_out(whole.out_channels / whole.group),
        group_in(whole.in_channels / whole.group) {}

  ConvWeights part(int first_out_channel, int first_in_channel) const {
    ConvWeights result = *this;
    result.first_out = first_out_channel;
    result.first_in = first_in_channel;
    return result;
  }

  /// [kh][kw] between two channels; null where all of them are zero.
  const float* kernel(int out_channel, int in_channel) const {
    const int out = first_out + out_channel, in = first_in + in_channel;
    if (out / group_out != in / group_in) return nullptr;
    return weights + (std::size_t(out) * group_in + in % group_in) * taps;
  }

  const float* biases() const { return all_biases == nullptr ? nullptr : all_biases + first_out; }
};

}  // namespace convscope::conv
