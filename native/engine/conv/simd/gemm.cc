// SPDX-License-Identifier: Apache-2.0
// Register-blocked matrix product: each step of the depth loads two weight vectors and multiplies
// them by one broadcast element per output position, so that the sums stay in registers. See Goto
// and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
#include "conv/gemm_geometry.h"
#include "conv/simd/epilogue.h"
#include "conv/simd/functions.h"
#include "core/simd_half.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

constexpr int kMaxPixels = register_tile_pixels(kIsa);

/// Where elements of the left matrix are, and how weights are kept.
enum class Operands { kBlocks, kOffsets, kBlocksAndHalves };

CONVSCOPE_INLINE Vec load_weights(const float* p) { return load(p); }
CONVSCOPE_INLINE Vec load_weights(const std::uint16_t* p) { return from_half(p); }

/// kStep: floats from one output position's element to the next.
template <int P, int N, int kStep, typename Weight>
CONVSCOPE_INLINE void step(Vec (&sums)[P][N], const float* a, const Weight* weights) {
  Vec w[N];
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) w[n] = load_weights(weights + n * kLanes);
#pragma GCC unroll 16
  for (int p = 0; p < P; ++p) {
    const Vec x = broadcast(a[p * kStep]);
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) sums[p][n] += x * w[n];
  }
}

/// Vector n of a panel, row p of the tile.
CONVSCOPE_INLINE std::size_t element(const GemmPanel& panel, int first, int p, int n) {
  const int channel = n * kLanes;
  return (channel / kBlock) * panel.c_block_stride + std::size_t(first + p) * kBlock + channel % kBlock;
}

template <int P, int N>
CONVSCOPE_INLINE void finish_tile(const GemmPanel& panel, int first, const Vec (&sums)[P][N]) {
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) {
    const Vec slope = slopes(panel.activation, panel.slope == nullptr ? nullptr : panel.slope + n * kLanes);
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
      store(panel.c + element(panel, first, p, n), activate(sums[p][n], panel.activation, slope));
    }
    if (!is_finished(panel.activation)) finish(panel.activation, panel.c + element(panel, first, 0, n), P, kBlock);
  }
}

template <int P, int N, typename Weight>
CONVSCOPE_INLINE void multiply_blocks(Vec (&sums)[P][N], const GemmPanel& panel, int first, const Weight* weights) {
  const float* a = panel.a + std::size_t(first) * kBlock;
  const int blocks = panel.depth / kBlock;
  for (int block = 0; block < blocks; ++block) {
#pragma GCC unroll 4
    for (int lane = 0; lane < kBlock; ++lane) {
      step<P, N, kBlock>(sums, a + lane, weights);
      weights += N * kLanes;
    }
    a += panel.a_block_stride;
  }
  for (int lane = 0; lane < panel.depth % kBlock; ++lane) {
    step<P, N, kBlock>(sums, a + lane, weights);
    weights += N * kLanes;
  }
}

template <int P, int N, Operands kOperands>
void multiply_tile(const GemmPanel& panel, int first) {
  Vec sums[P][N];
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
      sums[p][n] = panel.bias != nullptr ? load(panel.bias + n * kLanes) : load(panel.c + element(panel, first, p, n));
      if (panel.residual != nullptr) sums[p][n] += load(panel.residual + element(panel, first, p, n));
    }
  }

  if constexpr (kOperands == Operands::kOffsets) {
    const float* a = panel.a + first;
    const float* weights = panel.weights.floats;
    for (int k = 0; k < panel.depth; ++k) {
      step<P, N, 1>(sums, a + panel.offsets[k], weights);
      weights += N * kLanes;
    }
  } else if constexpr (kOperands == Operands::kBlocksAndHalves) {
    // Sums of what was divided by a power of two are divided by it, exactly.
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) {
      const Vec inverse = broadcast(1.0f) / load(panel.weights.factors + n * kLanes);
#pragma GCC unroll 16
      for (int p = 0; p < P; ++p) sums[p][n] *= inverse;
    }
    multiply_blocks<P, N>(sums, panel, first, panel.weights.halves);
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) {
      const Vec factors = load(panel.weights.factors + n * kLanes);
#pragma GCC unroll 16
      for (int p = 0; p < P; ++p) sums[p][n] *= factors;
    }
  } else {
    multiply_blocks<P, N>(sums, panel, first, panel.weights.floats);
  }
  finish_tile<P, N>(panel, first, sums);
}

template <int P, int N, Operands kOperands>
void multiply_tile_of(int pixels, const GemmPanel& panel, int first) {
  if (pixels == P) return multiply_tile<P, N, kOperands>(panel, first);
  if constexpr (P > 1) multiply_tile_of<P - 1, N, kOperands>(pixels, panel, first);
}

/// Rows in tiles of nearly equal height: a short last tile would starve the multipliers.
template <int N, Operands kOperands>
void multiply(const GemmPanel& panel) {
  const int tiles = (panel.pixels + kMaxPixels - 1) / kMaxPixels;
  int first = 0;
  for (int tile = 0; tile < tiles; ++tile) {
    const int pixels = (panel.pixels - first + tiles - tile - 1) / (tiles - tile);
    multiply_tile_of<kMaxPixels, N, kOperands>(pixels, panel, first);
    first += pixels;
  }
}

}  // namespace

void gemm_panel(const GemmPanel& panel) {
  using enum Operands;
  if (panel.weights.halves != nullptr) return multiply<2, kBlocksAndHalves>(panel);
  if (panel.offsets != nullptr) return panel.vectors == 1 ? multiply<1, kOffsets>(panel) : multiply<2, kOffsets>(panel);
  return panel.vectors == 1 ? multiply<1, kBlocks>(panel) : multiply<2, kBlocks>(panel);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
