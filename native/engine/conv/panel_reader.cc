// SPDX-License-Identifier: Apache-2.0
#include "conv/panel_reader.h"

#include <algorithm>

namespace convscope::conv {
namespace {

// Weights that are read at once: whole rows of 512 channels by 3 × 3 for a vector of AVX-512, as each read costs a
// call.
constexpr std::size_t kRowBytes = std::size_t{288} << 10;

/// Elements [first, first + length) of the weights of `count` channels of a group among others: zeros elsewhere were
/// written before.
void scatter_rows(const PanelReader& r, int channel, int count, int first, int length, const float* from, float* to,
                  int columns) {
  const int taps = r.shape.taps;
  const std::size_t tap_step = std::size_t(r.problem.in_channels) * columns;
  for (int j = 0; j < count; ++j, from += length) {
    const float factor = r.factors[channel + j];
    // A division for each weight would take longer than its product.
    int tap = first % taps;
    float* input = to + std::size_t(r.shape.first_input(channel + j) + first / taps) * columns + j;
    for (int i = 0; i < length; ++i) {
      input[tap * tap_step] = from[i] * factor;
      if (++tap < taps) continue;
      tap = 0;
      input += columns;
    }
  }
}

}  // namespace

int PanelReader::segment_of(int depth, core::Isa isa) {
  return std::min(depth, static_cast<int>(kRowBytes / sizeof(float)) / core::vector_lanes(isa));
}

core::Status PanelReader::read(int panel, float* rows, float* to) const {
  const int lanes = core::vector_lanes(panels.isa), columns = panels.channels(panel);
  const int depth = problem.in_channels * shape.taps, row_elements = shape.group_in * shape.taps;
  const int at_once = std::min(segment, row_elements);
  const bool dense = shape.group_in == problem.in_channels;
  if (!dense) std::fill_n(to, std::size_t(depth) * columns, 0.0f);
  for (int column = 0; column < columns; column += lanes) {
    const int channel = panels.first_channel(panel) + column;
    const int count = std::clamp(problem.out_channels - channel, 0, lanes);
    for (int first = 0; first < row_elements; first += at_once) {
      const int length = std::min(at_once, row_elements - first);
      // Whole rows follow one another.
      const int reads = length == row_elements ? std::min(count, 1) : count;
      const std::size_t elements = std::size_t(length) * (length == row_elements ? count : 1);
      for (int j = 0; j < reads; ++j) {
        core::Status status = source.read(shape.first_weight(channel + j) + first, elements, rows + j * elements);
        if (!status.ok()) return status;
      }
      if (!dense) {
        scatter_rows(*this, channel, count, first, length, rows, to + column, columns);
        continue;
      }
      simd.transpose_rows({
          .rows = rows,
          .row_stride = std::size_t(length),
          .present = count,
          .first = first,
          .count = length,
          .taps = plain ? 1 : shape.taps,
          .channels = plain ? depth : problem.in_channels,
          .factors = factors + channel,
          .panel = to + column,
          .columns = columns,
      });
    }
  }
  return core::Status();
}

void pack_bias_and_factors(const WeightPanels& panels, const ConvWeights& weights, std::byte* packed) {
  const float* factors = weights.factors();
  panels.pack_bias(weights.biases(), reinterpret_cast<float*>(packed));
  float* to = reinterpret_cast<float*>(packed + panels.bias_bytes().aligned().value());
  for (int channel = 0; channel < panels.padded_channels(); ++channel) {
    to[channel] = channel >= panels.out_channels ? 0.0f : factors != nullptr ? factors[channel] : 1.0f;
  }
}

}  // namespace convscope::conv
