// SPDX-License-Identifier: Apache-2.0
// Vectors of float for sources that are compiled once per instruction set (folders named simd).
//
// Such a source puts everything into the namespace CONVSCOPE_SIMD (a macro: portable, avx2, avx512
// or neon) and helpers into an unnamed namespace inside it. It must not use templates or inline
// functions of other headers, the standard library's included: the linker keeps one copy of those,
// which might be one that the processor at hand cannot execute.
#pragma once

#if !defined(CONVSCOPE_SIMD)
#error "core/simd.h is for sources compiled once per instruction set"
#endif

#include "core/isa.h"

namespace convscope::core::simd {
namespace CONVSCOPE_SIMD {

#if defined(CONVSCOPE_SIMD_avx512)
inline constexpr Isa kIsa = Isa::kAvx512;
#elif defined(CONVSCOPE_SIMD_avx2)
inline constexpr Isa kIsa = Isa::kAvx2;
#elif defined(CONVSCOPE_SIMD_neon)
inline constexpr Isa kIsa = Isa::kNeon;
#else
inline constexpr Isa kIsa = Isa::kPortable;
#endif

/// Floats per vector, and per channel block of a blocked activation (a multiple of it).
inline constexpr int kLanes = vector_lanes(kIsa);
inline constexpr int kBlock = channel_block(kIsa);
inline constexpr int kVectorsPerBlock = kBlock / kLanes;

#define CONVSCOPE_INLINE [[gnu::always_inline]] static inline

typedef float Vec __attribute__((vector_size(kLanes * sizeof(float))));
typedef float UnalignedVec __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));

CONVSCOPE_INLINE Vec load(const float* p) { return *reinterpret_cast<const UnalignedVec*>(p); }
CONVSCOPE_INLINE void store(float* p, Vec v) { *reinterpret_cast<UnalignedVec*>(p) = v; }
/// Compilers drop the subtraction of zero, but not an addition: -0 + 0 is 0.
CONVSCOPE_INLINE Vec broadcast(float x) { return x - Vec{}; }
/// Where x is not a number, the bound.
CONVSCOPE_INLINE Vec maximum(Vec x, Vec bound) { return x > bound ? x : bound; }
CONVSCOPE_INLINE Vec minimum(Vec x, Vec bound) { return x < bound ? x : bound; }

}  // namespace CONVSCOPE_SIMD
}  // namespace convscope::core::simd
