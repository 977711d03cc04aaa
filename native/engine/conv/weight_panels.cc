// SPDX-License-Identifier: Apache-2.0
#include "conv/weight_panels.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace convscope::conv {
namespace {

/// Exponent of the largest weight of a channel as it is kept.
constexpr int kLargestExponent = 10;
/// Factors and their inverses stay normal numbers.
constexpr int kMostExponent = 40;
/// A product of so many register tiles widens its weights as it reads them: that takes some of the multipliers' time,
/// but reading weights from afar goes on meanwhile. More tiles find them widened.
constexpr int kTilesWidening = 4;

/// The power of two by which a channel's weights were divided.
float factor_of(const ConvWeights& weights, int channel) {
  const float* values = weights.values + weights.shape.first_weight(channel);
  const std::size_t count = std::size_t(weights.shape.group_in) * weights.shape.taps;
  float largest = 0;
  for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(values[i]));
  if (largest == 0 || !std::isfinite(largest)) return 1;
  int exponent = 0;
  std::frexp(largest, &exponent);
  return std::ldexp(1.0f, std::clamp(exponent - kLargestExponent, -kMostExponent, kMostExponent));
}

const float* factors(const WeightPanels& panels, const std::byte* packed) {
  return reinterpret_cast<const float*>(packed + panels.bias_bytes().aligned().value());
}

}  // namespace

void WeightPanels::pack_bias(const float* bias, float* packed) const {
  for (int channel = 0; channel < padded_channels(); ++channel) {
    packed[channel] = bias != nullptr && channel < out_channels ? bias[channel] : 0.0f;
  }
}

void WeightPanels::pack_head(const ConvWeights& weights, std::byte* packed) const {
  pack_bias(weights.biases(), reinterpret_cast<float*>(packed));
  if (!halves()) return;
  float* to = reinterpret_cast<float*>(packed + bias_bytes().aligned().value());
  for (int channel = 0; channel < padded_channels(); ++channel) {
    to[channel] = channel < out_channels ? factor_of(weights, channel) : 1.0f;
  }
}

void WeightPanels::pack_row(int panel, const float* row, std::size_t first, int k, std::byte* packed) const {
  const int columns = channels(panel);
  const std::size_t at = first + std::size_t(pairs() ? k / 2 * 2 : k) * columns;
  std::byte* to = packed + head_bytes().value() + at * element_bytes();
  if (storage == WeightStorage::kFloat32) {
    std::memcpy(to, row, sizeof(float) * columns);
    return;
  }
  if (pairs()) {
    auto* elements = reinterpret_cast<std::uint16_t*>(to);
    std::uint16_t rounded[2 * kMaxPanelChannels];
    const auto block = static_cast<std::size_t>(core::channel_block(isa));
    primitives(isa).to_bfloat16({row, block, columns, 1, rounded});
    for (int j = 0; j < columns; ++j) {
      elements[2 * j + k % 2] = rounded[j];
      if (k % 2 == 0) elements[2 * j + 1] = 0;
    }
    return;
  }
  const float* of_panel = factors(*this, packed) + first_channel(panel);
  float scaled[kMaxPanelChannels];
  for (int j = 0; j < columns; ++j) scaled[j] = row[j] / of_panel[j];
  primitives(isa).narrow(scaled, columns, reinterpret_cast<std::uint16_t*>(to));
}

PanelWeights PackedWeights::rows(int panel, std::size_t at, int count, int positions, float* scratch) const {
  const std::byte* from = elements_ + at * panels_.element_bytes();
  if (panels_.pairs()) return {.pairs = reinterpret_cast<const std::uint16_t*>(from)};
  if (!panels_.halves()) return {reinterpret_cast<const float*>(from)};
  const int vectors = panels_.vectors(panel);
  const PanelWeights halves = {.halves = reinterpret_cast<const std::uint16_t*>(from),
                               .factors = factors(panels_, packed_) + panels_.first_channel(panel)};
  if (vectors == kPanelVectors && positions <= kTilesWidening * register_tile_pixels(panels_.isa)) return halves;
  simd_.widen({.from = halves, .rows = count, .vectors = vectors, .to = scratch});
  return {scratch};
}

}  // namespace convscope::conv
