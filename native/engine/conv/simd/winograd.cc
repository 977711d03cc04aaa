// SPDX-License-Identifier: Apache-2.0
// Input and output transforms of Winograd convolution, a vector of channels at a time: the matrices
// are known to the compiler, which drops zeros and ones. Rows of points p and -p differ in signs
// only, so that their even and odd parts are computed once.
#include "conv/simd/epilogue.h"
#include "conv/simd/functions.h"
#include "conv/winograd_matrices.h"
#include "core/simd.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

/// sum + factor * x without the operations that a factor of 0, 1 or -1 does not need.
CONVSCOPE_INLINE void add_product(Vec& sum, bool& empty, double factor, Vec x) {
  if (factor == 0.0) return;
  if (empty) {
    sum = factor == 1.0 ? x : factor == -1.0 ? -x : broadcast(static_cast<float>(factor)) * x;
    empty = false;
  } else if (factor == 1.0) {
    sum += x;
  } else if (factor == -1.0) {
    sum -= x;
  } else {
    sum += broadcast(static_cast<float>(factor)) * x;
  }
}

/// out = B^T in.
template <int Alpha>
CONVSCOPE_INLINE void transform_input(const Vec (&in)[Alpha], Vec (&out)[Alpha]) {
  static constexpr Matrix<Alpha, Alpha> kMatrix = winograd_input_matrix<Alpha>();
#pragma GCC unroll 8
  for (int row = 0; row < Alpha; row += row == 0 || row == Alpha - 1 ? 1 : 2) {
    const bool pair = row != 0 && row != Alpha - 1;
    Vec same{}, opposite{};
    bool no_same = true, no_opposite = true;
#pragma GCC unroll 8
    for (int i = 0; i < Alpha; ++i) {
      const double factor = kMatrix.at[row][i];
      if (!pair || factor == kMatrix.at[row + 1 < Alpha ? row + 1 : row][i]) {
        add_product(same, no_same, factor, in[i]);
      } else {
        add_product(opposite, no_opposite, factor, in[i]);
      }
    }
    if (pair) {
      out[row] = same + opposite;
      out[row + 1] = same - opposite;
    } else {
      out[row] = same;
    }
  }
}

/// out = A^T in.
template <int Alpha, int Unit>
CONVSCOPE_INLINE void transform_output(const Vec (&in)[Alpha], Vec (&out)[Unit]) {
  static constexpr Matrix<Unit, Alpha> kMatrix = winograd_output_matrix<Alpha, Unit>();
  constexpr int kPairs = (Alpha - 2) / 2;
  Vec sums[kPairs], differences[kPairs];
#pragma GCC unroll 8
  for (int pair = 0; pair < kPairs; ++pair) {
    sums[pair] = in[1 + 2 * pair] + in[2 + 2 * pair];
    differences[pair] = in[1 + 2 * pair] - in[2 + 2 * pair];
  }
#pragma GCC unroll 8
  for (int row = 0; row < Unit; ++row) {
    Vec sum{};
    bool empty = true;
    add_product(sum, empty, kMatrix.at[row][0], in[0]);
#pragma GCC unroll 8
    for (int pair = 0; pair < kPairs; ++pair) {
      add_product(sum, empty, kMatrix.at[row][1 + 2 * pair], row % 2 == 0 ? sums[pair] : differences[pair]);
    }
    add_product(sum, empty, kMatrix.at[row][Alpha - 1], in[Alpha - 1]);
    out[row] = sum;
  }
}

template <int Alpha>
void transform_input_tile(const WinogradInput& t) {
  for (int v = 0; v < kVectorsPerBlock; ++v) {
    const float* input = t.input + v * kLanes;
    float* output = t.output + v * kLanes;
    Vec columns[Alpha][Alpha];
#pragma GCC unroll 8
    for (int x = 0; x < Alpha; ++x) {
      Vec in[Alpha], out[Alpha];
#pragma GCC unroll 8
      for (int y = 0; y < Alpha; ++y) in[y] = load(input + y * t.row_stride + x * kBlock);
      transform_input<Alpha>(in, out);
#pragma GCC unroll 8
      for (int y = 0; y < Alpha; ++y) columns[y][x] = out[y];
    }
#pragma GCC unroll 8
    for (int y = 0; y < Alpha; ++y) {
      Vec out[Alpha];
      transform_input<Alpha>(columns[y], out);
#pragma GCC unroll 8
      for (int x = 0; x < Alpha; ++x) store(output + (y * Alpha + x) * t.element_stride, out[x]);
    }
  }
}

template <int Alpha, int Unit>
void transform_output_tile(const WinogradOutput& t) {
  for (int v = 0; v < kVectorsPerBlock; ++v) {
    const float* input = t.input + v * kLanes;
    const Vec bias = load(t.bias + v * kLanes);
    const Vec slope = slopes(t.activation, t.slope == nullptr ? nullptr : t.slope + v * kLanes);
    Vec columns[Unit][Alpha];
#pragma GCC unroll 8
    for (int x = 0; x < Alpha; ++x) {
      Vec in[Alpha], out[Unit];
#pragma GCC unroll 8
      for (int y = 0; y < Alpha; ++y) in[y] = load(input + (y * Alpha + x) * t.element_stride);
      transform_output<Alpha, Unit>(in, out);
#pragma GCC unroll 8
      for (int y = 0; y < Unit; ++y) columns[y][x] = out[y];
    }
#pragma GCC unroll 8
    for (int y = 0; y < Unit; ++y) {
      if (y >= t.rows) break;
      Vec out[Unit];
      transform_output<Alpha, Unit>(columns[y], out);
      float* output = t.output + y * t.row_stride + v * kLanes;
#pragma GCC unroll 8
      for (int x = 0; x < Unit; ++x) {
        if (x >= t.columns) break;
        Vec sum = out[x] + bias;
        if (t.residual != nullptr) sum += load(t.residual + y * t.row_stride + v * kLanes + x * kBlock);
        store(output + x * kBlock, activate(sum, t.activation, slope));
      }
      if (!is_finished(t.activation)) finish(t.activation, output, t.columns, kBlock);
    }
  }
}

}  // namespace

void winograd_input(const WinogradInput& tile) {
  switch (tile.alpha) {
    case 4:
      return transform_input_tile<4>(tile);
    case 6:
      return transform_input_tile<6>(tile);
    case 8:
      return transform_input_tile<8>(tile);
  }
}

void winograd_output(const WinogradOutput& tile) {
  switch (tile.alpha * 10 + tile.unit) {
    case 42:
      return transform_output_tile<4, 2>(tile);
    case 43:
      return transform_output_tile<4, 3>(tile);
    case 62:
      return transform_output_tile<6, 2>(tile);
    case 63:
      return transform_output_tile<6, 3>(tile);
    case 64:
      return transform_output_tile<6, 4>(tile);
    case 65:
      return transform_output_tile<6, 5>(tile);
    case 82:
      return transform_output_tile<8, 2>(tile);
    case 83:
      return transform_output_tile<8, 3>(tile);
    case 84:
      return transform_output_tile<8, 4>(tile);
    case 85:
      return transform_output_tile<8, 5>(tile);
    case 86:
      return transform_output_tile<8, 6>(tile);
    case 87:
      return transform_output_tile<8, 7>(tile);
  }
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
