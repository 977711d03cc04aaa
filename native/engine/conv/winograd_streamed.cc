// SPDX-License-Identifier: Apache-2.0
// Winograd convolution F(m x m, 3 x 3) that keeps no copy of its weights: whenever it runs, it reads those of a few
// output channels from where the model has them, orders them as a weight panel and transforms that in the workspace,
// then goes through all tiles with it. The transform takes about 40 operations a weight, a product of the definition
// two for every position: it pays for itself from some hundred positions on. Only bias and one factor for each output
// channel stay packed. Where tiles are few, a thread multiplies the panels that it has transformed with all of them:
// what another core has written takes many times as long to read as what lies in the own cache.
//
// Source: as winograd.cc, for the steps on tiles, and streamed.cc.
#include <algorithm>
#include <mutex>

#include "conv/kernel_list.h"
#include "conv/panel_reader.h"
#include "conv/primitives.h"
#include "conv/winograd_tiles.h"

namespace convscope::conv {
namespace {

using namespace winograd;

// Transformed weights of a group of panels: the more, the seldomer the input is transformed again; some part of an L2
// cache and no more than what the largest layers of the streamed kernel take. There is one for every thread at least.
constexpr std::size_t kGroupBytes = std::size_t{1200} << 10;

struct Streaming {
  Tiling tiles;
  int depth, segment;
  /// Panels that are transformed at once.
  int group;
};

Streaming streaming_for(const ConvProblem& p, const Target& target, int unit) {
  Streaming s;
  s.tiles = tiling_for(p, {target.isa, target.threads}, unit);
  s.depth = p.in_channels * p.kernel_height * p.kernel_width;
  s.segment = PanelReader::segment_of(s.depth, target.isa);
  const std::size_t panel = std::size_t(s.tiles.elements) * p.in_channels * panel_channels(target.isa) * sizeof(float);
  const int fitting = static_cast<int>(std::min<std::size_t>(kGroupBytes / panel, 1 << 20));
  // Threads share the panels of a group evenly, as far as there are so many.
  const int even = std::max(fitting / target.threads, 1) * target.threads;
  s.group = std::min(even, s.tiles.panels.count());
  return s;
}

/// Of the group, then of one thread each.
Bytes transformed_bytes(const ConvProblem& p, const Target& target, const Streaming& s) {
  return Bytes::product({s.tiles.elements, p.in_channels, s.group, panel_channels(target.isa), sizeof(float)})
      .aligned();
}
Bytes panel_bytes(const Target& target, const Streaming& s) {
  return Bytes::product({s.depth, panel_channels(target.isa), sizeof(float)}).aligned();
}
Bytes row_bytes(const Target& target, const Streaming& s) {
  return Bytes::product({s.segment, core::vector_lanes(target.isa), sizeof(float)}).aligned();
}
Bytes of_all(Bytes thread, const Target& target) { return Bytes::product({thread.signed_value(), target.threads}); }

/// Of as many blocks of tiles as are transformed at a time.
Bytes of_blocks(Bytes block, const Target& target, const Tiling& t) { return t.shared ? block : of_all(block, target); }

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  const int unit = (choice.inner != nullptr ? choice.inner : choice.kernel)->unit;
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (core::Message fault = unit_fault(p, unit)) return rejected(std::move(fault));
  if (p.kernel_height != 3) {
    return rejected({"refusal.noTransform", {{"unit", unit}, {"kernel", p.kernel_height}, {"tile", unit + 2}}});
  }
  const Streaming s = streaming_for(p, target, unit);
  const Tiling& t = s.tiles;
  const double weights = 1.0 * p.in_channels * t.panels.padded_channels();
  // Read from the file, ordered and transformed, then multiplied with every block of tiles.
  const double moved = sizeof(float) * weights * (6.0 * 9 + t.elements * (1.0 + 1.0 * p.batch * t.tile_blocks));
  const double transforms = 2.0 * weights * t.alpha * 3 * (3 + t.alpha);
  // Blocks of one thread alone stay transformed from one group to the next.
  const double again = 3.0 * t.elements * t.in_blocks * t.block * sizeof(float) * p.batch * t.tiles *
                       (divide_up(t.panels.count(), s.group) - 1);
  return assessed(t.panels.head_bytes() + t.panels.head_bytes(),
                  {{"part.transformedWeights", transformed_bytes(p, target, s)},
                   {"part.weightPanels", of_all(panel_bytes(target, s), target)},
                   {"part.weightsAsRead", of_all(row_bytes(target, s), target)},
                   {"part.transformedInput", of_blocks(transformed_input_bytes(t), target, t)},
                   {"part.transformedOutput", of_all(transformed_output_bytes(t), target)}},
                  tile_operations(p, t) + transforms, {moved, tile_traffic(p, t) + again});
}

/// Packed: the bias, then the factors.
void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool&) {
  pack_bias_and_factors({target.isa, p.in_channels, p.out_channels}, weights, packed);
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Streaming s = streaming_for(p, target, (choice.inner != nullptr ? choice.inner : choice.kernel)->unit);
  const Tiling& t = s.tiles;
  const Primitives& simd = primitives(target.isa);
  const float* bias = reinterpret_cast<const float*>(buffers.packed_weights);
  const float* factors = reinterpret_cast<const float*>(buffers.packed_weights + t.panels.head_bytes().value());
  const WeightShape own(p);
  const WeightShape& shape = buffers.weight_shape == nullptr ? own : *buffers.weight_shape;
  const PanelReader reader = {p, t.panels, *buffers.weights, shape, factors, s.segment, false, simd};

  std::byte* at = buffers.workspace;
  const auto section = [&](std::size_t bytes) {
    std::byte* begin = at;
    at += bytes;
    return begin;
  };
  float* transformed = reinterpret_cast<float*>(section(transformed_bytes(p, target, s).value()));
  const std::size_t of_panel = panel_bytes(target, s).value(), of_rows = row_bytes(target, s).value();
  const std::size_t of_input = transformed_input_bytes(t).value();
  const std::size_t of_output = transformed_output_bytes(t).value();
  std::byte* panels = section(of_panel * target.threads);
  std::byte* rows = section(of_rows * target.threads);
  std::byte* inputs = section(of_blocks(transformed_input_bytes(t), target, t).value());
  std::byte* outputs = section(of_output * target.threads);
  const std::size_t panel_floats = std::size_t(t.elements) * p.in_channels * panel_channels(target.isa);
  const std::size_t image_in = std::size_t(t.in_blocks) * t.block * p.in_height * p.in_width;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * p.out_height * p.out_width;
  const long blocks = long(p.batch) * t.tile_blocks;
  // Where blocks of tiles do not go round evenly, threads share the panels of one block after the other.
  const bool by_panel = blocks < 2L * target.threads && blocks % target.threads != 0;
  std::mutex mutex;
  core::Status failure;

  for (int first = 0; first < t.panels.count() && failure.ok() && !cancellation.cancelled(); first += s.group) {
    const int last = std::min(first + s.group, t.panels.count());
    pool.parallel_for(last - first, [&](long index, int worker) {
      if (cancellation.cancelled()) return;
      const int panel = first + static_cast<int>(index);
      float* ordered = reinterpret_cast<float*>(panels + worker * of_panel);
      core::Status status = reader.read(panel, reinterpret_cast<float*>(rows + worker * of_rows), ordered);
      if (status.ok()) {
        simd.winograd_weights({t.alpha, ordered, p.in_channels, t.panels.channels(panel),
                               transformed + std::size_t(index) * panel_floats});
        return;
      }
      const std::lock_guard lock(mutex);
      failure = std::move(status);
    });
    if (!failure.ok()) break;
    const auto block_at = [&](long index, int buffer) {
      const int first_tile = static_cast<int>(index % t.tile_blocks) * t.block_tiles;
      return Block{p, t, simd, first_tile, std::min(t.block_tiles, t.tiles - first_tile), inputs + buffer * of_input};
    };
    // The only block is still there, whoever transformed it.
    const bool again = first == 0 || blocks > 1;
    const auto finish_panel = [&](const Block& block, long image, Range tiles, int panel, int worker) {
      float* output = reinterpret_cast<float*>(outputs + worker * of_output);
      Epilogue epilogue = buffers.epilogue;
      if (epilogue.residual != nullptr) epilogue.residual += image * image_out;
      multiply(block, tiles, panel, {.transformed = transformed + std::size_t(panel - first) * panel_floats}, output);
      transform_output(block, tiles, panel, output, bias, epilogue, buffers.output + image * image_out);
    };
    if (!by_panel) {
      pool.parallel_for(blocks, [&](long index, int worker) {
        if (cancellation.cancelled()) return;
        const Block block = block_at(index, blocks == 1 ? 0 : worker);
        const long image = index / t.tile_blocks;
        if (again) transform_input(block, {0, block.tiles}, {0, t.in_blocks}, buffers.input + image * image_in);
        for (int panel = first; panel < last && !cancellation.cancelled(); ++panel) {
          finish_panel(block, image, {0, block.tiles}, panel, worker);
        }
      });
      continue;
    }
    for (long index = 0; index < blocks && !cancellation.cancelled(); ++index) {
      const Block block = block_at(index, 0);
      const long image = index / t.tile_blocks;
      if (again) {
        pool.parallel_for(long(t.in_blocks) * t.input_parts, [&](long task, int) {
          const int in_block = static_cast<int>(task / t.input_parts);
          transform_input(block, part_of(block.tiles, task % t.input_parts, t.input_parts), {in_block, in_block + 1},
                          buffers.input + image * image_in);
        });
      }
      pool.parallel_for(long(last - first) * t.output_parts, [&](long task, int worker) {
        if (cancellation.cancelled()) return;
        const Range tiles = part_of(block.tiles, task % t.output_parts, t.output_parts);
        finish_panel(block, image, tiles, first + static_cast<int>(task / t.output_parts), worker);
      });
    }
  }
  if (!failure.ok()) return failure;
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kStreamedWinograd2 = {"streamed-winograd", 2, assess, pack, run, true};
const ConvKernel kStreamedWinograd4 = {"streamed-winograd", 4, assess, pack, run, true};
const ConvKernel kStreamedWinograd6 = {"streamed-winograd", 6, assess, pack, run, true};

}  // namespace convscope::conv
