// SPDX-License-Identifier: Apache-2.0
// Weights in the model's order, channel by channel: brought into a panel's in square tiles, or multiplied as they are.
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

float dot(const float* a, const float* b, int count) {
  using namespace core::simd::CONVSCOPE_SIMD;
  // As many sums as hide the latency of a multiply-add.
  Vec sums[4] = {};
  int i = 0;
  for (; i + 4 * kLanes <= count; i += 4 * kLanes) {
#pragma GCC unroll 4
    for (int v = 0; v < 4; ++v) sums[v] += load(a + i + v * kLanes) * load(b + i + v * kLanes);
  }
  const Vec total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  float result = 0;
  for (int lane = 0; lane < kLanes; ++lane) result += total[lane];
  for (; i < count; ++i) result += a[i] * b[i];
  return result;
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
