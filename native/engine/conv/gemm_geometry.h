// SPDX-License-Identifier: Apache-2.0
// Shape of the register tile of the matrix product that the dense kernels share, per instruction
// set: `pixels` rows by two vectors of output channels, as many accumulators as leave registers
// for two weight vectors and a broadcast (AVX-512: 14 x 2 of 32; AVX2 and SSE: 6 x 2 of 16).
#pragma once

#include "core/isa.h"

namespace convscope::conv {

/// Vectors of output channels in a full weight panel; the last panel may have one.
inline constexpr int kPanelVectors = 2;

/// Output positions of the register tile.
constexpr int register_tile_pixels(core::Isa isa) {
  switch (isa) {
    case core::Isa::kAvx512:
      return 14;
    case core::Isa::kAvx2:
      return 6;
    case core::Isa::kNeon:
      return 12;
    case core::Isa::kPortable:
      return 6;
  }
  return 6;
}

/// Output positions that are multiplied at once where both factors are bfloat16, on processors that have tiles.
inline constexpr int kTilePositions = 16;

/// Output channels of a full weight panel.
constexpr int panel_channels(core::Isa isa) { return kPanelVectors * core::vector_lanes(isa); }

}  // namespace convscope::conv
