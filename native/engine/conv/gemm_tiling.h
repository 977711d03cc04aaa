// SPDX-License-Identifier: Apache-2.0
// How a convolution that is one matrix product per image is cut into tasks: tiles of output
// positions, for each the weight panels in one or more parts, and the depth in chunks.
#pragma once

#include "conv/weight_panels.h"

namespace convscope::conv {

struct GemmTiling {
  WeightPanels panels;
  int batch;
  int out_pixels;
  /// Positions per tile and tiles per image.
  int tile_pixels, tiles;
  /// Tasks that share a tile, each with nearly as many panels.
  int panel_tasks;
  /// Neighbouring tasks share their panels; else their tile.
  bool by_panels;
  /// Rows of the weight matrix per chunk, a multiple of the channel block.
  int chunk;

  long tasks() const { return long(batch) * tiles * panel_tasks; }
};

/// What one task covers.
struct GemmTask {
  long image;
  int first_pixel, pixels;
  int first_panel, last_panel;  ///< [first, last)
};

/// `depth` is the number of products per output value; `storage` is how weights are kept. Requires a problem without
/// fault.
GemmTiling gemm_tiling(const ConvProblem& problem, const Target& target, int depth,
                       WeightStorage storage = WeightStorage::kFloat32);

/// Pieces to cut each of `units` equal units into, at most `most`, so that no thread waits long for another.
int pieces_each(long units, int threads, int most);

/// One thread's tile and chunk of the input as bfloat16, where it is multiplied so.
Bytes narrowed_bytes(const GemmTiling& tiling);
/// One thread's weights of a panel and a chunk as float32, where they are kept otherwise.
Bytes widened_bytes(const GemmTiling& tiling);
/// Bytes that are then written and read again, of all panels once for every tile of positions.
double widened_traffic(const GemmTiling& tiling);

GemmTask task_at(const GemmTiling& tiling, long index);

/// The weights that a task reads after those of `panel` in the chunk from `k` on; none after its last.
FarBytes weights_after(const GemmTiling& tiling, const GemmTask& task, const PackedWeights& weights, int panel, int k);

}  // namespace convscope::conv
