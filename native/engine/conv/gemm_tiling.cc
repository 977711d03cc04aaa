// SPDX-License-Identifier: Apache-2.0
#include "conv/gemm_tiling.h"

#include <algorithm>

namespace convscope::conv {
namespace {

// A weight panel of this depth fills about the L1 data cache, a tile of positions by it a part of
// L2; every weight is read once per tile, so that the tile must not be much smaller.
constexpr int kDepthChunk = 256;
constexpr int kTilePixels = 112;
// So many tasks per thread even out threads of different speed.
constexpr int kTasksPerThread = 2;

}  // namespace

int panels_per_task(int panels, long tiles, int threads) {
  if (threads == 1) return panels;
  const long parts = (long(kTasksPerThread) * threads + tiles - 1) / tiles;
  return divide_up(panels, static_cast<int>(std::min<long>(parts, panels)));
}

GemmTiling gemm_tiling(const ConvProblem& p, const Target& target, int depth) {
  GemmTiling tiling;
  tiling.panels = {target.isa, depth, p.out_channels};
  tiling.batch = p.batch;
  tiling.out_pixels = p.out_height * p.out_width;
  const int most = round_up(kTilePixels, register_tile_pixels(target.isa));
  tiling.tile_pixels = divide_up(tiling.out_pixels, divide_up(tiling.out_pixels, most));
  tiling.tiles = divide_up(tiling.out_pixels, tiling.tile_pixels);
  tiling.task_panels = panels_per_task(tiling.panels.count(), long(p.batch) * tiling.tiles, target.threads);
  tiling.panel_tasks = divide_up(tiling.panels.count(), tiling.task_panels);
  tiling.chunk = round_up(divide_up(depth, divide_up(depth, kDepthChunk)), core::channel_block(target.isa));
  return tiling;
}

GemmTask task_at(const GemmTiling& tiling, long index) {
  GemmTask task;
  task.first_panel = static_cast<int>(index % tiling.panel_tasks) * tiling.task_panels;
  task.last_panel = std::min(task.first_panel + tiling.task_panels, tiling.panels.count());
  task.first_pixel = static_cast<int>(index / tiling.panel_tasks % tiling.tiles) * tiling.tile_pixels;
  task.pixels = std::min(tiling.tile_pixels, tiling.out_pixels - task.first_pixel);
  task.image = index / tiling.panel_tasks / tiling.tiles;
  return task;
}

}  // namespace convscope::conv
