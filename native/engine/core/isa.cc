// SPDX-License-Identifier: Apache-2.0
#include "core/isa.h"

#if defined(CONVSCOPE_HAS_X86_SIMD)
#include <cpuid.h>
#endif
#if defined(CONVSCOPE_HAS_AMX)
#include <sys/syscall.h>
#include <unistd.h>
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

#if defined(CONVSCOPE_HAS_AMX)
/// Tiles and their products of bfloat16 (CPUID 7, EDX), eight of 16 rows of 64 bytes (CPUID 1DH), which the system
/// saves (XCR0). Source: Intel, "Architecture Instruction Set Extensions Programming Reference", chapter on AMX.
bool has_tiles() {
  constexpr unsigned kSavesExtended = 1u << 27, kTiles = 1u << 24, kBFloat16 = 1u << 22, kTileStates = 3u << 17;
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & kSavesExtended) == 0) return false;
  if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0) return false;
  if ((edx & kTiles) == 0 || (edx & kBFloat16) == 0) return false;
  if (__get_cpuid_count(0x1D, 1, &eax, &ebx, &ecx, &edx) == 0) return false;
  if (ebx >> 16 < 8 || (ebx & 0xFFFFu) < 64 || (ecx & 0xFFFFu) < 16) return false;
  unsigned low = 0, high = 0;
  asm("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & kTileStates) == kTileStates;
}

/// Linux gives a process the room for tiles that asks for it (arch/x86/include/uapi/asm/prctl.h).
bool permits_tiles() {
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
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

bool multiplies_tiles(Isa isa) {
#if defined(CONVSCOPE_HAS_AMX)
  if (isa != Isa::kAvx512) return false;
  static const bool tiles = multiplies_bfloat16(isa) && has_tiles() && permits_tiles();
  return tiles;
#else
  static_cast<void>(isa);
  return false;
#endif
}

}  // namespace convscope::core
