// SPDX-License-Identifier: Apache-2.0
#include "core/isa.h"

#if defined(CONVSCOPE_HAS_X86_SIMD)
#include <cpuid.h>
#endif

namespace convscope::core {
namespace {

#if defined(CONVSCOPE_HAS_X86_SIMD)
/// Conversions of half precision (CPUID 1, ECX): compilers do not all name them in their builtin.
bool converts_halves() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) != 0 && (ecx & bit_F16C) != 0;
}
#endif

}  // namespace

const char* isa_id(Isa isa) {
  switch (isa) {
    case Isa::kPortable:
      return "sse";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kNeon:
      return "arm64";
  }
  return "sse";
}

std::optional<Isa> isa_from_id(std::string_view id) {
  for (Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512, Isa::kNeon}) {
    if (id == isa_id(isa)) return isa;
  }
  return std::nullopt;
}

bool isa_executable(Isa isa) {
#if defined(CONVSCOPE_HAS_X86_SIMD)
  // The builtin also asks the operating system (XGETBV) whether it saves the wide registers.
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && converts_halves();
  static const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (isa == Isa::kAvx2) return avx2;
  if (isa == Isa::kAvx512) return avx512;
#elif defined(CONVSCOPE_HAS_NEON)
  if (isa == Isa::kNeon) return true;
#endif
  return isa == Isa::kPortable;
}

bool multiplies_bfloat16(Isa isa) {
#if defined(CONVSCOPE_HAS_X86_SIMD)
  static const bool avx512 = isa_executable(Isa::kAvx512) && __builtin_cpu_supports("avx512bf16");
  return isa == Isa::kAvx512 && avx512;
#else
  static_cast<void>(isa);
  return false;
#endif
}

}  // namespace convscope::core
