// SPDX-License-Identifier: Apache-2.0
// Winograd convolution F(m x m, k x k) for stride 1: the output is cut into m x m tiles, each
// computed from an input tile of alpha x alpha, alpha = m + k - 1, as
// Y = A^T [ sum over input channels of (G g G^T) * (B^T d B) ] A,
// where * is elementwise. The sums over channels are alpha^2 matrix products, tiles by channels.
// Weights are transformed in double precision when packed. Tiles are taken in blocks: all their input
// channels are transformed, then one weight panel after the other is multiplied and transformed back,
// so that what is held between the steps fits the L2 cache. Every thread has blocks of its own; where there
// are fewer than threads, all work on one together, first the transforms, then the panels.
//
// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015
// (arXiv:1509.09308); Winograd, "Arithmetic Complexity of Computations", 1980. Units for which
// alpha is 4, 6 or 8, as in MNN.
#include <algorithm>

#include "conv/kernel_list.h"
#include "conv/primitives.h"
#include "conv/winograd_matrices.h"
#include "conv/winograd_tiles.h"

namespace convscope::conv {
namespace {

using namespace winograd;

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (core::Message fault = unit_fault(p, choice.kernel->unit)) return rejected(std::move(fault));
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  const double weights_moved = 1.0 * weight_bytes(t).value() * p.batch * t.tile_blocks * t.output_parts;
  const double widened = t.panels.halves() ? 2.0 * sizeof(float) / t.panels.element_bytes() * weights_moved : 0;
  Assessment result = assessed(
      t.panels.head_bytes() + weight_bytes(t),
      {{"part.transformedInput",
        Bytes::product({transformed_input_bytes(t).signed_value(), t.shared ? 1 : target.threads})},
       {"part.transformedOutput", Bytes::product({transformed_output_bytes(t).signed_value(), target.threads})},
       {"part.widenedWeights", Bytes::product({t.panels.widened_bytes(t.rows).signed_value(), target.threads})}},
      tile_operations(p, t), {weights_moved, tile_traffic(p, t) + widened});
  result.bfloat16_operations = bfloat16_operations(p, t);
  return result;
}

/// elements of G g G^T, with G of F(alpha - Kernel + 1, Kernel).
template <int Alpha, int Kernel>
void transform_weights(const float* g, float* transformed) {
  static constexpr Matrix<Alpha, Kernel> kMatrix = winograd_weight_matrix<Alpha, Kernel>();
  for (int y = 0; y < Alpha; ++y) {
    double row[Kernel] = {};
    for (int i = 0; i < Kernel; ++i) {
      for (int x = 0; x < Kernel; ++x) row[x] += kMatrix.at[y][i] * static_cast<double>(g[i * Kernel + x]);
    }
    for (int x = 0; x < Alpha; ++x) {
      double sum = 0.0;
      for (int i = 0; i < Kernel; ++i) sum += row[i] * kMatrix.at[x][i];
      transformed[y * Alpha + x] = static_cast<float>(sum);
    }
  }
}

void transform_weights(int alpha, int kernel, const float* g, float* transformed) {
  switch (alpha * 10 + kernel) {
    case 42:
      return transform_weights<4, 2>(g, transformed);
    case 43:
      return transform_weights<4, 3>(g, transformed);
    case 62:
      return transform_weights<6, 2>(g, transformed);
    case 63:
      return transform_weights<6, 3>(g, transformed);
    case 64:
      return transform_weights<6, 4>(g, transformed);
    case 65:
      return transform_weights<6, 5>(g, transformed);
    case 82:
      return transform_weights<8, 2>(g, transformed);
    case 83:
      return transform_weights<8, 3>(g, transformed);
    case 84:
      return transform_weights<8, 4>(g, transformed);
    case 85:
      return transform_weights<8, 5>(g, transformed);
    case 86:
      return transform_weights<8, 6>(g, transformed);
    case 87:
      return transform_weights<8, 7>(g, transformed);
  }
}

/// Packed: the head of the panels, then [panel][element][rows][channels of the panel], rows of input channels.
void pack(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  t.panels.pack_head(weights, packed);
  pool.parallel_for(t.panels.count(), [&](long index, int) {
    const int panel = static_cast<int>(index);
    const int columns = t.panels.channels(panel);
    const std::size_t element_stride = std::size_t(t.panels.rows()) * columns;
    const std::size_t to = t.elements * t.panels.offset(panel, 0);
    for (int k = 0; k < p.in_channels; ++k) {
      float transformed[kMaxPanelChannels][kMaxAlpha * kMaxAlpha] = {};
      for (int j = 0; j < columns; ++j) {
        const int channel = t.panels.first_channel(panel) + j;
        const float* kernel = channel < p.out_channels ? weights.kernel(channel, k) : nullptr;
        if (kernel != nullptr) transform_weights(t.alpha, p.kernel_height, kernel, transformed[j]);
      }
      // Row by row, so that a cache line is written once.
      for (int e = 0; e < t.elements; ++e) {
        float row[kMaxPanelChannels];
        for (int j = 0; j < columns; ++j) row[j] = transformed[j][e];
        t.panels.pack_row(panel, row, to + e * element_stride, k, packed);
      }
    }
  });
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  const Primitives& simd = primitives(target.isa);
  const PackedWeights weights(t.panels, buffers.packed_weights);
  const std::size_t input_bytes = transformed_input_bytes(t).value();
  const std::size_t output_bytes = transformed_output_bytes(t).value();
  const std::size_t image_in = std::size_t(t.in_blocks) * t.block * p.in_height * p.in_width;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * p.out_height * p.out_width;
  std::byte* outputs = buffers.workspace + (t.shared ? 1 : target.threads) * input_bytes;
  std::byte* widened_begin = outputs + target.threads * output_bytes;
  const std::size_t widened_bytes = t.panels.widened_bytes(t.rows).value();

  const auto block_at = [&](long index, int input) {
    const int first_tile = static_cast<int>(index % t.tile_blocks) * t.block_tiles;
    return Block{
        p, t, simd, first_tile, std::min(t.block_tiles, t.tiles - first_tile), buffers.workspace + input * input_bytes};
  };
  const auto compute_panel = [&](const Block& block, long image, Range tiles, int panel, int worker) {
    const PairsOfThread pairs(simd, t.panels.pairs());
    float* transformed = reinterpret_cast<float*>(outputs + worker * output_bytes);
    Epilogue epilogue = buffers.epilogue;
    if (epilogue.residual != nullptr) epilogue.residual += image * image_out;
    float* widened = reinterpret_cast<float*>(widened_begin + worker * widened_bytes);
    multiply(block, tiles, panel, {.packed = &weights, .widened = widened}, transformed);
    transform_output(block, tiles, panel, transformed, weights.bias(), epilogue, buffers.output + image * image_out);
  };

  const long blocks = long(p.batch) * t.tile_blocks;
  if (!t.shared) {
    pool.parallel_for(blocks, [&](long index, int worker) {
      if (cancellation.cancelled()) return;
      const Block block = block_at(index, worker);
      const long image = index / t.tile_blocks;
      transform_input(block, {0, block.tiles}, {0, t.in_blocks}, buffers.input + image * image_in);
      for (int panel = 0; panel < t.panels.count() && !cancellation.cancelled(); ++panel) {
        compute_panel(block, image, {0, block.tiles}, panel, worker);
      }
    });
    return cancelled_or_done(cancellation);
  }
  for (long index = 0; index < blocks && !cancellation.cancelled(); ++index) {
    const Block block = block_at(index, 0);
    const long image = index / t.tile_blocks;
    pool.parallel_for(long(t.in_blocks) * t.input_parts, [&](long task, int) {
      const int in_block = static_cast<int>(task / t.input_parts);
      transform_input(block, part_of(block.tiles, task % t.input_parts, t.input_parts), {in_block, in_block + 1},
                      buffers.input + image * image_in);
    });
    pool.parallel_for(long(t.panels.count()) * t.output_parts, [&](long task, int worker) {
      if (cancellation.cancelled()) return;
      const Range tiles = part_of(block.tiles, task % t.output_parts, t.output_parts);
      compute_panel(block, image, tiles, static_cast<int>(task / t.output_parts), worker);
    });
  }
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kWinograd2 = {"winograd", 2, assess, pack, run};
const ConvKernel kWinograd3 = {"winograd", 3, assess, pack, run};
const ConvKernel kWinograd4 = {"winograd", 4, assess, pack, run};
const ConvKernel kWinograd5 = {"winograd", 5, assess, pack, run};
const ConvKernel kWinograd6 = {"winograd", 6, assess, pack, run};
const ConvKernel kWinograd7 = {"winograd", 7, assess, pack, run};

}  // namespace convscope::conv
