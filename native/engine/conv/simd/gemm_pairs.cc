// SPDX-License-Identifier: Apache-2.0
// The matrix product in bfloat16: a step of the depth multiplies two neighbouring rows of weights, kept in pairs, by
// two neighbouring elements of each output position, and adds both products to a float32 sum: one instruction of
// AVX512_BF16 (VDPBF16PS), which is twice the multiply-adds of one in float32. Elsewhere both are widened, which takes
// a shift or a mask, and multiplied in float32: plans choose this kernel where the processor has the instruction, but
// execute anywhere.
//
// Source: Intel, "BFLOAT16 - Hardware Numerics Definition", 2018.
#include "conv/simd/functions.h"
#include "conv/simd/gemm_tile.h"
#include "core/simd_bfloat16.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

CONVSCOPE_INLINE std::uint32_t pair_at(const std::uint16_t* a) {
  std::uint32_t pair;
  __builtin_memcpy(&pair, a, sizeof(pair));
  return pair;
}

template <int P, int N, typename Arithmetic>
CONVSCOPE_INLINE void step_pair(Vec (&sums)[P][N], const std::uint16_t* a, const std::uint16_t* weights) {
  typename Arithmetic::Weights w[N];
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) w[n] = Arithmetic::weights(weights + n * 2 * kLanes);
#pragma GCC unroll 16
  for (int p = 0; p < P; ++p) {
    const typename Arithmetic::Pair x = Arithmetic::pair(pair_at(a + p * kBlock));
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) sums[p][n] = Arithmetic::add_products(sums[p][n], x, w[n]);
  }
}

template <int P, int N, typename Arithmetic>
CONVSCOPE_INLINE void multiply_pairs(const GemmPanel& panel, int first) {
  Vec sums[P][N];
  start_tile<P, N>(panel, first, sums);
  const std::uint16_t* a = panel.a_bfloats + std::size_t(first) * kBlock;
  const std::uint16_t* weights = panel.weights.pairs;
  const int blocks = panel.depth / kBlock;
  for (int block = 0; block < blocks; ++block) {
#pragma GCC unroll 4
    for (int lane = 0; lane < kBlock; lane += 2) {
      step_pair<P, N, Arithmetic>(sums, a + lane, weights);
      weights += N * 2 * kLanes;
    }
    a += panel.a_block_stride;
  }
  for (int lane = 0; lane < panel.depth % kBlock; lane += 2) {
    step_pair<P, N, Arithmetic>(sums, a + lane, weights);
    weights += N * 2 * kLanes;
  }
  finish_tile<P, N>(panel, first, sums);
}

template <int N, typename Arithmetic>
struct PairsTile {
  template <int P>
  static void run(const GemmPanel& panel, int first) {
    multiply_pairs<P, N, Arithmetic>(panel, first);
  }
};

template <typename Arithmetic>
void multiply_panel(const GemmPanel& panel) {
  return panel.vectors == 1 ? for_each_tile<PairsTile<1, Arithmetic>>(panel)
                            : for_each_tile<PairsTile<2, Arithmetic>>(panel);
}

template <typename Arithmetic>
void narrow_blocks(const BFloatBlocks& b) {
  const int blocks = (b.depth + kBlock - 1) / kBlock;
  const int values = b.pixels * kBlock;
  for (int block = 0; block < blocks; ++block) {
    const float* from = b.from + block * b.from_block_stride;
    std::uint16_t* to = b.to + std::size_t(block) * values;
    for (int i = 0; i < values; i += kLanes) {
      *reinterpret_cast<UnalignedBFloats*>(to + i) = Arithmetic::narrow(load(from + i));
    }
    // The other half of a pair may hold anything, and zero times that may be no number.
    const int lane = b.depth - block * kBlock;
    if (lane >= kBlock || lane % 2 == 0) continue;
    for (int pixel = 0; pixel < b.pixels; ++pixel) to[pixel * kBlock + lane] = 0;
  }
}

}  // namespace

void gemm_pairs(const GemmPanel& panel) {
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) return multiply_panel<InstructionPairs>(panel);
#endif
  multiply_panel<WidenedPairs>(panel);
}

void to_bfloat16(const BFloatBlocks& blocks) {
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) return narrow_blocks<InstructionPairs>(blocks);
#endif
  narrow_blocks<WidenedPairs>(blocks);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
