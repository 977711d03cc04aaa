// SPDX-License-Identifier: Apache-2.0
// bfloat16, the upper half of a float32: rounding to it, and products of pairs of it.
#pragma once

#include <cstdint>

#include "core/simd.h"

namespace convscope::core::simd::CONVSCOPE_SIMD {

typedef std::uint32_t Words __attribute__((vector_size(kLanes * sizeof(std::uint32_t))));
typedef std::uint32_t UnalignedWords
    __attribute__((vector_size(kLanes * sizeof(std::uint32_t)), aligned(2), may_alias));
typedef std::uint16_t UnalignedBFloats
    __attribute__((vector_size(kLanes * sizeof(std::uint16_t)), aligned(2), may_alias));

typedef std::uint16_t BFloats __attribute__((vector_size(kLanes * sizeof(std::uint16_t))));

/// In float32.
struct WidenedPairs {
  /// To the nearest and even.
  CONVSCOPE_INLINE BFloats narrow(Vec x) {
    const Words bits = Words(x);
    const Words rounded = (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16;
    const Words is_number = Words(x == x);
    return __builtin_convertvector((is_number & rounded) | (~is_number & 0x7FC0u), BFloats);
  }
  struct Weights {
    Vec first, second;
  };
  struct Pair {
    float first, second;
  };
  CONVSCOPE_INLINE Weights weights(const std::uint16_t* pairs) {
    const Words bits = *reinterpret_cast<const UnalignedWords*>(pairs);
    return {Vec(bits << 16), Vec(bits & 0xFFFF0000u)};
  }
  CONVSCOPE_INLINE Pair pair(std::uint32_t bits) {
    return {__builtin_bit_cast(float, bits << 16), __builtin_bit_cast(float, bits & 0xFFFF0000u)};
  }
  CONVSCOPE_INLINE Vec add_products(Vec sum, const Pair& x, const Weights& w) {
    sum += broadcast(x.first) * w.first;
    return sum + broadcast(x.second) * w.second;
  }
};

#if defined(CONVSCOPE_SIMD_avx512)
/// By AVX512_BF16, where core::multiplies_bfloat16(kIsa). It is written as the assembler takes it: what intrinsics are
/// in can only be compiled for processors that all have the instructions.
struct InstructionPairs {
  CONVSCOPE_INLINE BFloats narrow(Vec x) {
    BFloats narrowed;
    asm("vcvtneps2bf16 %1, %0" : "=v"(narrowed) : "v"(x));
    return narrowed;
  }
  using Weights = Vec;
  using Pair = Vec;
  CONVSCOPE_INLINE Weights weights(const std::uint16_t* pairs) {
    return Vec(Words(*reinterpret_cast<const UnalignedWords*>(pairs)));
  }
  CONVSCOPE_INLINE Pair pair(std::uint32_t bits) { return Vec(Words{} + bits); }
  CONVSCOPE_INLINE Vec add_products(Vec sum, Pair x, Weights w) {
    asm("vdpbf16ps %2, %1, %0" : "+v"(sum) : "v"(x), "v"(w));
    return sum;
  }
};
#endif

}  // namespace convscope::core::simd::CONVSCOPE_SIMD
