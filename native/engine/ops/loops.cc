// SPDX-License-Identifier: Apache-2.0
#include "ops/loops.h"

#include "ops/simd/loop_functions.h"

namespace convscope::ops {
namespace {

#define CONVSCOPE_LOOPS(isa)                                                                                           \
  {isa::unary,        isa::binary,        isa::activate,        isa::affine,    isa::binary_pixels, isa::pool_row,     \
   isa::to_block,     isa::from_block,    isa::add_squares,     isa::normalise, isa::maximum,       isa::exponentials, \
   isa::kTileColumns, isa::multiply_tile, isa::accumulate_rows, isa::dot,       isa::dot_rows}

constexpr Loops kPortable = CONVSCOPE_LOOPS(simd::portable);
#if defined(CONVSCOPE_HAS_X86_SIMD)
constexpr Loops kAvx2 = CONVSCOPE_LOOPS(simd::avx2);
constexpr Loops kAvx512 = CONVSCOPE_LOOPS(simd::avx512);
#elif defined(CONVSCOPE_HAS_NEON)
constexpr Loops kNeon = CONVSCOPE_LOOPS(simd::neon);
#endif

#undef CONVSCOPE_LOOPS

}  // namespace

const Loops& loops(core::Isa isa) {
  switch (isa) {
#if defined(CONVSCOPE_HAS_X86_SIMD)
    case core::Isa::kAvx2:
      return kAvx2;
    case core::Isa::kAvx512:
      return kAvx512;
#elif defined(CONVSCOPE_HAS_NEON)
    case core::Isa::kNeon:
      return kNeon;
#endif
    default:
      return kPortable;
  }
}

}  // namespace convscope::ops
