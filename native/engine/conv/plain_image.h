// SPDX-License-Identifier: Apache-2.0
// Convolutions of images of few channels (a network's first layer), read as they are given: blocked, most lanes would
// be padding. A task copies the input rows that a band of output rows needs, with their padding, so that element
// (k, position) of the im2col matrix lies at offset(k) + position: the product reads it there, nothing is gathered.
// With a stride, a row's columns of equal remainder lie together.
#pragma once

#include <cstdint>

#include "conv/primitives.h"
#include "conv/sizes.h"
#include "conv/weight_panels.h"

namespace convscope::conv {

/// Whether the kernels that gather their input (im2col) take this problem's as it is.
bool reads_plain_image(const ConvProblem& problem);

struct PlainImage {
  /// Output rows of a band, and bands per image.
  int rows, bands;
  /// Input rows of a channel that a band reads, and columns of equal remainder in one.
  int input_rows, columns;

  PlainImage(const ConvProblem& problem, const Target& target);
  /// One task's input rows: [channel][input row][remainder][column].
  Bytes band_bytes(const ConvProblem& problem) const;
  /// GemmPanel::offsets, by row k of the weights.
  static Bytes offset_bytes(const ConvProblem& problem);
};

/// For k = (channel * kernel_height + ky) * kernel_width + kx, the order of the weights in a model.
void fill_offsets(const ConvProblem& problem, const PlainImage& tiling, std::int64_t* offsets);

/// What the bands of one run share.
struct PlainProduct {
  const ConvProblem& problem;
  const PlainImage& tiling;
  const Primitives& simd;
  const WeightPanels& panels;
  const ConvBuffers& buffers;
  const float* bias;
  const std::int64_t* offsets;
};

/// Band `index` of all images, times weight panels [first_panel, last_panel), of which `weights` begins with the first.
/// `band` has band_bytes().
void multiply_band(const PlainProduct& product, long index, int first_panel, int last_panel, const float* weights,
                   float* band);

}  // namespace convscope::conv
