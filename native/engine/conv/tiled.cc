// SPDX-License-Identifier: Apache-2.0
// Tiled im2col convolution: y[p][o] = bias[o] + sum over k of x[p][k] * w[k][o], where row p of x
// holds the input values that output position p needs (k = tap * in_channels + channel). The matrix
// x is never whole in memory: a thread gathers a tile of positions by a chunk of the depth, which
// stays in its L2 cache, and multiplies it with every weight panel; partial sums wait in the output.
//
// Source: Chellapilla, Puri, Simard, "High Performance Convolutional Neural Networks for Document
// Processing", 2006 (im2col); Goto and van de Geijn, ACM TOMS 34(3), 2008 (blocking).
#include <algorithm>

#include "conv/conv_kernel.h"
#include "conv/primitives.h"
#include "conv/weight_panels.h"

namespace convscope::conv {
namespace {

// A weight panel of this depth fills about the L1 data cache, a tile of positions by it a part of L2.
constexpr int kDepthChunk = 256;
constexpr int kTilePixels = 112;
// So many tasks per thread even out threads of different speed.
constexpr int kTasksPerThread = 4;

struct Plan {
  WeightPanels panels;
  int block;
  int out_pixels;
  /// Positions per tile and tiles per image.
  int tile_pixels, tiles;
  /// Panels per task and tasks that share a tile.
  int task_panels, panel_tasks;
  /// Columns per chunk of the depth.
  int chunk;
};

Plan plan_for(const ConvProblem& p, const Target& target) {
  Plan plan;
  plan.panels = {target.isa, p.in_channels * p.kernel_height * p.kernel_width, p.out_channels};
  plan.block = core::channel_block(target.isa);
  plan.out_pixels = p.out_height * p.out_width;
  const int most = round_up(kTilePixels, register_tile_pixels(target.isa));
  plan.tile_pixels = divide_up(plan.out_pixels, divide_up(plan.out_pixels, most));
  plan.tiles = divide_up(plan.out_pixels, plan.tile_pixels);
  plan.task_panels = plan.panels.count();
  if (target.threads > 1) {
    const long long tiles = 1LL * p.batch * plan.tiles;
    const long long wanted = (kTasksPerThread * target.threads + tiles - 1) / tiles;
    plan.task_panels = divide_up(plan.panels.count(), static_cast<int>(std::min<long long>(wanted, plan.panels.count())));
  }
  plan.panel_tasks = divide_up(plan.panels.count(), plan.task_panels);
  plan.chunk = round_up(divide_up(plan.panels.depth, divide_up(plan.panels.depth, kDepthChunk)), plan.block);
  return plan;
}

Bytes tile_bytes(const Plan& plan) {
  return Bytes::product({plan.tile_pixels, plan.chunk, sizeof(float)}).aligned();
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (std::string fault = problem_fault(p, target); !fault.empty()) return rejected(fault);
  if (p.group != 1) return rejected("It multiplies all input channels with all output channels: one group only.");
  const Plan plan = plan_for(p, target);
  const Bytes workspace = Bytes::product({static_cast<long long>(tile_bytes(plan).value()), target.threads});
  const double columns = 1.0 * p.batch * plan.out_pixels * plan.panels.depth * sizeof(float);
  const double chunks = divide_up(plan.panels.depth, plan.chunk);
  const double moved = columns * (1 + plan.panel_tasks) +
                       1.0 * plan.panels.bytes().value() * p.batch * plan.tiles +
                       blocked_output_bytes(p, target.isa).value() * (2 * chunks - 1);
  return assessed(plan.panels.bias_bytes().aligned() + plan.panels.bytes(), {{"im2col tiles", workspace}},
                  direct_operations(p), moved);
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const float* weights, const float* bias,
          std::byte* packed) {
  const WeightPanels panels = plan_for(p, target).panels;
  const int taps = p.kernel_height * p.kernel_width;
  panels.pack_bias(bias, reinterpret_cast<float*>(packed));
  panels.pack(reinterpret_cast<float*>(packed + panels.bias_bytes().aligned().value()), [&](int channel, int k) {
    return weights[(std::size_t(channel) * p.in_channels + k % p.in_channels) * taps + k / p.in_channels];
  });
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Plan plan = plan_for(p, target);
  const Primitives& simd = primitives(target.isa);
  const float* bias = reinterpret_cast<const float*>(buffers.packed_weights);
  const float* weights =
      reinterpret_cast<const float*>(buffers.packed_weights + plan.panels.bias_bytes().aligned().value());
  const std::size_t thread_bytes = tile_bytes(plan).value();
  const std::size_t image_in = std::size_t(round_up(p.in_channels, plan.block)) * p.in_height * p.in_width;
  const std::size_t plane_out = std::size_t(plan.out_pixels) * plan.block;
  const std::size_t image_out = std::size_t(plan.panels.padded_channels()) * plan.out_pixels;

  pool.parallel_for(long(p.batch) * plan.tiles * plan.panel_tasks, [&](long task, int worker) {
    const int first_panel = int(task % plan.panel_tasks) * plan.task_panels;
    const int last_panel = std::min(first_panel + plan.task_panels, plan.panels.count());
    const int tile = int(task / plan.panel_tasks % plan.tiles);
    const long image = task / plan.panel_tasks / plan.tiles;
    float* columns = reinterpret_cast<float*>(buffers.workspace + worker * thread_bytes);
    const int first_pixel = tile * plan.tile_pixels;
    const int pixels = std::min(plan.tile_pixels, plan.out_pixels - first_pixel);
    float* out = buffers.output + image * image_out + std::size_t(first_pixel) * plan.block;

    for (int k = 0; k < plan.panels.depth && !cancellation.cancelled(); k += plan.chunk) {
      const int depth = std::min(plan.chunk, plan.panels.depth - k);
      const bool last = k + depth == plan.panels.depth;
      simd.im2col({&p, buffers.input + image * image_in, first_pixel, pixels, k, depth, columns});
      for (int panel = first_panel; panel < last_panel; ++panel) {
        const int channel = plan.panels.first_channel(panel);
        simd.gemm_panel({
            .a = columns,
            .a_block_stride = std::size_t(pixels) * plan.block,
            .depth = depth,
            .weights = weights + plan.panels.offset(panel, k),
            .vectors = plan.panels.vectors(panel),
            .c = out + channel / plan.block * plane_out,
            .c_block_stride = plane_out,
            .pixels = pixels,
            .bias = k == 0 ? bias + channel : nullptr,
            .activation = last ? p.activation : Activation::kNone,
        });
      }
    }
  });
  if (cancellation.cancelled()) return core::Status(core::StatusCode::kCancelled, "The convolution was cancelled.");
  return core::Status();
}

}  // namespace

extern const ConvKernel kTiled = {"tiled", 0, assess, pack, run};

}  // namespace convscope::conv
