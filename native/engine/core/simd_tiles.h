// SPDX-License-Identifier: Apache-2.0
// The matrix tiles of AMX, where core::multiplies_tiles(kIsa): eight registers of 16 rows of 64 bytes, and products of
// bfloat16 in them. A product takes subnormal numbers for zero and gives none, rounds to nearest and even whatever the
// thread's mode, and raises no exceptions. Written as the assembler takes it, see InstructionPairs.
//
// Source: Intel, "Architecture Instruction Set Extensions Programming Reference", chapter on AMX (TDPBF16PS).
#pragma once

#include <cstddef>

#include "core/simd_bfloat16.h"

#if defined(CONVSCOPE_SIMD_avx512) && defined(CONVSCOPE_HAS_AMX)
#define CONVSCOPE_SIMD_TILES

namespace convscope::core::simd::CONVSCOPE_SIMD {

inline constexpr int kTiles = 8;
inline constexpr int kTileRows = 16;
inline constexpr int kTileRowBytes = 64;
inline constexpr std::size_t kTileBytes = kTileRows * kTileRowBytes;
/// bfloat16 in a row.
inline constexpr int kTileDepth = kTileRowBytes / 2;

/// Makes all tiles whole ones, of zeros. It takes as long as some 16 products.
CONVSCOPE_INLINE void configure_tiles() {
  struct alignas(64) {
    std::uint8_t palette, first_row, reserved[14];
    std::uint16_t row_bytes[16];
    std::uint8_t rows[16];
  } configuration = {};
  configuration.palette = 1;
  for (int tile = 0; tile < kTiles; ++tile) {
    configuration.row_bytes[tile] = kTileRowBytes;
    configuration.rows[tile] = kTileRows;
  }
  asm volatile("ldtilecfg %0" : : "m"(configuration));
}

/// A thread that has none is switched without saving them.
CONVSCOPE_INLINE void release_tiles() { asm volatile("tilerelease"); }

/// Rows are `stride` bytes apart.
template <int kTile>
CONVSCOPE_INLINE void load_tile(const void* from, std::size_t stride) {
  asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(stride), "i"(kTile) : "memory");
}

template <int kTile>
CONVSCOPE_INLINE void store_tile(void* to, std::size_t stride) {
  asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(stride), "i"(kTile) : "memory");
}

/// sum[m][n] += sum over k < 32 of rows[m][k] * pairs[k / 2][n][k % 2]: rows of bfloat16, pairs as WeightPanels has
/// them.
template <int kSum, int kRows, int kPairs>
CONVSCOPE_INLINE void add_products() {
  asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(kSum), "i"(kRows), "i"(kPairs));
}

}  // namespace convscope::core::simd::CONVSCOPE_SIMD
#endif
