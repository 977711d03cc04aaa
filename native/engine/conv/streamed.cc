// SPDX-License-Identifier: Apache-2.0
// Matrix-product convolution that keeps no copy of its weights: whenever it runs, it reads those of a few output
// channels from where the model has them, orders them as a weight panel in the workspace, and multiplies all positions
// with it. The arithmetic and its order are the tiled kernel's (tiled.cc), so that both give the same sums; only bias
// and one factor for each output channel stay packed. Depthwise convolutions are streamed_depthwise.h's, those of one
// position streamed_vector.h's.
//
// Source: as tiled.cc; packing within the product is Goto and van de Geijn's, ACM TOMS 34(3), 2008.
#include <algorithm>
#include <mutex>

#include "conv/depthwise_tiling.h"
#include "conv/gemm_tiling.h"
#include "conv/kernel_list.h"
#include "conv/panel_reader.h"
#include "conv/plain_image.h"
#include "conv/primitives.h"
#include "conv/streamed_depthwise.h"
#include "conv/streamed_vector.h"

namespace convscope::conv {
namespace {

// Panels of one task: more of them share a gathered tile of the input, fewer stay in the L2 cache.
constexpr std::size_t kGroupBytes = std::size_t{256} << 10;
// Gathering a tile takes about a tenth of its product with one panel: so many share it, also where they leave the
// cache.
constexpr std::size_t kGatheredOnce = 4;
// Reading the weights takes as long as the product with few positions.
constexpr int kTilesPerThread = 4;

struct Tiling {
  GemmTiling gemm;
  bool in_place;
  /// See plain_image.h.
  bool plain;
  /// Weights of one output channel, and how many of them are read at once.
  int depth, segment;
  /// Tiles (or bands) of positions of all images, and parts that these are cut into.
  long tiles;
  int parts;
  /// Panels of the first groups, which are a task each and divide by the threads; those of the others are computed part
  /// by part.
  int whole_panels, whole_groups, shared_groups;
  int group_panels;  ///< Of the largest group.

  int groups() const { return whole_groups + shared_groups; }
  long tasks() const { return whole_groups + long(shared_groups) * parts; }
  /// Where a group begins: its neighbours have one panel more or less.
  int first_panel(int group) const {
    if (group < whole_groups) return static_cast<int>(long(whole_panels) * group / whole_groups);
    const long rest = gemm.panels.count() - whole_panels;
    return whole_panels + static_cast<int>(shared_groups == 0 ? 0 : rest * (group - whole_groups) / shared_groups);
  }
};

struct Task {
  int group;
  long first_tile, last_tile;
};

/// Every thread begins with a stretch of tasks: its share of the whole groups, then its part of each of the others.
Task task_at(const Tiling& t, long index) {
  const int own = t.whole_groups / t.parts, each = own + t.shared_groups;
  const int part = static_cast<int>(index / each), at = static_cast<int>(index % each);
  if (at < own) return {part * own + at, 0, t.tiles};
  return {t.whole_groups + at - own, t.tiles * part / t.parts, t.tiles * (part + 1) / t.parts};
}

Tiling tiling_for(const ConvProblem& p, const Target& target) {
  Tiling t;
  t.depth = p.in_channels * p.kernel_height * p.kernel_width;
  t.gemm = gemm_tiling(p, target, t.depth);
  t.in_place = p.kernel_height == 1 && p.kernel_width == 1 && p.stride_height == 1 && p.stride_width == 1 &&
               p.pad_top == 0 && p.pad_left == 0 && p.out_height == p.in_height && p.out_width == p.in_width;
  t.plain = reads_plain_image(p);
  t.tiles = long(p.batch) * (t.plain ? PlainImage(p, target).bands : t.gemm.tiles);
  const int panels = t.gemm.panels.count();
  const std::size_t row_bytes = std::size_t(t.depth) * sizeof(float);
  const std::size_t fitting = kGroupBytes / (row_bytes * panel_channels(target.isa));
  const std::size_t least = t.in_place || t.plain ? 1 : kGatheredOnce;
  const int most = static_cast<int>(std::min<std::size_t>(panels, std::max(fitting, least)));
  // Where positions are many, every thread has its share of them and reads all weights; else its share of the panels,
  // and of the positions for those that are left over.
  const int threads = target.threads;
  const bool by_tiles = t.tiles >= long(kTilesPerThread) * threads;
  t.parts = static_cast<int>(std::min<long>(threads, t.tiles));
  while (threads % t.parts != 0) --t.parts;
  const int rest = by_tiles ? panels : panels % threads;
  t.whole_panels = panels - rest;
  t.whole_groups = std::min(t.whole_panels, round_up(divide_up(t.whole_panels, most), threads));
  t.shared_groups = std::max(divide_up(rest, most), std::min(rest, threads / t.parts));
  t.group_panels = std::max(t.whole_groups == 0 ? 0 : divide_up(t.whole_panels, t.whole_groups),
                            t.shared_groups == 0 ? 0 : divide_up(rest, t.shared_groups));
  t.segment = PanelReader::segment_of(t.depth, target.isa);
  return t;
}

/// One thread's sections.
Bytes panel_bytes(const Tiling& t, const Target& target) {
  return Bytes::product({t.depth, t.group_panels, panel_channels(target.isa), sizeof(float)}).aligned();
}
Bytes row_bytes(const Tiling& t, const Target& target) {
  return Bytes::product({t.segment, core::vector_lanes(target.isa), sizeof(float)}).aligned();
}
Bytes tile_bytes(const Tiling& t, const ConvProblem& p, const Target& target) {
  if (t.plain) return PlainImage(p, target).band_bytes(p);
  if (t.in_place) return Bytes::product({0});
  return Bytes::product({t.gemm.tile_pixels, t.gemm.chunk, sizeof(float)}).aligned();
}
Bytes of_all(Bytes thread, const Target& target) { return Bytes::product({thread.signed_value(), target.threads}); }

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (p.group != 1 && !is_depthwise(p)) return rejected({"refusal.oneGroupOrDepthwise"});
  const Tiling t = tiling_for(p, target);
  const Bytes per_channel = t.gemm.panels.bias_bytes().aligned();
  if (p.group != 1) return assess_streamed_depthwise(p, target, per_channel);
  if (is_vector_product(p) && !t.plain) return assess_streamed_vector(p, target, per_channel);
  const double inputs = 1.0 * p.batch * t.gemm.out_pixels * t.depth * sizeof(float) * t.groups();
  // Read from the file, ordered, and multiplied with every tile.
  const double shared = 1.0 - 1.0 * t.whole_panels / t.gemm.panels.count();
  const double reads = 1.0 + shared * (t.parts - 1);
  const double weights = 1.0 * t.gemm.panels.bytes().value() * (6.0 * reads + t.tiles);
  const double sums = 1.0 * blocked_output_bytes(p, target.isa).value() * (2 * divide_up(t.depth, t.gemm.chunk) - 1);
  Assessment result =
      assessed(per_channel + per_channel,
               {{"part.weightPanels", of_all(panel_bytes(t, target), target)},
                {"part.weightsAsRead", of_all(row_bytes(t, target), target)},
                {t.plain ? "part.inputRows" : "part.im2colTiles", of_all(tile_bytes(t, p, target), target)},
                {"part.tapOffsets", t.plain ? PlainImage::offset_bytes(p) : Bytes::product({0})}},
               direct_operations(p), {weights, (t.in_place ? 1 : 2) * inputs + sums});
  result.plain_input = t.plain;
  return result;
}

/// Packed: the bias, then the factors.
void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool&) {
  pack_bias_and_factors(tiling_for(p, target).gemm.panels, weights, packed);
}

/// What the tasks of one run share.
struct Run {
  const ConvProblem& p;
  const Tiling& t;
  const Target& target;
  const ConvBuffers& buffers;
  const Primitives& simd;
  const float* bias;
  const float* factors;
  const WeightShape& weights;
};

void multiply_tile(const Run& r, long image, int first_pixel, int group, const float* group_weights, float* columns) {
  const GemmTiling& g = r.t.gemm;
  const Epilogue& epilogue = r.buffers.epilogue;
  const int block = core::channel_block(r.target.isa);
  const int pixels = std::min(g.tile_pixels, g.out_pixels - first_pixel);
  const std::size_t plane = std::size_t(g.out_pixels) * block;
  const float* input =
      r.buffers.input + std::size_t(image) * round_up(r.p.in_channels, block) * r.p.in_height * r.p.in_width;
  const std::size_t at =
      std::size_t(image) * g.panels.padded_channels() * g.out_pixels + std::size_t(first_pixel) * block;
  const int first_panel = r.t.first_panel(group), last_panel = r.t.first_panel(group + 1);
  for (int k = 0; k < r.t.depth; k += g.chunk) {
    const int depth = std::min(g.chunk, r.t.depth - k);
    const bool last = k + depth == r.t.depth;
    if (!r.t.in_place) r.simd.im2col({&r.p, input, first_pixel, pixels, k, depth, columns});
    const float* a = r.t.in_place ? input + std::size_t(k) * g.out_pixels + std::size_t(first_pixel) * block : columns;
    for (int panel = first_panel; panel < last_panel; ++panel) {
      const int channel = g.panels.first_channel(panel);
      const std::size_t out = at + std::size_t(channel) * g.out_pixels;
      r.simd.gemm_panel({
          .a = a,
          .a_block_stride = r.t.in_place ? plane : std::size_t(pixels) * block,
          .depth = depth,
          .weights = {group_weights + g.panels.offset(panel, k) - g.panels.offset(first_panel, 0)},
          .vectors = g.panels.vectors(panel),
          .c = r.buffers.output + out,
          .c_block_stride = plane,
          .pixels = pixels,
          .bias = k == 0 ? r.bias + channel : nullptr,
          .residual = k == 0 && epilogue.residual != nullptr ? epilogue.residual + out : nullptr,
          .activation = last ? epilogue.activation : Activation{},
          .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + channel,
      });
    }
  }
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Tiling t = tiling_for(p, target);
  const float* bias = reinterpret_cast<const float*>(buffers.packed_weights);
  const float* factors =
      reinterpret_cast<const float*>(buffers.packed_weights + t.gemm.panels.bias_bytes().aligned().value());
  if (p.group != 1) return run_streamed_depthwise(p, target, buffers, bias, factors, pool, cancellation);
  if (is_vector_product(p) && !t.plain) {
    return run_streamed_vector(p, target, t.gemm.panels, buffers, bias, factors, pool, cancellation);
  }
  const WeightShape own(p);
  const WeightShape& shape = buffers.weight_shape == nullptr ? own : *buffers.weight_shape;
  const Run r = {p, t, target, buffers, primitives(target.isa), bias, factors, shape};
  const std::size_t panels_of_thread = panel_bytes(t, target).value(), rows_of_thread = row_bytes(t, target).value();
  std::byte* rows_begin = buffers.workspace + panels_of_thread * target.threads;
  std::byte* tiles_begin = rows_begin + rows_of_thread * target.threads;
  const std::size_t tile_of_thread = tile_bytes(t, p, target).value();
  auto* offsets = reinterpret_cast<std::int64_t*>(tiles_begin + tile_of_thread * target.threads);
  const PlainImage plain(p, target);
  if (t.plain) fill_offsets(p, plain, offsets);
  const PlainProduct product = {p, plain, r.simd, t.gemm.panels, buffers, bias, offsets};
  const PanelReader reader = {p, t.gemm.panels, *buffers.weights, shape, factors, t.segment, t.plain, r.simd};
  std::mutex mutex;
  core::Status failure;

  pool.parallel_for(t.tasks(), [&](long index, int worker) {
    const Task task = task_at(t, index);
    const int first_panel = t.first_panel(task.group), last_panel = t.first_panel(task.group + 1);
    float* weights = reinterpret_cast<float*>(buffers.workspace + worker * panels_of_thread);
    float* rows = reinterpret_cast<float*>(rows_begin + worker * rows_of_thread);
    float* columns = reinterpret_cast<float*>(tiles_begin + worker * tile_of_thread);
    for (int panel = first_panel; panel < last_panel && !cancellation.cancelled(); ++panel) {
      float* to = weights + t.gemm.panels.offset(panel, 0) - t.gemm.panels.offset(first_panel, 0);
      core::Status status = reader.read(panel, rows, to);
      if (status.ok()) continue;
      const std::lock_guard lock(mutex);
      failure = std::move(status);
      return;
    }
    for (long tile = task.first_tile; tile < task.last_tile && !cancellation.cancelled(); ++tile) {
      if (t.plain) {
        multiply_band(product, tile, first_panel, last_panel, weights, columns);
        continue;
      }
      const int first_pixel = static_cast<int>(tile % t.gemm.tiles) * t.gemm.tile_pixels;
      multiply_tile(r, tile / t.gemm.tiles, first_pixel, task.group, weights, columns);
    }
  });
  if (!failure.ok()) return failure;
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kStreamed = {"streamed", 0, assess, pack, run, true};

}  // namespace convscope::conv
