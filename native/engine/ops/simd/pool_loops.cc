// SPDX-License-Identifier: Apache-2.0
// Rows of a pooling over blocked images. Positions whose windows lie inside the row are computed
// several at once, so that a value does not wait for the one before it; the others one by one.
#include "core/simd.h"
#include "ops/loops.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

constexpr int kTogether = 4;

/// Taps [first, last) of a window that lie inside the row, and how many count for an average.
struct Taps {
  std::int64_t first, last, counted;
};

CONVSCOPE_INLINE std::int64_t taps_before(const PoolRow& row, std::int64_t origin, std::int64_t limit) {
  if (limit <= origin) return 0;
  const std::int64_t taps = (limit - origin + row.dilation - 1) / row.dilation;
  return taps < row.kernel ? taps : row.kernel;
}

CONVSCOPE_INLINE Taps taps_of(const PoolRow& row, std::int64_t column) {
  const std::int64_t origin = column * row.stride - row.pad_begin;
  std::int64_t first = origin >= 0 ? 0 : (-origin + row.dilation - 1) / row.dilation;
  if (first > row.kernel) first = row.kernel;
  const std::int64_t last = taps_before(row, origin, row.in);
  return {first, last > first ? last : first, taps_before(row, origin, row.in + row.pad_end)};
}

template <bool kIsMax, int P>
CONVSCOPE_INLINE void windows(const PoolRow& row, std::int64_t column, const Taps& taps, float factor) {
  const std::int64_t stride = row.stride * kBlock;
  const std::int64_t dilation = row.dilation * kBlock;
  const float* origin = row.input + (column * row.stride - row.pad_begin) * kBlock;
#pragma GCC unroll 2
  for (int v = 0; v < kVectorsPerBlock; ++v) {
    Vec results[P];
#pragma GCC unroll 4
    for (int i = 0; i < P; ++i) results[i] = broadcast(kIsMax ? -__builtin_inff() : 0.0f);
    for (std::int64_t y = 0; y < row.rows; ++y) {
      const float* line = origin + y * row.row_step + v * kLanes;
      for (std::int64_t x = taps.first; x < taps.last; ++x) {
#pragma GCC unroll 4
        for (int i = 0; i < P; ++i) {
          const Vec value = load(line + x * dilation + i * stride);
          results[i] = !kIsMax ? results[i] + value : value > results[i] ? value : results[i];
        }
      }
    }
#pragma GCC unroll 4
    for (int i = 0; i < P; ++i) {
      store(row.output + (column + i) * kBlock + v * kLanes, kIsMax ? results[i] : results[i] * broadcast(factor));
    }
  }
}

template <bool kIsMax>
CONVSCOPE_INLINE void pool_columns(const PoolRow& row) {
  // Columns [inner, outer) have all taps inside the row.
  std::int64_t inner = (row.pad_begin + row.stride - 1) / row.stride;
  const std::int64_t room = row.in + row.pad_begin - (row.kernel - 1) * row.dilation - 1;
  std::int64_t outer = room < 0 ? 0 : room / row.stride + 1;
  if (row.rows == 0) outer = 0;
  if (outer > row.out) outer = row.out;
  if (inner > outer) inner = outer;

  std::int64_t column = 0;
  const auto one_by_one = [&](std::int64_t end) {
    for (; column < end; ++column) {
      const Taps taps = taps_of(row, column);
      const std::int64_t inside = row.rows * (taps.last - taps.first);
      if (inside == 0) {
        for (int lane = 0; lane < kBlock; ++lane) row.output[column * kBlock + lane] = 0.0f;
        continue;
      }
      const std::int64_t divisor = row.count_padding ? row.counted_rows * taps.counted : inside;
      windows<kIsMax, 1>(row, column, taps, 1.0f / static_cast<float>(divisor));
    }
  };
  one_by_one(inner);
  const Taps all = {0, row.kernel, row.kernel};
  const float factor = 1.0f / static_cast<float>((row.count_padding ? row.counted_rows : row.rows) * row.kernel);
  for (; column + kTogether <= outer; column += kTogether) windows<kIsMax, kTogether>(row, column, all, factor);
  one_by_one(row.out);
}

}  // namespace

void pool_row(const PoolRow& row) {
  if (row.is_max) {
    pool_columns<true>(row);
  } else {
    pool_columns<false>(row);
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
