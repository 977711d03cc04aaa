// SPDX-License-Identifier: Apache-2.0
// Weights as the matrix product reads them: a matrix [depth][out_channels] cut into panels of
// panel_channels(isa) columns, each stored [depth][columns] one after the other. Output channels
// are rounded up to the channel block with zeros; the last panel has the columns that remain.
#pragma once

#include <cstddef>

#include "conv/gemm_geometry.h"
#include "conv/sizes.h"
#include "core/thread_pool.h"

namespace convscope::conv {

struct WeightPanels {
  core::Isa isa;
  int depth;
  int out_channels;

  int padded_channels() const { return round_up(out_channels, core::channel_block(isa)); }
  int count() const { return divide_up(padded_channels(), panel_channels(isa)); }
  /// First output channel of a panel, how many columns and how many vectors it has.
  int first_channel(int panel) const { return panel * panel_channels(isa); }
  int channels(int panel) const {
    const int left = padded_channels() - first_channel(panel);
    return left < panel_channels(isa) ? left : panel_channels(isa);
  }
  int vectors(int panel) const { return channels(panel) / core::vector_lanes(isa); }

  /// Where a panel's row `k` begins, in floats from the first panel.
  std::size_t offset(int panel, int k) const {
    return std::size_t(first_channel(panel)) * depth + std::size_t(k) * channels(panel);
  }
  Bytes bytes() const { return Bytes::product({depth, padded_channels(), sizeof(float)}); }
  /// Bias, rounded up to the channel block.
  Bytes bias_bytes() const { return Bytes::product({padded_channels(), sizeof(float)}); }

  /// Writes padded_channels() floats; `bias` may be null.
  void pack_bias(const float* bias, float* packed) const;

  /// Writes depth * padded_channels() floats; weight(out_channel, k) gives an element.
  template <typename Weight>
  void pack(float* packed, core::ThreadPool& pool, Weight&& weight) const {
    pool.parallel_for(count(), [&](long index, int) {
      const int panel = static_cast<int>(index);
      for (int k = 0; k < depth; ++k) {
        float* row = packed + offset(panel, k);
        for (int j = 0; j < channels(panel); ++j) {
          const int channel = first_channel(panel) + j;
          row[j] = channel < out_channels ? weight(channel, k) : 0.0f;
        }
      }
    });
  }
};

}  // namespace convscope::conv
