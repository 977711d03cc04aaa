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
#include <cstring>

#include "conv/gemm_tiling.h"
#include "conv/kernel_list.h"
#include "conv/primitives.h"
#include "conv/winograd_matrices.h"

namespace convscope::conv {
namespace {

constexpr int kMaxAlpha = 8;
// Transformed input of a block of tiles, and output of one panel: most of an L2 cache.
constexpr std::size_t kBlockBytes = std::size_t{640} << 10;
constexpr int kMaxBlockTiles = 112;
// Errors of weights grow with the tile: against those of the direct sum of products, kept in half precision too, 1.7
// times for F(2, 3), 11 times for F(4, 3), which then has those of bfloat16 directly, and 21 times for F(6, 3), so that
// the largest tiles keep float32. As in Barabasz et al., ACM TOMS 46(4), 2020: the root mean square over a tile of
// |A^T|^2 |G|^2 |B^T|^2, rows of G and B^T by their 2-norms.
constexpr int kMostNarrowAlpha = 6;
// A multiple of every channel block; the L1 cache holds a panel's.
constexpr int kWidenedRows = 256;
// With so many blocks per thread, one more for some thread hardly matters.
constexpr int kBlocksPerThread = 8;

struct Tiling {
  int unit, alpha, elements;
  WeightPanels panels;
  int block, in_blocks;
  /// Tiles per row and per image; tiles per block of tiles and such blocks per image.
  int row_tiles, tiles, block_tiles, tile_blocks;
  /// Whether all threads work on one block of tiles together; then into how many parts its tiles are cut for the
  /// transform of the input and for the rest.
  bool shared;
  int input_parts, output_parts;
  /// Rows of a panel that are multiplied at once: all of them, or as many as are widened.
  int rows;
  /// Floats from one of the alpha^2 elements to the next; a cache line more than a power of two.
  std::size_t input_stride, output_stride;

  int panel_blocks() const { return divide_up(panel_channels(panels.isa), block); }
  /// Tiles in the largest part of a block's output.
  int part_tiles() const { return divide_up(block_tiles, output_parts); }
};

Tiling tiling_for(const ConvProblem& p, const Target& target, int unit) {
  Tiling t;
  t.unit = unit;
  t.alpha = unit + p.kernel_height - 1;
  t.elements = t.alpha * t.alpha;
  t.panels = {target.isa, p.in_channels, p.out_channels,
              t.alpha <= kMostNarrowAlpha ? target.weights : WeightStorage::kFloat32};
  t.rows = t.panels.narrow() ? std::min(p.in_channels, kWidenedRows) : p.in_channels;
  t.block = core::channel_block(target.isa);
  t.in_blocks = divide_up(p.in_channels, t.block);
  t.row_tiles = divide_up(p.out_width, unit);
  t.tiles = t.row_tiles * divide_up(p.out_height, unit);

  // Every block reads all weights, so that rather few blocks are a little large than many small.
  const int step = register_tile_pixels(target.isa);
  const std::size_t tile_bytes = std::size_t(t.elements) * (t.in_blocks + t.panel_blocks()) * t.block * sizeof(float);
  const std::size_t blocks = (t.tiles * tile_bytes + kBlockBytes / 2) / kBlockBytes;
  const int least = divide_up(t.tiles, kMaxBlockTiles);
  const int most = std::max(least, t.tiles / step);
  t.block_tiles = divide_up(t.tiles, static_cast<int>(std::clamp<std::size_t>(blocks, least, most)));
  t.tile_blocks = divide_up(t.tiles, t.block_tiles);

  const long all_blocks = long(p.batch) * t.tile_blocks;
  t.shared = target.threads > 1 && all_blocks < target.threads;
  if (!t.shared && p.batch == 1 && all_blocks < long(kBlocksPerThread) * target.threads) {
    t.block_tiles = divide_up(t.tiles, round_up(t.tile_blocks, target.threads));
    t.tile_blocks = divide_up(t.tiles, t.block_tiles);
  }
  t.input_parts = t.output_parts = 1;
  if (t.shared) {
    t.input_parts = pieces_each(t.in_blocks, target.threads, t.block_tiles);
    t.output_parts = pieces_each(t.panels.count(), target.threads, divide_up(t.block_tiles, step));
  }
  t.input_stride = (std::size_t(t.in_blocks) * t.block_tiles + 1) * t.block;
  t.output_stride = (std::size_t(t.panel_blocks()) * t.part_tiles() + 1) * t.block;
  return t;
}

Bytes element_bytes(const Tiling& t, std::size_t stride) {
  return Bytes::product({t.elements, static_cast<long long>(stride), sizeof(float)}).aligned();
}

Bytes weight_bytes(const Tiling& t) { return Bytes::product({t.elements, t.panels.bytes().signed_value()}); }

/// Why F(unit, kernel) does not exist here; none where it does.
core::Message unit_fault(const ConvProblem& p, int unit) {
  if (p.group != 1) return {"refusal.oneGroup"};
  if (p.kernel_height != p.kernel_width) return {"refusal.squareOnly"};
  if (p.stride_height != 1 || p.stride_width != 1) return {"refusal.winogradStride"};
  if (p.dilation_height != 1 || p.dilation_width != 1) return {"refusal.undilated"};
  const int alpha = unit + p.kernel_height - 1;
  if (p.kernel_height < 2 || (alpha != 4 && alpha != 6 && alpha != 8)) {
    return {"refusal.noTransform", {{"unit", unit}, {"kernel", p.kernel_height}, {"tile", alpha}}};
  }
  return {};
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (core::Message fault = unit_fault(p, choice.kernel->unit)) return rejected(std::move(fault));
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  const double tiles = 1.0 * p.batch * t.tiles;
  const double in_channels = 1.0 * t.in_blocks * t.block, out_channels = t.panels.padded_channels();
  // Dense matrices: an upper bound of what the transforms execute.
  const double input_operations = 4.0 * t.elements * t.alpha * in_channels;
  const double output_operations = 2.0 * t.alpha * t.unit * (t.alpha + t.unit) * out_channels;
  const double products = 2.0 * t.elements * p.in_channels * out_channels;
  const double input_moved = t.elements * in_channels * 3;
  const double output_moved = (2.0 * t.elements + t.unit * t.unit) * out_channels;
  const double weights_moved = 1.0 * weight_bytes(t).value() * p.batch * t.tile_blocks * t.output_parts;
  const double widened = t.panels.narrow() ? 2.0 * sizeof(float) / t.panels.element_bytes() * weights_moved : 0;
  return assessed(
      t.panels.head_bytes() + weight_bytes(t),
      {{"part.transformedInput",
        Bytes::product({element_bytes(t, t.input_stride).signed_value(), t.shared ? 1 : target.threads})},
       {"part.transformedOutput", Bytes::product({element_bytes(t, t.output_stride).signed_value(), target.threads})},
       {"part.widenedWeights", Bytes::product({t.panels.widened_bytes(t.rows).signed_value(), target.threads})}},
      tiles * (input_operations + output_operations + products),
      {weights_moved, tiles * (input_moved + output_moved) * sizeof(float) + widened});
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

/// Packed: the head of the panels, then [panel][element][in_channels][channels of the panel].
void pack(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  t.panels.pack_head(weights, packed);
  pool.parallel_for(t.panels.count(), [&](long index, int) {
    const int panel = static_cast<int>(index);
    const int columns = t.panels.channels(panel);
    const std::size_t element_stride = std::size_t(p.in_channels) * columns;
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
        t.panels.pack_row(panel, row, to + e * element_stride + std::size_t(k) * columns, packed);
      }
    }
  });
}

/// A block of tiles of one image.
struct Block {
  const ConvProblem& p;
  const Tiling& t;
  const Primitives& simd;
  int first_tile, tiles;
  float* transformed_input;  // [element][in_block][tile][b]
};

struct Range {
  int first, last;
};

/// Part `index` of `parts` nearly equal ones of [0, count).
Range part_of(int count, int index, int parts) {
  return {static_cast<int>(long(count) * index / parts), static_cast<int>(long(count) * (index + 1) / parts)};
}

void transform_input(const Block& s, Range tiles, Range in_blocks, const float* image) {
  const ConvProblem& p = s.p;
  const Tiling& t = s.t;
  alignas(64) float padded[kMaxAlpha * kMaxAlpha * 16];
  for (int i = tiles.first; i < tiles.last; ++i) {
    const int y = (s.first_tile + i) / t.row_tiles * t.unit - p.pad_top;
    const int x = (s.first_tile + i) % t.row_tiles * t.unit - p.pad_left;
    const int top = std::max(0, -y), bottom = std::min(t.alpha, p.in_height - y);
    const int left = std::max(0, -x), right = std::min(t.alpha, p.in_width - x);
    const bool inside = top == 0 && left == 0 && bottom == t.alpha && right == t.alpha;
    if (!inside) std::memset(padded, 0, sizeof(float) * t.elements * t.block);
    for (int block = in_blocks.first; block < in_blocks.last; ++block) {
      const float* plane = image + std::size_t(block) * p.in_height * p.in_width * t.block;
      float* to = s.transformed_input + (std::size_t(block) * s.tiles + i) * t.block;
      if (inside) {
        const float* from = plane + (std::size_t(y) * p.in_width + x) * t.block;
        s.simd.winograd_input({t.alpha, from, std::ptrdiff_t(p.in_width) * t.block, to, t.input_stride});
        continue;
      }
      for (int row = top; row < bottom && left < right; ++row) {
        std::memcpy(padded + (row * t.alpha + left) * t.block,
                    plane + (std::size_t(y + row) * p.in_width + (x + left)) * t.block,
                    sizeof(float) * (right - left) * t.block);
      }
      s.simd.winograd_input({t.alpha, padded, std::ptrdiff_t(t.alpha) * t.block, to, t.input_stride});
    }
  }
}

/// transformed_output: [element][block of the panel][tile of the range][b].
void multiply(const Block& s, Range tiles, int panel, const PackedWeights& weights, float* widened,
              float* transformed_output) {
  static constexpr float kZeros[kMaxPanelChannels] = {};
  const Tiling& t = s.t;
  const int count = tiles.last - tiles.first;
  const std::size_t first = t.elements * t.panels.offset(panel, 0);
  for (int e = 0; e < t.elements; ++e) {
    for (int k = 0; k < t.panels.depth; k += t.rows) {
      const int depth = std::min(t.rows, t.panels.depth - k);
      const std::size_t row = std::size_t(e) * t.panels.depth + k;
      s.simd.gemm_panel({
          .a = s.transformed_input + e * t.input_stride + std::size_t(k) * s.tiles + std::size_t(tiles.first) * t.block,
          .a_block_stride = std::size_t(s.tiles) * t.block,
          .depth = depth,
          .weights = weights.rows(panel, first + row * t.panels.channels(panel), depth, count, widened),
          .vectors = t.panels.vectors(panel),
          .c = transformed_output + e * t.output_stride,
          .c_block_stride = std::size_t(count) * t.block,
          .pixels = count,
          .bias = k == 0 ? kZeros : nullptr,
      });
    }
  }
}

void transform_output(const Block& s, Range tiles, int panel, const float* transformed_output, const float* bias,
                      const Epilogue& epilogue, float* image) {
  const ConvProblem& p = s.p;
  const Tiling& t = s.t;
  const int count = tiles.last - tiles.first;
  for (int channel = 0; channel < t.panels.channels(panel); channel += t.block) {
    const int first_channel = t.panels.first_channel(panel) + channel;
    const std::size_t plane = std::size_t(first_channel) * p.out_height * p.out_width;
    for (int i = 0; i < count; ++i) {
      const int y = (s.first_tile + tiles.first + i) / t.row_tiles * t.unit;
      const int x = (s.first_tile + tiles.first + i) % t.row_tiles * t.unit;
      const std::size_t tile = plane + (std::size_t(y) * p.out_width + x) * t.block;
      s.simd.winograd_output({
          .alpha = t.alpha,
          .unit = t.unit,
          .input = transformed_output + std::size_t(channel) * count + std::size_t(i) * t.block,
          .element_stride = t.output_stride,
          .bias = bias + first_channel,
          .output = image + tile,
          .row_stride = std::ptrdiff_t(p.out_width) * t.block,
          .rows = std::min(t.unit, p.out_height - y),
          .columns = std::min(t.unit, p.out_width - x),
          .residual = epilogue.residual == nullptr ? nullptr : epilogue.residual + tile,
          .activation = epilogue.activation,
          .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + first_channel,
      });
    }
  }
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Tiling t = tiling_for(p, target, choice.kernel->unit);
  const Primitives& simd = primitives(target.isa);
  const PackedWeights weights(t.panels, buffers.packed_weights);
  const std::size_t input_bytes = element_bytes(t, t.input_stride).value();
  const std::size_t output_bytes = element_bytes(t, t.output_stride).value();
  const std::size_t image_in = std::size_t(t.in_blocks) * t.block * p.in_height * p.in_width;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * p.out_height * p.out_width;
  std::byte* outputs = buffers.workspace + (t.shared ? 1 : target.threads) * input_bytes;
  std::byte* widened_begin = outputs + target.threads * output_bytes;
  const std::size_t widened_bytes = t.panels.widened_bytes(t.rows).value();

  const auto block_at = [&](long index, int input) {
    const int first_tile = static_cast<int>(index % t.tile_blocks) * t.block_tiles;
    return Block{p,
                 t,
                 simd,
                 first_tile,
                 std::min(t.block_tiles, t.tiles - first_tile),
                 reinterpret_cast<float*>(buffers.workspace + input * input_bytes)};
  };
  const auto compute_panel = [&](const Block& block, long image, Range tiles, int panel, int worker) {
    float* transformed = reinterpret_cast<float*>(outputs + worker * output_bytes);
    Epilogue epilogue = buffers.epilogue;
    if (epilogue.residual != nullptr) epilogue.residual += image * image_out;
    float* widened = reinterpret_cast<float*>(widened_begin + worker * widened_bytes);
    multiply(block, tiles, panel, weights, widened, transformed);
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
      transform_input(block, part_of(block.tiles, static_cast<int>(task % t.input_parts), t.input_parts),
                      {in_block, in_block + 1}, buffers.input + image * image_in);
    });
    pool.parallel_for(long(t.panels.count()) * t.output_parts, [&](long task, int worker) {
      if (cancellation.cancelled()) return;
      const Range tiles = part_of(block.tiles, static_cast<int>(task % t.output_parts), t.output_parts);
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
