// SPDX-License-Identifier: Apache-2.0
// Weights from the model's order, channel by channel, into a panel's, in square tiles.
#include "conv/simd/functions.h"
#include "core/simd_transpose.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {

void transpose_rows(const PanelRows& r) {
  using namespace core::simd::CONVSCOPE_SIMD;
  alignas(64) float lanes[kLanes];
  for (int j = 0; j < kLanes; ++j) lanes[j] = j < r.present ? r.factors[j] : 0.0f;
  const Vec factors = load(lanes);
  int tap = r.first % r.taps, channel = r.first / r.taps;
  const auto put = [&](Vec weights) {
    store(r.panel + (std::size_t(tap) * r.channels + channel) * r.columns, weights * factors);
    if (++tap < r.taps) return;
    tap = 0;
    ++channel;
  };
  int i = 0;
  for (; i + kLanes <= r.count; i += kLanes) {
    Vec tile[kLanes];
#pragma GCC unroll 16
    for (int j = 0; j < kLanes; ++j) tile[j] = j < r.present ? load(r.rows + j * r.row_stride + i) : Vec{};
    transpose(tile);
#pragma GCC unroll 16
    for (int j = 0; j < kLanes; ++j) put(tile[j]);
  }
  for (; i < r.count; ++i) {
    for (int j = 0; j < kLanes; ++j) lanes[j] = j < r.present ? r.rows[j * r.row_stride + i] : 0.0f;
    put(load(lanes));
  }
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
