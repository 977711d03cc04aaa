// SPDX-License-Identifier: Apache-2.0
// Pointwise convolution: a 1x1 kernel with stride 1 and no padding is the matrix product
// y[p][o] = bias[o] + sum over c of x[p][c] * w[c][o], and blocked activations already have the
// order in which the product reads its rows. Nothing is copied: the workspace only holds a panel's weights where these
// are kept narrower than they are multiplied, or a tile of the input where bfloat16 is multiplied.
//
// Source: Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS
// 34(3), 2008 (blocking).
#include <algorithm>

#include "conv/gemm_tiling.h"
#include "conv/kernel_list.h"
#include "conv/primitives.h"

namespace convscope::conv {
namespace {

GemmTiling tiling_for(const ConvProblem& p, const Target& target) {
  return gemm_tiling(p, target, p.in_channels, target.weights);
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (p.kernel_height != 1 || p.kernel_width != 1) return rejected({"refusal.pointwiseOnly"});
  if (p.group != 1) return rejected({"refusal.oneGroup"});
  if (p.stride_height != 1 || p.stride_width != 1) return rejected({"refusal.inPlaceStride"});
  if (p.pad_top != 0 || p.pad_left != 0 || p.out_height != p.in_height || p.out_width != p.in_width) {
    return rejected({"refusal.inPlacePadding"});
  }
  const GemmTiling t = tiling_for(p, target);
  const double input = 1.0 * blocked_input_bytes(p, target.isa).value() * t.panel_tasks;
  const double weights = 1.0 * t.panels.bytes().value() * p.batch * t.tiles;
  const double sums = 1.0 * blocked_output_bytes(p, target.isa).value() * (2 * divide_up(t.panels.depth, t.chunk) - 1);
  const double narrowed = t.panels.pairs() ? input * sizeof(std::uint16_t) / sizeof(float) : 0;
  Assessment result =
      assessed(t.panels.head_bytes() + t.panels.bytes(),
               {{"part.narrowedInput", Bytes::product({narrowed_bytes(t).signed_value(), target.threads})},
                {"part.widenedWeights", Bytes::product({widened_bytes(t).signed_value(), target.threads})}},
               direct_operations(p), {weights, input + narrowed + sums + widened_traffic(t)});
  if (t.panels.pairs()) result.bfloat16_operations = result.operations;
  return result;
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const WeightPanels panels = tiling_for(p, target).panels;
  panels.pack(weights, packed, pool, [&](int channel, int k) {
    const float* kernel = weights.kernel(channel, k);
    return kernel == nullptr ? 0.0f : *kernel;
  });
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const GemmTiling t = tiling_for(p, target);
  const Primitives& simd = primitives(target.isa);
  const Epilogue& epilogue = buffers.epilogue;
  const int block = core::channel_block(target.isa);
  const PackedWeights weights(t.panels, buffers.packed_weights);
  // One of them is there, or none.
  const std::size_t scratch_of_thread = narrowed_bytes(t).value() + widened_bytes(t).value();
  const std::size_t image_in = std::size_t(round_up(p.in_channels, block)) * t.out_pixels;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * t.out_pixels;
  const std::size_t plane = std::size_t(t.out_pixels) * block;

  pool.parallel_for(t.tasks(), [&](long index, int worker) {
    const GemmTask task = task_at(t, index);
    const PairsOfThread pairs(simd, t.panels.pairs());
    std::byte* scratch = buffers.workspace + worker * scratch_of_thread;
    float* widened = reinterpret_cast<float*>(scratch);
    auto* narrowed = reinterpret_cast<std::uint16_t*>(scratch);
    const std::size_t pixel = std::size_t(task.first_pixel) * block;
    const float* in = buffers.input + task.image * image_in + pixel;
    float* out = buffers.output + task.image * image_out + pixel;
    for (int k = 0; k < t.panels.depth && !cancellation.cancelled(); k += t.chunk) {
      const int depth = std::min(t.chunk, t.panels.depth - k);
      const bool last = k + depth == t.panels.depth;
      const float* rows = in + std::size_t(k) * t.out_pixels;
      if (t.panels.pairs()) simd.to_bfloat16({rows, plane, depth, task.pixels, narrowed});
      for (int panel = task.first_panel; panel < task.last_panel; ++panel) {
        const int channel = t.panels.first_channel(panel);
        simd.gemm_panel({
            .a = rows,
            .a_bfloats = narrowed,
            .a_block_stride = t.panels.pairs() ? std::size_t(task.pixels) * 2 * block : plane,
            .depth = depth,
            .weights = weights.rows(panel, t.panels.offset(panel, k), depth, task.pixels, widened),
            .next = weights_after(t, task, weights, panel, k),
            .vectors = t.panels.vectors(panel),
            .c = out + std::size_t(channel) * t.out_pixels,
            .c_block_stride = plane,
            .pixels = task.pixels,
            .bias = k == 0 ? weights.bias() + channel : nullptr,
            .residual = k == 0 && epilogue.residual != nullptr
                            ? epilogue.residual + (out - buffers.output) + std::size_t(channel) * t.out_pixels
                            : nullptr,
            .activation = last ? epilogue.activation : Activation{},
            .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + channel,
        });
      }
    }
  });
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kGemm1x1 = {"gemm-1x1", 0, assess, pack, run};

}  // namespace convscope::conv
