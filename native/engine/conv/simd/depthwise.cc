// SPDX-License-Identifier: Apache-2.0
// Rows of a depthwise convolution, a vector of channels at a time. Positions whose taps all lie
// inside the row are computed several at once, so that a weight is loaded once for all of them and
// the sums do not wait for one another; the others one by one with their taps clipped.
#include "conv/simd/epilogue.h"
#include "conv/simd/functions.h"
#include "core/simd.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

constexpr int kTogether = 8;

/// Taps [from, to) of a row of input rows, or of a row's columns, that lie inside the input.
struct TapRange {
  int from, to;
};

CONVSCOPE_INLINE TapRange taps_inside(int start, int dilation, int taps, int size) {
  TapRange range;
  range.from = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  const int room = size - start;
  const int end = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  range.to = end < taps ? end : taps;
  if (range.from > range.to) range.from = range.to;
  return range;
}

struct Row {
  const ConvProblem& p;
  const float* weights;       // of the first row tap, this vector's lanes
  const float* input;         // row of the first row tap, column 0
  std::ptrdiff_t input_step;  // floats between the input rows of two taps
  int row_taps;
  Vec bias;
  float* output;          // column 0
  const float* residual;  // column 0, or null
  const Activation& activation;
  Vec slope;
};

/// `P` positions from column `x` of the output, of which all read the column taps `columns`.
template <int P>
CONVSCOPE_INLINE void positions(const Row& row, int x, TapRange columns) {
  const ConvProblem& p = row.p;
  Vec sums[P];
#pragma GCC unroll 16
  for (int i = 0; i < P; ++i) {
    sums[i] = row.bias;
    if (row.residual != nullptr) sums[i] += load(row.residual + std::ptrdiff_t(x + i) * kBlock);
  }
  const std::ptrdiff_t stride = std::ptrdiff_t(p.stride_width) * kBlock;
  const std::ptrdiff_t dilation = std::ptrdiff_t(p.dilation_width) * kBlock;
  const float* first = row.input + (std::ptrdiff_t(x) * p.stride_width - p.pad_left) * kBlock;
  for (int ky = 0; ky < row.row_taps; ++ky) {
    const float* weights = row.weights + std::ptrdiff_t(ky) * p.kernel_width * kBlock;
    for (int kx = columns.from; kx < columns.to; ++kx) {
      const Vec weight = load(weights + std::ptrdiff_t(kx) * kBlock);
      const float* from = first + kx * dilation;
#pragma GCC unroll 16
      for (int i = 0; i < P; ++i) sums[i] += weight * load(from + i * stride);
    }
    first += row.input_step;
  }
#pragma GCC unroll 16
  for (int i = 0; i < P; ++i) {
    store(row.output + std::ptrdiff_t(x + i) * kBlock, activate(sums[i], row.activation, row.slope));
  }
}

void compute_row(const Row& row) {
  const ConvProblem& p = row.p;
  const TapRange all = {0, p.kernel_width};
  // Columns [inner_from, inner_to) of the output have all their taps inside the row.
  const int reach = (p.kernel_width - 1) * p.dilation_width;
  const int last_start = p.in_width - 1 - reach + p.pad_left;
  int inner_from = (p.pad_left + p.stride_width - 1) / p.stride_width;
  int inner_to = last_start < 0 ? 0 : last_start / p.stride_width + 1;
  if (inner_to > p.out_width) inner_to = p.out_width;
  if (inner_from > inner_to) inner_from = inner_to;

  int x = 0;
  const auto clipped = [&](int to) {
    for (; x < to; ++x) {
      positions<1>(row, x, taps_inside(x * p.stride_width - p.pad_left, p.dilation_width, p.kernel_width, p.in_width));
    }
  };
  clipped(inner_from);
  for (; x + kTogether <= inner_to; x += kTogether) positions<kTogether>(row, x, all);
  if (x + kTogether / 2 <= inner_to) {
    positions<kTogether / 2>(row, x, all);
    x += kTogether / 2;
  }
  for (; x < inner_to; ++x) positions<1>(row, x, all);
  clipped(p.out_width);
  if (!is_finished(row.activation)) finish(row.activation, row.output, p.out_width, kBlock);
}

}  // namespace

void depthwise(const DepthwiseRows& rows) {
  const ConvProblem& p = *rows.problem;
  for (int y = rows.first_row; y < rows.last_row; ++y) {
    const int start = y * p.stride_height - p.pad_top;
    const TapRange taps = taps_inside(start, p.dilation_height, p.kernel_height, p.in_height);
    // Where no tap is inside, no input row is read: any address inside the plane will do.
    const std::ptrdiff_t input_row = taps.from < taps.to ? start + std::ptrdiff_t(taps.from) * p.dilation_height : 0;
    const std::ptrdiff_t output_row = std::ptrdiff_t(y) * p.out_width * kBlock;
    for (int v = 0; v < kVectorsPerBlock; ++v) {
      const int lane = v * kLanes;
      compute_row({
          .p = p,
          .weights = rows.weights + kBlock + std::ptrdiff_t(taps.from) * p.kernel_width * kBlock + lane,
          .input = rows.input + input_row * p.in_width * kBlock + lane,
          .input_step = std::ptrdiff_t(p.dilation_height) * p.in_width * kBlock,
          .row_taps = taps.to - taps.from,
          .bias = load(rows.weights + lane),
          .output = rows.output + output_row + lane,
          .residual = rows.residual == nullptr ? nullptr : rows.residual + output_row + lane,
          .activation = rows.activation,
          .slope = slopes(rows.activation, rows.slope == nullptr ? nullptr : rows.slope + lane),
      });
    }
  }
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
