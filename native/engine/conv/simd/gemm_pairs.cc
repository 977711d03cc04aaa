// SPDX-License-Identifier: Apache-2.0
// The matrix product in bfloat16: a step of the depth multiplies two neighbouring rows of weights, kept in pairs, by
// two neighbouring elements of each output position, and adds both products to a float32 sum: one instruction of
// AVX512_BF16 (VDPBF16PS), which is twice the multiply-adds of one in float32. Elsewhere both are widened, which takes
// a shift or a mask, and multiplied in float32, also where processors have the instruction but take so long for it that
// this is faster (bfloat16_arithmetic.h). Where they have tiles, these multiply (gemm_tiles.cc).
//
// Source: Intel, "BFLOAT16 - Hardware Numerics Definition", 2018.
#include "conv/bfloat16_arithmetic.h"
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

/// Lanes of a block: of two blocks of channels.
constexpr int kPairBlock = 2 * kBlock;

/// `a_step`: from one position to the next, a constant in nearly all products.
template <int P, int N, typename Arithmetic>
CONVSCOPE_INLINE void step_pair(Vec (&sums)[P][N], const std::uint16_t* a, std::size_t a_step,
                                const std::uint16_t* weights) {
  typename Arithmetic::Weights w[N];
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) w[n] = Arithmetic::weights(weights + n * 2 * kLanes);
#pragma GCC unroll 16
  for (int p = 0; p < P; ++p) {
    const typename Arithmetic::Pair x = Arithmetic::pair(pair_at(a + p * a_step));
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) sums[p][n] = Arithmetic::add_products(sums[p][n], x, w[n]);
  }
}

template <int P, int N, typename Arithmetic>
CONVSCOPE_INLINE void multiply_pairs(const GemmPanel& panel, int first, std::size_t a_step) {
  Vec sums[P][N];
  start_tile<P, N>(panel, first, sums);
  const std::uint16_t* a = panel.a_bfloats + std::size_t(first) * a_step;
  const std::uint16_t* weights = panel.weights.pairs;
  const int blocks = panel.depth / kPairBlock;
  for (int block = 0; block < blocks; ++block) {
    const std::uint16_t* lanes = panel.offsets == nullptr ? a : a + panel.offsets[block];
#pragma GCC unroll 4
    for (int lane = 0; lane < kPairBlock; lane += 2) {
      step_pair<P, N, Arithmetic>(sums, lanes + lane, a_step, weights);
      weights += N * 2 * kLanes;
    }
    a += panel.a_block_stride;
  }
  for (int lane = 0; lane < panel.depth % kPairBlock; lane += 2) {
    step_pair<P, N, Arithmetic>(sums, a + lane, a_step, weights);
    weights += N * 2 * kLanes;
  }
  finish_tile<P, N>(panel, first, sums);
}

template <int N, typename Arithmetic>
struct PairsTile {
  template <int P>
  static void run(const GemmPanel& panel, int first) {
    if (panel.a_step == 0 || panel.a_step == kPairBlock)
      return multiply_pairs<P, N, Arithmetic>(panel, first, kPairBlock);
    multiply_pairs<P, N, Arithmetic>(panel, first, panel.a_step);
  }
};

template <typename Arithmetic>
void multiply_panel(const GemmPanel& panel) {
  return panel.vectors == 1 ? for_each_tile<PairsTile<1, Arithmetic>>(panel)
                            : for_each_tile<PairsTile<2, Arithmetic>>(panel);
}

/// Lanes of one position in a block of channels, of which `left` exist.
template <typename Arithmetic>
CONVSCOPE_INLINE void narrow_lanes(const float* from, int left, std::uint16_t* to) {
#pragma GCC unroll 4
  for (int v = 0; v < kBlock; v += kLanes) {
    *reinterpret_cast<UnalignedBFloats*>(to + v) = Arithmetic::narrow(load(from + v));
  }
  for (int lane = left; lane < kBlock; ++lane) to[lane] = 0;
}

CONVSCOPE_INLINE void zero_lanes(std::uint16_t* to) {
#pragma GCC unroll 4
  for (int v = 0; v < kBlock; v += kLanes) *reinterpret_cast<UnalignedBFloats*>(to + v) = UnalignedBFloats{};
}

template <typename Arithmetic>
void narrow_blocks(const BFloatBlocks& b) {
  const float* from = b.from;
  std::uint16_t* to = b.to;
  for (int channel = 0; channel < b.depth; channel += kPairBlock) {
    const int left = b.depth - channel;
    const float* second = from + b.from_block_stride;
    // Zeros are for products: what else is there may be no number, and zero times that is none either.
    for (int pixel = 0; pixel < b.pixels; ++pixel, to += kPairBlock) {
      narrow_lanes<Arithmetic>(from + pixel * kBlock, left, to);
      if (left > kBlock) {
        narrow_lanes<Arithmetic>(second + pixel * kBlock, left - kBlock, to + kBlock);
      } else {
        zero_lanes(to + kBlock);
      }
    }
    from += 2 * b.from_block_stride;
  }
}

}  // namespace

void gemm_pairs(const GemmPanel& panel) {
#if defined(CONVSCOPE_SIMD_avx512)
  switch (bfloat16_arithmetic(kIsa)) {
    case BFloat16Arithmetic::kTiles:
      return gemm_tiles(panel);
    case BFloat16Arithmetic::kPairs:
      return multiply_panel<InstructionPairs>(panel);
    case BFloat16Arithmetic::kWidened:
      break;
  }
#endif
  multiply_panel<WidenedPairs>(panel);
}

double pair_products(bool by_instruction, long rounds) {
  constexpr int kPairBlocks = 4, kColumns = kPanelVectors * kLanes;
  alignas(64) static constexpr std::uint16_t kRows[kPairBlocks * kMaxPixels * kPairBlock] = {};
  alignas(64) static constexpr std::uint16_t kPairs[kPairBlocks * kPairBlock * kColumns] = {};
  static constexpr float kBias[kColumns] = {};
  alignas(64) float sums[kMaxPixels * kColumns];
  const GemmPanel panel = {.a_bfloats = kRows,
                           .a_block_stride = std::size_t(kMaxPixels) * kPairBlock,
                           .depth = kPairBlocks * kPairBlock,
                           .weights = {.pairs = kPairs},
                           .vectors = kPanelVectors,
                           .c = sums,
                           .c_block_stride = std::size_t(kMaxPixels) * kBlock,
                           .pixels = kMaxPixels,
                           .bias = kBias};
  for (long round = 0; round < rounds; ++round) {
#if defined(CONVSCOPE_SIMD_avx512)
    if (by_instruction) {
      multiply_panel<InstructionPairs>(panel);
      continue;
    }
#else
    static_cast<void>(by_instruction);
#endif
    multiply_panel<WidenedPairs>(panel);
  }
  return 2.0 * panel.depth * kMaxPixels * kColumns * static_cast<double>(rounds);
}

void to_bfloat16(const BFloatBlocks& blocks) {
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) return narrow_blocks<InstructionPairs>(blocks);
#endif
  narrow_blocks<WidenedPairs>(blocks);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
