// SPDX-License-Identifier: Apache-2.0
// Transforms of Winograd convolution, a vector of channels at a time: the matrices
// are known to the compiler, which drops zeros and ones. Rows of points p and -p differ in signs
// only, so that their even and odd parts are computed once.
#include "conv/simd/epilogue.h"
#include "conv/simd/functions.h"
#include "conv/winograd_matrices.h"
#include "core/simd_bfloat16.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

template <int I>
struct Index {
  static constexpr int value = I;
};

/// f(Index<From>{}), …, f(Index<To - 1>{}): unlike in a loop the index is a constant for sure.
template <int From, int To, typename F>
CONVSCOPE_INLINE void for_each_index(F f) {
  if constexpr (From < To) {
    f(Index<From>{});
    for_each_index<From + 1, To>(f);
  }
}

/// A sum of products that leaves out the operations which a factor of 0, 1 or -1 does not need. Factors are named by
/// their place in a matrix: not every compiler takes a number with a fraction as an argument of a template.
struct Sum {
  Vec value{};
  bool empty = true;
};

template <const auto& kMatrix, int kRow, int kColumn>
CONVSCOPE_INLINE void add_product(Sum& sum, Vec x) {
  constexpr double kFactor = kMatrix.at[kRow][kColumn];
  if constexpr (kFactor != 0.0) {
    if (sum.empty) {
      sum.value = kFactor == 1.0 ? x : kFactor == -1.0 ? -x : broadcast(static_cast<float>(kFactor)) * x;
      sum.empty = false;
    } else if constexpr (kFactor == 1.0) {
      sum.value += x;
    } else if constexpr (kFactor == -1.0) {
      sum.value -= x;
    } else {
      sum.value += broadcast(static_cast<float>(kFactor)) * x;
    }
  }
}

#define CONVSCOPE_INLINE_LAMBDA __attribute__((always_inline))

template <int Alpha>
constexpr Matrix<Alpha, Alpha> kInputMatrix = winograd_input_matrix<Alpha>();

template <int Alpha, int Unit>
constexpr Matrix<Unit, Alpha> kOutputMatrix = winograd_output_matrix<Alpha, Unit>();

/// out = B^T in: the first and the last row alone, between them pairs.
template <int Alpha>
CONVSCOPE_INLINE void transform_input(const Vec (&in)[Alpha], Vec (&out)[Alpha]) {
  for_each_index<0, Alpha / 2 + 1>([&](auto step) CONVSCOPE_INLINE_LAMBDA {
    constexpr int kRow = step.value == 0 ? 0 : 2 * step.value - 1;
    constexpr bool kPair = step.value != 0 && kRow != Alpha - 1;
    Sum same, opposite;
    for_each_index<0, Alpha>([&](auto i) CONVSCOPE_INLINE_LAMBDA {
      constexpr double kFactor = kInputMatrix<Alpha>.at[kRow][i.value];
      if constexpr (!kPair || kFactor == kInputMatrix<Alpha>.at[kPair ? kRow + 1 : kRow][i.value]) {
        add_product<kInputMatrix<Alpha>, kRow, i.value>(same, in[i.value]);
      } else {
        add_product<kInputMatrix<Alpha>, kRow, i.value>(opposite, in[i.value]);
      }
    });
    if constexpr (kPair) {
      out[kRow] = same.value + opposite.value;
      out[kRow + 1] = same.value - opposite.value;
    } else {
      out[kRow] = same.value;
    }
  });
}

template <int Alpha>
constexpr Matrix<Alpha, 3> kWeightMatrix = winograd_weight_matrix<Alpha, 3>();

/// out = G in.
template <int Alpha>
CONVSCOPE_INLINE void transform_weights(const Vec (&in)[3], Vec (&out)[Alpha]) {
  for_each_index<0, Alpha>([&](auto row) CONVSCOPE_INLINE_LAMBDA {
    Sum sum;
    for_each_index<0, 3>([&](auto i) CONVSCOPE_INLINE_LAMBDA {
      add_product<kWeightMatrix<Alpha>, row.value, i.value>(sum, in[i.value]);
    });
    out[row.value] = sum.value;
  });
}

template <int Alpha>
void transform_panel(const WinogradWeights& w) {
  const std::size_t plane = std::size_t(w.channels) * w.columns;
  for (std::size_t at = 0; at < plane; at += kLanes) {
    Vec columns[Alpha][3];
#pragma GCC unroll 3
    for (int x = 0; x < 3; ++x) {
      Vec in[3], out[Alpha];
#pragma GCC unroll 3
      for (int y = 0; y < 3; ++y) in[y] = load(w.panel + (y * 3 + x) * plane + at);
      transform_weights<Alpha>(in, out);
#pragma GCC unroll 8
      for (int y = 0; y < Alpha; ++y) columns[y][x] = out[y];
    }
#pragma GCC unroll 8
    for (int y = 0; y < Alpha; ++y) {
      Vec out[Alpha];
      transform_weights<Alpha>(columns[y], out);
#pragma GCC unroll 8
      for (int x = 0; x < Alpha; ++x) store(w.output + (y * Alpha + x) * plane + at, out[x]);
    }
  }
}

/// out = A^T in.
template <int Alpha, int Unit>
CONVSCOPE_INLINE void transform_output(const Vec (&in)[Alpha], Vec (&out)[Unit]) {
  constexpr int kPairs = (Alpha - 2) / 2;
  Vec sums[kPairs], differences[kPairs];
#pragma GCC unroll 8
  for (int pair = 0; pair < kPairs; ++pair) {
    sums[pair] = in[1 + 2 * pair] + in[2 + 2 * pair];
    differences[pair] = in[1 + 2 * pair] - in[2 + 2 * pair];
  }
  for_each_index<0, Unit>([&](auto row) CONVSCOPE_INLINE_LAMBDA {
    Sum sum;
    add_product<kOutputMatrix<Alpha, Unit>, row.value, 0>(sum, in[0]);
    for_each_index<0, kPairs>([&](auto pair) CONVSCOPE_INLINE_LAMBDA {
      add_product<kOutputMatrix<Alpha, Unit>, row.value, 1 + 2 * pair.value>(
          sum, row.value % 2 == 0 ? sums[pair.value] : differences[pair.value]);
    });
    add_product<kOutputMatrix<Alpha, Unit>, row.value, Alpha - 1>(sum, in[Alpha - 1]);
    out[row.value] = sum.value;
  });
}

struct AsFloats {
  CONVSCOPE_INLINE void put(float* to, Vec x) { store(to, x); }
};

template <typename Arithmetic>
struct AsBFloats {
  CONVSCOPE_INLINE void put(std::uint16_t* to, Vec x) {
    *reinterpret_cast<UnalignedBFloats*>(to) = Arithmetic::narrow(x);
  }
};

template <int Alpha, typename As, typename Number>
void transform_input_tile(const WinogradInput& t, Number* to) {
  for (int v = 0; v < kVectorsPerBlock; ++v) {
    const float* input = t.input + v * kLanes;
    Number* output = to + v * kLanes;
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
      for (int x = 0; x < Alpha; ++x) As::put(output + (y * Alpha + x) * t.element_stride, out[x]);
    }
  }
}

void transform_input_to_bfloats(const WinogradInput& t) {
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) return transform_input_tile<4, AsBFloats<InstructionPairs>>(t, t.bfloats);
#endif
  transform_input_tile<4, AsBFloats<WidenedPairs>>(t, t.bfloats);
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
  if (tile.bfloats != nullptr) return transform_input_to_bfloats(tile);
  switch (tile.alpha) {
    case 4:
      return transform_input_tile<4, AsFloats>(tile, tile.output);
    case 6:
      return transform_input_tile<6, AsFloats>(tile, tile.output);
    case 8:
      return transform_input_tile<8, AsFloats>(tile, tile.output);
  }
}

void winograd_weights(const WinogradWeights& weights) {
  switch (weights.alpha) {
    case 4:
      return transform_panel<4>(weights);
    case 6:
      return transform_panel<6>(weights);
    case 8:
      return transform_panel<8>(weights);
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
