// SPDX-License-Identifier: Apache-2.0
// Weights as the matrix product reads them: a matrix [depth][out_channels] cut into panels of
// panel_channels(isa) columns, each stored [depth][columns] one after the other. Output channels
// are rounded up to the channel block with zeros; the last panel has the columns that remain.
//
// Kept as float16 (IEEE 754 binary16), a channel's weights are divided by a power of two that brings the largest of the
// model's near 2^10: halves are then neither infinite nor coarser than 2^-11 of a weight, down to 2^-24 of the largest,
// and Winograd's transforms may add some of them up. Kept as bfloat16, which has the exponents of float32, two rows are
// interleaved; a last row without a neighbour has one of zeros.
#pragma once

#include <cstddef>

#include "conv/conv_weights.h"
#include "conv/gemm_geometry.h"
#include "conv/primitives.h"
#include "conv/sizes.h"
#include "core/thread_pool.h"

namespace convscope::conv {

/// Columns of the widest panel of any instruction set.
inline constexpr int kMaxPanelChannels = 32;

struct WeightPanels {
  core::Isa isa;
  int depth;
  int out_channels;
  WeightStorage storage = WeightStorage::kFloat32;

  int padded_channels() const { return round_up(out_channels, core::channel_block(isa)); }
  int count() const { return divide_up(padded_channels(), panel_channels(isa)); }
  /// First output channel of a panel, how many columns and how many vectors it has.
  int first_channel(int panel) const { return panel * panel_channels(isa); }
  int channels(int panel) const {
    const int left = padded_channels() - first_channel(panel);
    return left < panel_channels(isa) ? left : panel_channels(isa);
  }
  int vectors(int panel) const { return channels(panel) / core::vector_lanes(isa); }
  bool halves() const { return storage == WeightStorage::kFloat16; }
  bool pairs() const { return storage == WeightStorage::kBFloat16; }
  /// Rows of a panel as it is kept.
  int rows() const { return pairs() ? round_up(depth, 2) : depth; }

  /// Where a panel's row `k` begins, in elements from the first panel; of pairs k is even.
  std::size_t offset(int panel, int k) const {
    return std::size_t(first_channel(panel)) * rows() + std::size_t(k) * channels(panel);
  }
  std::size_t element_bytes() const { return storage == WeightStorage::kFloat32 ? sizeof(float) : 2; }
  Bytes bytes() const { return Bytes::product({rows(), padded_channels(), static_cast<long long>(element_bytes())}); }
  /// Bias, rounded up to the channel block.
  Bytes bias_bytes() const { return Bytes::product({padded_channels(), sizeof(float)}); }
  /// What lies before the panels: the bias and, before halves, one factor for each channel.
  Bytes head_bytes() const {
    return halves() ? bias_bytes().aligned() + bias_bytes().aligned() : bias_bytes().aligned();
  }
  /// One thread's rows of a panel as float32, `count` of them at once; nothing where they are multiplied as they are
  /// kept.
  Bytes widened_bytes(int count) const {
    return Bytes::product({halves() ? count : 0, panel_channels(isa), sizeof(float)}).aligned();
  }

  /// Writes padded_channels() floats; `bias` may be null.
  void pack_bias(const float* bias, float* packed) const;
  /// Writes head_bytes() at `packed`.
  void pack_head(const ConvWeights& weights, std::byte* packed) const;
  /// Writes row `k` of a matrix of a panel that begins at element `first` behind the head of `packed`, where that is;
  /// rows come one after the other. Requires an executable isa.
  void pack_row(int panel, const float* row, std::size_t first, int k, std::byte* packed) const;

  /// Writes head_bytes() and bytes(); weight(out_channel, k) gives an element. Requires an executable isa.
  template <typename Weight>
  void pack(const ConvWeights& weights, std::byte* packed, core::ThreadPool& pool, Weight&& weight) const {
    pack_head(weights, packed);
    pool.parallel_for(count(), [&](long index, int) {
      const int panel = static_cast<int>(index);
      float row[kMaxPanelChannels];
      for (int k = 0; k < depth; ++k) {
        for (int j = 0; j < channels(panel); ++j) {
          const int channel = first_channel(panel) + j;
          row[j] = channel < out_channels ? weight(channel, k) : 0.0f;
        }
        pack_row(panel, row, offset(panel, 0), k, packed);
      }
    });
  }
};

/// Packed weights as a kernel reads them: the head, then the panels' elements.
class PackedWeights {
 public:
  /// Refers to all of them.
  PackedWeights(const WeightPanels& panels, const std::byte* packed)
      : panels_(panels),
        simd_(primitives(panels.isa)),
        packed_(packed),
        elements_(packed + panels.head_bytes().value()) {}

  /// [padded_channels()].
  const float* bias() const { return reinterpret_cast<const float*>(packed_); }
  /// `count` rows of a panel from element `at` on, for a product of so many positions: where they are, or widened in
  /// `scratch`, which has widened_bytes(count).
  PanelWeights rows(int panel, std::size_t at, int count, int positions, float* scratch) const;
  /// The same rows as they are kept.
  FarBytes kept(int panel, std::size_t at, int count) const {
    return {elements_ + at * panels_.element_bytes(),
            std::size_t(count) * panels_.channels(panel) * panels_.element_bytes()};
  }

 private:
  const WeightPanels& panels_;
  const Primitives& simd_;
  const std::byte* packed_;
  const std::byte* elements_;
};

}  // namespace convscope::conv
