// SPDX-License-Identifier: Apache-2.0
// How Winograd convolutions are cut into tiles, and their steps on a block of tiles: transform of the input, products,
// transform of the output (winograd.cc).
#pragma once

#include "conv/conv_kernel.h"
#include "conv/primitives.h"
#include "conv/weight_panels.h"

namespace convscope::conv::winograd {

inline constexpr int kMaxAlpha = 8;

struct Tiling {
  int unit, alpha, elements;
  WeightPanels panels;
  int block, in_blocks;
  /// Blocks that lie side by side in the transformed input: two of bfloat16.
  int side_by_side() const { return panels.pairs() ? 2 : 1; }
  /// Tiles per row and per image; tiles per block of tiles and such blocks per image.
  int row_tiles, tiles, block_tiles, tile_blocks;
  /// Whether all threads work on one block of tiles together; then into how many parts its tiles are cut for the
  /// transform of the input and for the rest.
  bool shared;
  int input_parts, output_parts;
  /// Rows of a panel that are multiplied at once: all of them, or as many as are widened.
  int rows;
  /// Numbers from one of the alpha^2 elements to the next; a channel block more than a power of two.
  std::size_t input_stride, output_stride;

  /// Of a number of the transformed input: bfloat16 where weights are, else float32.
  std::size_t input_bytes() const { return panels.pairs() ? sizeof(std::uint16_t) : sizeof(float); }
  int panel_blocks() const { return divide_up(panel_channels(panels.isa), block); }
  /// Tiles in the largest part of a block's output.
  int part_tiles() const { return divide_up(block_tiles, output_parts); }
};

Tiling tiling_for(const ConvProblem& p, const Target& target, int unit);

/// A block's transformed input, and a panel's transformed output.
Bytes transformed_input_bytes(const Tiling& t);
Bytes transformed_output_bytes(const Tiling& t);

Bytes weight_bytes(const Tiling& t);

/// Why F(unit, kernel) does not exist here; none where it does.
core::Message unit_fault(const ConvProblem& p, int unit);

/// Of all tiles, the transform of the weights not included: operations, and bytes moved besides weights.
double tile_operations(const ConvProblem& p, const Tiling& t);
/// Of these, products of bfloat16.
double bfloat16_operations(const ConvProblem& p, const Tiling& t);
double tile_traffic(const ConvProblem& p, const Tiling& t);

/// A block of tiles of one image.
struct Block {
  const ConvProblem& p;
  const Tiling& t;
  const Primitives& simd;
  int first_tile, tiles;
  std::byte*
      transformed_input;  // [element][in_block][tile][b], of Tiling::input_bytes(); bfloat16 [in_block / 2][tile][2b]
};

struct Range {
  int first, last;
};

/// Part `index` of `parts` nearly equal ones of [0, count).
inline Range part_of(int count, long index, int parts) {
  return {static_cast<int>(count * index / parts), static_cast<int>(count * (index + 1) / parts)};
}

/// Transformed weights of a panel: packed ones, widened where need be, or [element][in_channels][channels of the
/// panel].
struct PanelElements {
  const PackedWeights* packed = nullptr;
  float* widened = nullptr;
  const float* transformed = nullptr;
};

void transform_input(const Block& s, Range tiles, Range in_blocks, const float* image);
/// transformed_output: [element][block of the panel][tile of the range][b].
void multiply(const Block& s, Range tiles, int panel, const PanelElements& weights, float* transformed_output);
void transform_output(const Block& s, Range tiles, int panel, const float* transformed_output, const float* bias,
                      const Epilogue& epilogue, float* image);

}  // namespace convscope::conv::winograd
