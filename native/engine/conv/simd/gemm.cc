// SPDX-License-Identifier: Apache-2.0
// Register-blocked matrix product: each step of the depth loads two weight vectors and multiplies
// them by one broadcast element per output position, so that the sums stay in registers. See Goto
// and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
#include "conv/simd/functions.h"
#include "conv/simd/gemm_tile.h"
#include "core/simd_half.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

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

template <int P, int N, typename Weight>
CONVSCOPE_INLINE void multiply_blocks(Vec (&sums)[P][N], const GemmPanel& panel, int first, const Weight* weights) {
  const float* a = panel.a + std::size_t(first) * kBlock;
  const int blocks = panel.depth / kBlock;
  FarReader next(panel, first, P, blocks);
  for (int block = 0; block < blocks; ++block) {
    next.fetch();
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
  start_tile<P, N>(panel, first, sums);

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

template <int N, Operands kOperands>
struct Tile {
  template <int P>
  static void run(const GemmPanel& panel, int first) {
    multiply_tile<P, N, kOperands>(panel, first);
  }
};

}  // namespace

void gemm_panel(const GemmPanel& panel) {
  using enum Operands;
  if (panel.weights.pairs != nullptr) return gemm_pairs(panel);
  if (panel.weights.halves != nullptr) return for_each_tile<Tile<2, kBlocksAndHalves>>(panel);
  if (panel.offsets != nullptr) {
    return panel.vectors == 1 ? for_each_tile<Tile<1, kOffsets>>(panel) : for_each_tile<Tile<2, kOffsets>>(panel);
  }
  return panel.vectors == 1 ? for_each_tile<Tile<1, kBlocks>>(panel) : for_each_tile<Tile<2, kBlocks>>(panel);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
