// SPDX-License-Identifier: Apache-2.0
// Tiled im2col convolution: y[p][o] = bias[o] + sum over k of x[p][k] * w[k][o], where row p of x
// holds the input values that output position p needs (k = tap * in_channels + channel). The matrix
// x is never whole in memory: a thread gathers a tile of positions by a chunk of the depth, which
// stays in its L2 cache, and multiplies it with every weight panel; partial sums wait in the output.
// Images of few channels are read as they are, without gathering (plain_image.h), and so are others where products of
// bfloat16 fill tiles (narrow_image.h).
//
// Source: Chellapilla, Puri, Simard, "High Performance Convolutional Neural Networks for Document
// Processing", 2006 (im2col); Goto and van de Geijn, ACM TOMS 34(3), 2008 (blocking).
#include <algorithm>

#include "conv/gemm_tiling.h"
#include "conv/kernel_list.h"
#include "conv/narrow_image.h"
#include "conv/plain_image.h"
#include "conv/primitives.h"

namespace convscope::conv {
namespace {

GemmTiling tiling_for(const ConvProblem& p, const Target& target) {
  // A first layer has few weights, and would widen them for every band.
  const WeightStorage storage = reads_plain_image(p) ? WeightStorage::kFloat32 : target.weights;
  return gemm_tiling(p, target, p.in_channels * p.kernel_height * p.kernel_width, storage);
}

/// One thread's tile of gathered input: [chunk / b][tile_pixels][b], or narrowed.
Bytes tile_bytes(const GemmTiling& t) {
  return t.panels.pairs() ? narrowed_bytes(t) : Bytes::product({t.tile_pixels, t.chunk, sizeof(float)}).aligned();
}

Assessment assess_plain(const ConvProblem& p, const Target& target, const WeightPanels& panels) {
  const PlainImage plain(p, target);
  const Bytes band = plain.band_bytes(p);
  const double bands = 1.0 * p.batch * plain.bands;
  Assessment result = assessed(
      panels.head_bytes() + panels.bytes(),
      {{"part.inputRows", Bytes::product({band.signed_value(), target.threads})},
       {"part.tapOffsets", PlainImage::offset_bytes(p)}},
      direct_operations(p),
      {bands * panels.bytes().value(), bands * 2.0 * band.value() + blocked_output_bytes(p, target.isa).value()});
  result.plain_input = true;
  return result;
}

Assessment assess_narrowed(const ConvProblem& p, const Target& target) {
  const NarrowImage image(p, target);
  const GemmTiling& t = image.gemm;
  const Bytes band = image.band_bytes(p);
  // Read as float32, which are two of it; written and read as bfloat16.
  const double narrowed = 1.0 * band.value() * p.batch * t.tiles * t.panel_tasks;
  const double weights = 1.0 * t.panels.bytes().value() * p.batch * t.tiles;
  const double sums = 1.0 * blocked_output_bytes(p, target.isa).value() * (2 * divide_up(t.panels.depth, t.chunk) - 1);
  Assessment result = assessed(t.panels.head_bytes() + t.panels.bytes(),
                               {{"part.narrowedInput", Bytes::product({band.signed_value(), target.threads})},
                                {"part.tapOffsets", image.offset_bytes()}},
                               direct_operations(p), {weights, 4 * narrowed + sums});
  result.bfloat16_operations = result.operations;
  return result;
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (p.group != 1) return rejected({"refusal.oneGroup"});
  const GemmTiling t = tiling_for(p, target);
  if (reads_plain_image(p)) return assess_plain(p, target, t.panels);
  if (narrows_image(p, target)) return assess_narrowed(p, target);
  double element_bytes = t.panels.pairs() ? sizeof(std::uint16_t) : sizeof(float);
  // Where channels do not fill whole blocks, rows are put together before they are cut; products of bfloat16 take so
  // little time that this tells.
  if (t.panels.pairs() && p.in_channels % core::channel_block(target.isa) != 0) element_bytes += 2 * sizeof(float);
  const double gathered = 1.0 * p.batch * t.out_pixels * t.panels.depth * t.panel_tasks;
  const double weights = 1.0 * t.panels.bytes().value() * p.batch * t.tiles;
  const double sums = 1.0 * blocked_output_bytes(p, target.isa).value() * (2 * divide_up(t.panels.depth, t.chunk) - 1);
  Assessment result =
      assessed(t.panels.head_bytes() + t.panels.bytes(),
               {{"part.im2colTiles", Bytes::product({tile_bytes(t).signed_value(), target.threads})},
                {"part.widenedWeights", Bytes::product({widened_bytes(t).signed_value(), target.threads})}},
               direct_operations(p), {weights, gathered * (sizeof(float) + element_bytes) + sums + widened_traffic(t)});
  if (t.panels.pairs()) result.bfloat16_operations = result.operations;
  return result;
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const WeightPanels panels = tiling_for(p, target).panels;
  const bool plain = reads_plain_image(p);
  const int taps = p.kernel_height * p.kernel_width;
  panels.pack(weights, packed, pool, [&](int channel, int k) {
    const int tap = plain ? k % taps : k / p.in_channels;
    const float* kernel = weights.kernel(channel, plain ? k / taps : k % p.in_channels);
    return kernel == nullptr ? 0.0f : kernel[tap];
  });
}

core::Status run_plain(const ConvProblem& p, const Target& target, const ConvBuffers& buffers,
                       const WeightPanels& panels, core::ThreadPool& pool,
                       const core::CancellationToken& cancellation) {
  const PlainImage plain(p, target);
  const PackedWeights packed(panels, buffers.packed_weights);
  const float* weights = packed.rows(0, 0, panels.depth, p.out_width, nullptr).floats;
  const std::size_t band_bytes = plain.band_bytes(p).value();
  auto* offsets = reinterpret_cast<std::int64_t*>(buffers.workspace + band_bytes * target.threads);
  fill_offsets(p, plain, offsets);
  const PlainProduct product = {p, plain, primitives(target.isa), panels, buffers, packed.bias(), offsets};
  pool.parallel_for(long(p.batch) * plain.bands, [&](long index, int worker) {
    if (cancellation.cancelled()) return;
    float* band = reinterpret_cast<float*>(buffers.workspace + worker * band_bytes);
    multiply_band(product, index, 0, panels.count(), weights, band);
  });
  return cancelled_or_done(cancellation);
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const GemmTiling t = tiling_for(p, target);
  const Primitives& simd = primitives(target.isa);
  const Epilogue& epilogue = buffers.epilogue;
  const int block = core::channel_block(target.isa);
  if (reads_plain_image(p)) return run_plain(p, target, buffers, t.panels, pool, cancellation);
  if (narrows_image(p, target)) {
    multiply_narrowed(p, target, buffers, pool, cancellation);
    return cancelled_or_done(cancellation);
  }
  const PackedWeights weights(t.panels, buffers.packed_weights);
  std::byte* widened_begin = buffers.workspace + tile_bytes(t).value() * target.threads;
  const std::size_t widened_of_thread = widened_bytes(t).value();
  const std::size_t thread_bytes = tile_bytes(t).value();
  const std::size_t image_in = std::size_t(round_up(p.in_channels, block)) * p.in_height * p.in_width;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * t.out_pixels;

  pool.parallel_for(t.tasks(), [&](long index, int worker) {
    const GemmTask task = task_at(t, index);
    const PairsOfThread pairs(simd, t.panels.pairs());
    float* columns = reinterpret_cast<float*>(buffers.workspace + worker * thread_bytes);
    auto* bfloats = t.panels.pairs() ? reinterpret_cast<std::uint16_t*>(columns) : nullptr;
    float* widened = reinterpret_cast<float*>(widened_begin + worker * widened_of_thread);
    float* out = buffers.output + task.image * image_out + std::size_t(task.first_pixel) * block;
    for (int k = 0; k < t.panels.depth && !cancellation.cancelled(); k += t.chunk) {
      const int depth = std::min(t.chunk, t.panels.depth - k);
      const bool last = k + depth == t.panels.depth;
      const std::size_t plane = std::size_t(task.pixels) * block;
      simd.im2col(
          {&p, buffers.input + task.image * image_in, task.first_pixel, task.pixels, k, depth, columns, bfloats});
      for (int panel = task.first_panel; panel < task.last_panel; ++panel) {
        const int channel = t.panels.first_channel(panel);
        simd.gemm_panel({
            .a = columns,
            .a_bfloats = bfloats,
            .a_block_stride = t.panels.pairs() ? 2 * plane : plane,
            .depth = depth,
            .weights = weights.rows(panel, t.panels.offset(panel, k), depth, task.pixels, widened),
            .next = weights_after(t, task, weights, panel, k),
            .vectors = t.panels.vectors(panel),
            .c = out + std::size_t(channel) * t.out_pixels,
            .c_block_stride = std::size_t(t.out_pixels) * block,
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

const ConvKernel kTiled = {"tiled", 0, assess, pack, run};

}  // namespace convscope::conv
