// SPDX-License-Identifier: Apache-2.0
#include "core/simd.h"
#include "ops/loops.h"
#include "ops/simd/loop_functions.h"

namespace convscope::ops::simd {
namespace CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

/// R rows by two vectors, all sums in registers.
template <int R>
CONVSCOPE_INLINE void tile(std::int64_t depth, const float* a, std::int64_t a_row, std::int64_t a_step, const float* b,
                           float alpha, float* c, std::int64_t c_row, int columns) {
  Vec left[R];
  Vec right[R];
#pragma GCC unroll 6
  for (int r = 0; r < R; ++r) left[r] = right[r] = Vec{};
  for (std::int64_t i = 0; i < depth; ++i) {
    const Vec b_left = load(b + i * kTileColumns);
    const Vec b_right = load(b + i * kTileColumns + kLanes);
#pragma GCC unroll 6
    for (int r = 0; r < R; ++r) {
      const Vec factor = broadcast(a[r * a_row + i * a_step]);
      left[r] += factor * b_left;
      right[r] += factor * b_right;
    }
  }
  if (columns == kTileColumns) {
#pragma GCC unroll 6
    for (int r = 0; r < R; ++r) {
      float* row = c + r * c_row;
      store(row, load(row) + alpha * left[r]);
      store(row + kLanes, load(row + kLanes) + alpha * right[r]);
    }
    return;
  }
  for (int r = 0; r < R; ++r) {
    float sums[kTileColumns];
    store(sums, left[r]);
    store(sums + kLanes, right[r]);
    for (int j = 0; j < columns; ++j) c[r * c_row + j] += alpha * sums[j];
  }
}

}  // namespace

void multiply_tile(std::int64_t depth, const float* a, std::int64_t a_row, std::int64_t a_step, int rows,
                   const float* b, float alpha, float* c, std::int64_t c_row, int columns) {
  static_assert(kTileRows == 6);
  switch (rows) {
    case 1:
      return tile<1>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
    case 2:
      return tile<2>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
    case 3:
      return tile<3>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
    case 4:
      return tile<4>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
    case 5:
      return tile<5>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
    default:
      return tile<6>(depth, a, a_row, a_step, b, alpha, c, c_row, columns);
  }
}

void accumulate_rows(std::int64_t depth, const float* x, std::int64_t x_step, const float* b, std::int64_t b_row,
                     float* y, std::int64_t columns) {
  // Four rows at a time: a quarter of the traffic for y.
  std::int64_t i = 0;
  for (; i + 4 <= depth; i += 4) {
    const float x0 = x[i * x_step];
    const float x1 = x[(i + 1) * x_step];
    const float x2 = x[(i + 2) * x_step];
    const float x3 = x[(i + 3) * x_step];
    const float* row = b + i * b_row;
    for (std::int64_t j = 0; j < columns; ++j) {
      y[j] += (x0 * row[j] + x1 * row[b_row + j]) + (x2 * row[2 * b_row + j] + x3 * row[3 * b_row + j]);
    }
  }
  for (; i < depth; ++i) {
    const float factor = x[i * x_step];
    for (std::int64_t j = 0; j < columns; ++j) y[j] += factor * b[i * b_row + j];
  }
}

float dot(const float* a, const float* b, std::int64_t count) {
  Vec sums[4] = {};
  std::int64_t i = 0;
  for (; i + 4 * kLanes <= count; i += 4 * kLanes) {
#pragma GCC unroll 4
    for (int v = 0; v < 4; ++v) sums[v] += load(a + i + v * kLanes) * load(b + i + v * kLanes);
  }
  const Vec total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  float result = 0;
  for (int l = 0; l < kLanes; ++l) result += total[l];
  for (; i < count; ++i) result += a[i] * b[i];
  return result;
}

void dot_rows(const float* a, const float* b, std::int64_t b_row, int rows, std::int64_t count, float* sums) {
  // Rows that are not there are the last once more.
  const float* row[kDotRows];
  for (int r = 0; r < kDotRows; ++r) row[r] = b + (r < rows ? r : rows - 1) * b_row;
  Vec vectors[kDotRows] = {};
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Vec factor = load(a + i);
#pragma GCC unroll 8
    for (int r = 0; r < kDotRows; ++r) vectors[r] += factor * load(row[r] + i);
  }
  for (int r = 0; r < rows; ++r) {
    float sum = 0;
    for (int l = 0; l < kLanes; ++l) sum += vectors[r][l];
    for (std::int64_t j = i; j < count; ++j) sum += a[j] * row[r][j];
    sums[r] = sum;
  }
}

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::ops::simd
