// SPDX-License-Identifier: Apache-2.0
// IEEE 754 binary16 to float32 and back, by the processor's own conversions where the instruction set has them.
#pragma once

#include <cstdint>

#include "core/simd.h"

#if defined(CONVSCOPE_SIMD_avx2) || defined(CONVSCOPE_SIMD_avx512)
#include <immintrin.h>
#elif defined(CONVSCOPE_SIMD_neon)
#include <arm_neon.h>
#endif

namespace convscope::core::simd::CONVSCOPE_SIMD {

#if defined(CONVSCOPE_SIMD_avx512)

CONVSCOPE_INLINE Vec from_half(const std::uint16_t* p) {
  // Zeroed where masked, which is nowhere: the plain one makes GCC 12 warn of what its header leaves undefined.
  return _mm512_maskz_cvtph_ps(0xFFFF, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
CONVSCOPE_INLINE void to_half(Vec x, std::uint16_t* p) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_maskz_cvtps_ph(0xFFFF, x, _MM_FROUND_TO_NEAREST_INT));
}

#elif defined(CONVSCOPE_SIMD_avx2)

CONVSCOPE_INLINE Vec from_half(const std::uint16_t* p) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}
CONVSCOPE_INLINE void to_half(Vec x, std::uint16_t* p) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm256_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT));
}

#elif defined(CONVSCOPE_SIMD_neon)

CONVSCOPE_INLINE Vec from_half(const std::uint16_t* p) { return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))); }
CONVSCOPE_INLINE void to_half(Vec x, std::uint16_t* p) { vst1_u16(p, vreinterpret_u16_f16(vcvt_f16_f32(x))); }

#else

typedef std::uint32_t Bits __attribute__((vector_size(kLanes * sizeof(std::uint32_t))));
typedef std::uint16_t Halves __attribute__((vector_size(kLanes * sizeof(std::uint16_t))));
typedef std::uint16_t UnalignedHalves
    __attribute__((vector_size(kLanes * sizeof(std::uint16_t)), aligned(2), may_alias));

/// Between the exponents' biases of the two formats.
constexpr std::uint32_t kBias = 112u << 23;

CONVSCOPE_INLINE Vec from_half(const std::uint16_t* p) {
  const Bits bits = __builtin_convertvector(Halves(*reinterpret_cast<const UnalignedHalves*>(p)), Bits);
  const Bits magnitude = (bits & 0x7FFFu) << 13;
  // Below the normal numbers: as a fraction of 2^-14, less that.
  const Bits tiny = Bits(Vec(magnitude + (kBias + (1u << 23))) - 0x1p-14f);
  // Infinite and no numbers keep the largest exponent.
  const Bits other = magnitude + kBias + (Bits(magnitude >= (31u << 23)) & kBias);
  const Bits is_tiny = Bits(magnitude < (1u << 23));
  return Vec((is_tiny & tiny) | (~is_tiny & other) | (bits & 0x8000u) << 16);
}
CONVSCOPE_INLINE void to_half(Vec x, std::uint16_t* p) {
  const Bits bits = Bits(x), magnitude = bits & 0x7FFFFFFFu;
  // Rounded to the nearest and even by adding; a fraction that becomes 2 raises the exponent.
  const Bits normal = (magnitude - kBias + 0xFFFu + (magnitude >> 13 & 1u)) >> 13;
  // An addition rounds what has no exponent of its own: 2^-24 is then the last place.
  const Bits tiny = Bits(Vec(magnitude) + 0.5f) - Bits(Vec{} + 0.5f);
  const Bits is_tiny = Bits(magnitude < (113u << 23)), is_large = Bits(magnitude >= 0x477FF000u);
  const Bits is_number = Bits(magnitude <= 0x7F800000u);
  const Bits large = 0x7C00u | (~is_number & 0x200u);
  const Bits half = (is_tiny & tiny) | (is_large & large) | (~(is_tiny | is_large) & normal) | (bits >> 16 & 0x8000u);
  *reinterpret_cast<UnalignedHalves*>(p) = __builtin_convertvector(half, Halves);
}

#endif

}  // namespace convscope::core::simd::CONVSCOPE_SIMD
