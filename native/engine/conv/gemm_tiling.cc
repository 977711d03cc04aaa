// SPDX-License-Identifier: Apache-2.0
#include "conv/gemm_tiling.h"

#include <algorithm>

namespace convscope::conv {
namespace {

// A weight panel of this depth fills about the L1 data cache, a tile of positions by it a part of
// L2; every weight is read once per tile, so that the tile must not be much smaller.
constexpr int kDepthChunk = 256;
constexpr int kTilePixels = 112;
// Of bfloat16 twice as much depth takes the same room; a tile of sums is kept and read again for every chunk, in a time
// in which half as many products as a chunk of 256 would be done.
constexpr int kPairDepthChunk = 512;
// So many tasks per thread even out threads of different speed; with kManyTasks, one more for some thread hardly
// matters.
constexpr int kTasksPerThread = 2;
constexpr int kManyTasks = 8;

}  // namespace

int pieces_each(long units, int threads, int most) {
  if (threads == 1 || units >= long(kManyTasks) * threads) return 1;
  int pieces = 1;
  while (pieces < most && (units * pieces % threads != 0 || units * pieces < long(kTasksPerThread) * threads)) ++pieces;
  return pieces;
}

GemmTiling gemm_tiling(const ConvProblem& p, const Target& target, int depth, WeightStorage storage) {
  GemmTiling tiling;
  tiling.panels = {target.isa, depth, p.out_channels, storage};
  tiling.batch = p.batch;
  tiling.out_pixels = p.out_height * p.out_width;
  const bool pairs = tiling.panels.pairs();
  const int register_pixels = pairs ? kTilePositions : register_tile_pixels(target.isa);
  const int threads = target.threads, panels = tiling.panels.count();
  int tiles = divide_up(tiling.out_pixels, round_up(kTilePixels, register_pixels));
  const long all_tiles = long(p.batch) * tiles;
  const int most_tiles = divide_up(tiling.out_pixels, register_pixels);
  tiling.by_panels = all_tiles < threads;
  if (tiling.by_panels) {
    // Every thread reads weights of its own; where these do not divide, positions are cut as well.
    const bool divides = panels % threads == 0 || panels >= kManyTasks * threads;
    tiling.panel_tasks = divides ? std::min(panels, kTasksPerThread * threads) : panels;
    if (!divides) tiles *= pieces_each(all_tiles * panels, threads, most_tiles);
  } else {
    if (threads > 1 && all_tiles < long(kManyTasks) * threads && p.batch == 1) {
      tiles = std::min(round_up(tiles, threads), most_tiles);
    }
    tiling.panel_tasks = pieces_each(long(p.batch) * tiles, threads, panels);
  }
  tiling.tile_pixels = divide_up(tiling.out_pixels, tiles);
  tiling.tiles = divide_up(tiling.out_pixels, tiling.tile_pixels);
  const int chunk = pairs ? kPairDepthChunk : kDepthChunk;
  const int step = (pairs ? 2 : 1) * core::channel_block(target.isa);
  tiling.chunk = round_up(divide_up(depth, divide_up(depth, chunk)), step);
  return tiling;
}

Bytes narrowed_bytes(const GemmTiling& t) {
  if (!t.panels.pairs()) return Bytes();
  const int depth = round_up(std::min(t.chunk, t.panels.depth), 2 * core::channel_block(t.panels.isa));
  const Bytes rows = Bytes::product({t.tile_pixels, depth, sizeof(std::uint16_t)});
  return (rows + Bytes::product({static_cast<long long>(kPairsBehind)})).aligned();
}

Bytes widened_bytes(const GemmTiling& t) { return t.panels.widened_bytes(std::min(t.chunk, t.panels.depth)); }

double widened_traffic(const GemmTiling& t) {
  if (!t.panels.halves()) return 0;
  return 2.0 * sizeof(float) * t.panels.depth * t.panels.padded_channels() * t.batch * t.tiles;
}

GemmTask task_at(const GemmTiling& tiling, long index) {
  const long all_tiles = long(tiling.batch) * tiling.tiles;
  const long part = tiling.by_panels ? index / all_tiles : index % tiling.panel_tasks;
  const long tile = tiling.by_panels ? index % all_tiles : index / tiling.panel_tasks;
  GemmTask task;
  task.first_panel = static_cast<int>(tiling.panels.count() * part / tiling.panel_tasks);
  task.last_panel = static_cast<int>(tiling.panels.count() * (part + 1) / tiling.panel_tasks);
  task.first_pixel = static_cast<int>(tile % tiling.tiles) * tiling.tile_pixels;
  task.pixels = std::min(tiling.tile_pixels, tiling.out_pixels - task.first_pixel);
  task.image = tile / tiling.tiles;
  return task;
}

FarBytes weights_after(const GemmTiling& t, const GemmTask& task, const PackedWeights& weights, int panel, int k) {
  if (++panel == task.last_panel) {
    panel = task.first_panel;
    k += t.chunk;
  }
  if (k >= t.panels.depth) return {};
  return weights.kept(panel, t.panels.offset(panel, k), std::min(t.chunk, t.panels.depth - k));
}

}  // namespace convscope::conv
