// SPDX-License-Identifier: Apache-2.0
// Names of the vector code, once per instruction set.
#pragma once

#include "conv/primitives.h"

#define CONVSCOPE_DECLARE_SIMD(isa)               \
  namespace convscope::conv::simd::isa {          \
  extern const Primitives kPrimitives;            \
  void gemm_panel(const GemmPanel&);              \
  void gemm_pairs(const GemmPanel&);              \
  void gemm_tiles(const GemmPanel&);              \
  double pair_products(bool, long);               \
  void begin_pairs();                             \
  void end_pairs();                               \
  void im2col(const Im2colTile&);                 \
  void transpose_rows(const PanelRows&);          \
  void widen(const HalfRows&);                    \
  void narrow(const float*, int, std::uint16_t*); \
  void to_bfloat16(const BFloatBlocks&);          \
  float dot(const float*, const float*, int);     \
  void depthwise(const DepthwiseRows&);           \
  void winograd_input(const WinogradInput&);      \
  void winograd_weights(const WinogradWeights&);  \
  void winograd_output(const WinogradOutput&);    \
  double multiply_add_chains(long);               \
  double bfloat16_chains(long);                   \
  double tile_chains(long);                       \
  float read_through(const float*, std::size_t);  \
  }

CONVSCOPE_DECLARE_SIMD(portable)
CONVSCOPE_DECLARE_SIMD(avx2)
CONVSCOPE_DECLARE_SIMD(avx512)
CONVSCOPE_DECLARE_SIMD(neon)

#undef CONVSCOPE_DECLARE_SIMD
