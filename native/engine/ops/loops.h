// SPDX-License-Identifier: Apache-2.0
// Inner loops that are worth compiling once per instruction set (sources in ops/simd). Arrays may be unaligned; an
// output may be the very array of an input, but must not overlap one in any other way.
#pragma once

#include <cstdint>

#include "core/isa.h"
#include "ops/operation.h"

namespace convscope::ops {

/// Rows of a matrix tile, see Loops::multiply_tile.
inline constexpr int kTileRows = 6;
/// Rows that are multiplied by a vector together, see Loops::dot_rows: a processor fetches from several places at once
/// more than from one.
inline constexpr int kDotRows = 8;

/// One row of the output of a pooling, for one channel block; strides are in floats unless said otherwise.
struct PoolRow {
  bool is_max;
  /// An average is over the padding too; else over what lies inside.
  bool count_padding;
  /// Column 0 of the first input row that the windows read, how many such rows, and how far apart.
  const float* input;
  std::int64_t rows, row_step;
  /// Rows of the window that count where padding does.
  std::int64_t counted_rows;
  /// Along the row, in positions.
  std::int64_t in, out, kernel, stride, dilation, pad_begin, pad_end;
  /// [out][b].
  float* output;
};

struct Loops {
  /// y[i] = f(x[i]); exp, tanh, sigmoid, erf and what is made of them to about 2e-7, relative.
  void (*unary)(const Unary& f, const float* x, float* y, std::int64_t count);
  /// y[i] = f(a[i * a_step], b[i * b_step]), steps 0 or 1.
  void (*binary)(BinaryFunction f, const float* a, int a_step, const float* b, int b_step, float* y,
                 std::int64_t count);
  void (*activate)(Activation f, float* y, std::int64_t count);
  /// y[p][l] = x[p][l] * factor[l] + offset[l] over pixels p and the lanes l of a channel block.
  void (*affine)(const float* x, const float* factor, const float* offset, float* y, std::int64_t pixels);
  /// y[p][l] = f(a[p * a_step + l], b[p * b_step + l]) over pixels p and the lanes l of a channel block; steps are 0 or
  /// the block.
  void (*binary_pixels)(BinaryFunction f, const float* a, std::int64_t a_step, const float* b, std::int64_t b_step,
                        float* y, std::int64_t pixels);
  void (*pool_row)(const PoolRow& row);
  /// blocked[p][l] = plain[l * plane + p] for l < present, else 0, and back, over pixels p and lanes l of a block.
  void (*to_block)(const float* plain, std::int64_t plane, int present, float* blocked, std::int64_t pixels);
  void (*from_block)(const float* blocked, float* plain, std::int64_t plane, int present, std::int64_t pixels);
  /// sums[i] += x[i]^2.
  void (*add_squares)(const float* x, float* sums, std::int64_t count);
  /// y[i] = x[i] / (bias + scale * sums[i])^exponent.
  void (*normalise)(const float* x, const float* sums, float bias, float scale, float exponent, float* y,
                    std::int64_t count);
  float (*maximum)(const float* x, std::int64_t count);
  /// y[i] = exp(x[i] - shift); returns their sum.
  float (*exponentials)(const float* x, float shift, float* y, std::int64_t count);

  /// Columns of a matrix tile.
  int tile_columns;
  /// c[r][j] += alpha * sum over i < depth of a[r * a_row + i * a_step] * b[i * tile_columns + j], for r < rows
  /// (at most kTileRows) and j < columns (at most tile_columns); rows of c are c_row apart.
  void (*multiply_tile)(std::int64_t depth, const float* a, std::int64_t a_row, std::int64_t a_step, int rows,
                        const float* b, float alpha, float* c, std::int64_t c_row, int columns);
  /// y[j] += sum over i < depth of x[i * x_step] * b[i * b_row + j], j < columns.
  void (*accumulate_rows)(std::int64_t depth, const float* x, std::int64_t x_step, const float* b, std::int64_t b_row,
                          float* y, std::int64_t columns);
  float (*dot)(const float* a, const float* b, std::int64_t count);
  /// sums[r] = sum over i < count of a[i] * b[r * b_row + i], r < rows <= kDotRows; the same of a row whatever is with
  /// it.
  void (*dot_rows)(const float* a, const float* b, std::int64_t b_row, int rows, std::int64_t count, float* sums);
};

/// The loops for an instruction set that this machine can execute.
const Loops& loops(core::Isa isa);

}  // namespace convscope::ops
