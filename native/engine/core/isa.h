// SPDX-License-Identifier: Apache-2.0
// Instruction sets: what a plan is made for, and what this machine can execute.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace convscope::core {

/// kPortable is the compiler's baseline (SSE2 on x86-64); plans for "sse" execute it.
enum class Isa { kPortable, kAvx2, kAvx512, kNeon };

/// Stable ids shared with TypeScript's InstructionSet: "sse", "avx2", "avx512", "arm64".
const char* isa_id(Isa isa);
std::optional<Isa> isa_from_id(std::string_view id);

/// Whether this build has kernels for `isa` and this processor (and its OS) can execute them.
bool isa_executable(Isa isa);

/// Whether this processor multiplies pairs of bfloat16 where it executes `isa`.
bool multiplies_bfloat16(Isa isa);

/// Whether it multiplies tiles of bfloat16 (AMX) there, and this process may: the first call asks the system, once.
/// From then on signals of this process save tiles as well, for which a stack of their own must have room (MINSIGSTKSZ
/// of sysconf); where a thread has a smaller one already, the system refuses, and there are no tiles.
bool multiplies_tiles(Isa isa);

/// Channels per block of a blocked activation: 16 for AVX-512, 8 for AVX2, 4 for NEON, 8 for portable.
constexpr int channel_block(Isa isa) {
  switch (isa) {
    case Isa::kAvx512:
      return 16;
    case Isa::kAvx2:
      return 8;
    case Isa::kNeon:
      return 4;
    case Isa::kPortable:
      return 8;
  }
  return 8;
}

/// Floats in one vector register.
constexpr int vector_lanes(Isa isa) {
  switch (isa) {
    case Isa::kAvx512:
      return 16;
    case Isa::kAvx2:
      return 8;
    case Isa::kNeon:
      return 4;
    case Isa::kPortable:
      return 4;
  }
  return 4;
}

}  // namespace convscope::core
