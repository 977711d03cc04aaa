// SPDX-License-Identifier: Apache-2.0
// Weight panels out of where the model has its weights, for kernels that keep no copy of them.
#pragma once

#include "conv/conv_weights.h"
#include "conv/primitives.h"
#include "conv/weight_panels.h"
#include "conv/weight_source.h"

namespace convscope::conv {

struct PanelReader {
  const ConvProblem& problem;
  const WeightPanels& panels;
  const WeightSource& source;
  const WeightShape& shape;
  /// By which each output channel's weights are multiplied: [padded_channels()].
  const float* factors;
  /// Weights of one output channel that are read at once.
  int segment;
  /// Rows are in the model's order (plain_image.h); else row k = tap * in_channels + channel.
  bool plain;
  const Primitives& simd;

  /// `depth`: weights of one output channel.
  static int segment_of(int depth, core::Isa isa);
  /// `rows` has segment times a vector's lanes floats, `to` [in_channels * taps][channels of the panel].
  core::Status read(int panel, float* rows, float* to) const;
};

/// What kernels keep that read their weights when they run: the bias, then a factor for each output channel, each
/// rounded up to whole cache lines.
void pack_bias_and_factors(const WeightPanels& panels, const ConvWeights& weights, std::byte* packed);

}  // namespace convscope::conv
