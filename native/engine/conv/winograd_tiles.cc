// SPDX-License-Identifier: Apache-2.0
#include "conv/winograd_tiles.h"

#include <algorithm>
#include <cstring>

#include "conv/gemm_tiling.h"

namespace convscope::conv::winograd {
namespace {

// Transformed input of a block of tiles, and output of one panel: most of an L2 cache.
constexpr std::size_t kBlockBytes = std::size_t{640} << 10;
constexpr int kMaxBlockTiles = 112;
// Errors of weights grow with the tile: against those of the direct sum of products, kept in half precision too, 1.7
// times for F(2, 3), 11 times for F(4, 3), which then has those of bfloat16 directly, and 21 times for F(6, 3), so that
// the largest tiles keep float32, and bfloat16, of both factors, is for the smallest. As in Barabasz et al., ACM TOMS
// 46(4), 2020: the root mean square over a tile of |A^T|^2 |G|^2 |B^T|^2, rows of G and B^T by their 2-norms.
constexpr int kMostHalfAlpha = 6;
constexpr int kMostBFloatAlpha = 4;
// A multiple of every channel block; the L1 cache holds a panel's.
constexpr int kWidenedRows = 256;
// With so many blocks per thread, one more for some thread hardly matters.
constexpr int kBlocksPerThread = 8;

double products_of_tile(const ConvProblem& p, const Tiling& t) {
  return 2.0 * t.elements * p.in_channels * t.panels.padded_channels();
}

WeightStorage storage_of(int alpha, WeightStorage wanted) {
  if (alpha > kMostHalfAlpha) return WeightStorage::kFloat32;
  return wanted == WeightStorage::kBFloat16 && alpha > kMostBFloatAlpha ? WeightStorage::kFloat16 : wanted;
}

}  // namespace

Tiling tiling_for(const ConvProblem& p, const Target& target, int unit) {
  Tiling t;
  t.unit = unit;
  t.alpha = unit + p.kernel_height - 1;
  t.elements = t.alpha * t.alpha;
  t.panels = {target.isa, p.in_channels, p.out_channels, storage_of(t.alpha, target.weights)};
  t.rows = t.panels.halves() ? std::min(p.in_channels, kWidenedRows) : p.in_channels;
  t.block = core::channel_block(target.isa);
  t.in_blocks = divide_up(p.in_channels, t.block);
  t.row_tiles = divide_up(p.out_width, unit);
  t.tiles = t.row_tiles * divide_up(p.out_height, unit);

  // Every block reads all weights, so that rather few blocks are a little large than many small.
  const int step = register_tile_pixels(target.isa);
  const std::size_t tile_bytes =
      std::size_t(t.elements) * t.block * (t.in_blocks * t.input_bytes() + t.panel_blocks() * sizeof(float));
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
  t.input_stride = (std::size_t(round_up(t.in_blocks, t.side_by_side())) * t.block_tiles + 1) * t.block;
  t.output_stride = (std::size_t(t.panel_blocks()) * t.part_tiles() + 1) * t.block;
  return t;
}

Bytes transformed_input_bytes(const Tiling& t) {
  const Bytes elements =
      Bytes::product({t.elements, static_cast<long long>(t.input_stride), static_cast<long long>(t.input_bytes())});
  return (elements + Bytes::product({t.panels.pairs() ? static_cast<long long>(kPairsBehind) : 0})).aligned();
}

Bytes transformed_output_bytes(const Tiling& t) {
  return Bytes::product({t.elements, static_cast<long long>(t.output_stride), sizeof(float)}).aligned();
}

Bytes weight_bytes(const Tiling& t) { return Bytes::product({t.elements, t.panels.bytes().signed_value()}); }

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

double tile_operations(const ConvProblem& p, const Tiling& t) {
  const double in_channels = 1.0 * t.in_blocks * t.block, out_channels = t.panels.padded_channels();
  // Dense matrices: an upper bound of what the transforms execute.
  const double input_operations = 4.0 * t.elements * t.alpha * in_channels;
  const double output_operations = 2.0 * t.alpha * t.unit * (t.alpha + t.unit) * out_channels;
  return 1.0 * p.batch * t.tiles * (input_operations + output_operations + products_of_tile(p, t));
}

double bfloat16_operations(const ConvProblem& p, const Tiling& t) {
  return t.panels.pairs() ? products_of_tile(p, t) * p.batch * t.tiles : 0;
}

double tile_traffic(const ConvProblem& p, const Tiling& t) {
  const double in_channels = 1.0 * t.in_blocks * t.block, out_channels = t.panels.padded_channels();
  const double input_moved = t.elements * in_channels * (sizeof(float) + 2.0 * t.input_bytes());
  const double output_moved = (2.0 * t.elements + t.unit * t.unit) * out_channels * sizeof(float);
  return 1.0 * p.batch * t.tiles * (input_moved + output_moved);
}

void transform_input(const Block& s, Range tiles, Range in_blocks, const float* image) {
  const ConvProblem& p = s.p;
  const Tiling& t = s.t;
  alignas(64) float padded[kMaxAlpha * kMaxAlpha * 16];
  // One channel block after the other: tiles that are neighbours then read what lies one after another.
  for (int block = in_blocks.first; block < in_blocks.last; ++block) {
    const float* plane = image + std::size_t(block) * p.in_height * p.in_width * t.block;
    for (int i = tiles.first; i < tiles.last; ++i) {
      const int y = (s.first_tile + i) / t.row_tiles * t.unit - p.pad_top;
      const int x = (s.first_tile + i) % t.row_tiles * t.unit - p.pad_left;
      const int top = std::max(0, -y), bottom = std::min(t.alpha, p.in_height - y);
      const int left = std::max(0, -x), right = std::min(t.alpha, p.in_width - x);
      const bool inside = top == 0 && left == 0 && bottom == t.alpha && right == t.alpha;
      const int side = block % t.side_by_side();
      const std::size_t at = (std::size_t(block - side) * s.tiles + std::size_t(i) * t.side_by_side() + side) * t.block;
      std::byte* to = s.transformed_input + t.input_bytes() * at;
      WinogradInput tile = {.alpha = t.alpha,
                            .input = padded,
                            .row_stride = std::ptrdiff_t(t.alpha) * t.block,
                            .output = reinterpret_cast<float*>(to),
                            .element_stride = t.input_stride,
                            .bfloats = t.panels.pairs() ? reinterpret_cast<std::uint16_t*>(to) : nullptr};
      if (inside) {
        tile.input = plane + (std::size_t(y) * p.in_width + x) * t.block;
        tile.row_stride = std::ptrdiff_t(p.in_width) * t.block;
      } else {
        std::memset(padded, 0, sizeof(float) * t.elements * t.block);
        for (int row = top; row < bottom && left < right; ++row) {
          std::memcpy(padded + (row * t.alpha + left) * t.block,
                      plane + (std::size_t(y + row) * p.in_width + (x + left)) * t.block,
                      sizeof(float) * (right - left) * t.block);
        }
      }
      s.simd.winograd_input(tile);
      if (side + 1 == t.side_by_side() || block + 1 < t.in_blocks) continue;
      // No block is beside the last one: zeros, as weights there are zero, but zero times anything may be no number.
      const std::size_t block_bytes = t.input_bytes() * t.block;
      for (int e = 0; e < t.elements; ++e) {
        std::memset(to + t.input_bytes() * t.input_stride * e + block_bytes, 0, block_bytes);
      }
    }
  }
}

/// transformed_output: [element][block of the panel][tile of the range][b].
void multiply(const Block& s, Range tiles, int panel, const PanelElements& weights, float* transformed_output) {
  static constexpr float kZeros[kMaxPanelChannels] = {};
  const Tiling& t = s.t;
  const int count = tiles.last - tiles.first;
  const auto columns = static_cast<std::size_t>(t.panels.channels(panel));
  const std::size_t first = t.elements * t.panels.offset(panel, 0);
  const std::size_t end = std::size_t(t.elements) * t.panels.rows() * t.panels.padded_channels();
  for (int e = 0; e < t.elements; ++e) {
    for (int k = 0; k < t.panels.depth; k += t.rows) {
      const int depth = std::min(t.rows, t.panels.depth - k);
      const std::size_t at = (std::size_t(e) * t.panels.rows() + k) * columns;
      // Packed weights of all elements and panels follow one another.
      const std::size_t next = first + at + depth * columns;
      const std::byte* input =
          s.transformed_input + t.input_bytes() * (e * t.input_stride + std::size_t(k) * s.tiles +
                                                   std::size_t(tiles.first) * t.side_by_side() * t.block);
      s.simd.gemm_panel({
          .a = reinterpret_cast<const float*>(input),
          .a_bfloats = reinterpret_cast<const std::uint16_t*>(input),
          .a_block_stride = std::size_t(s.tiles) * t.side_by_side() * t.block,
          .depth = depth,
          .weights = weights.transformed != nullptr
                         ? PanelWeights{weights.transformed + at}
                         : weights.packed->rows(panel, first + at, depth, count, weights.widened),
          .next = weights.transformed == nullptr && next < end ? weights.packed->kept(panel, next, depth) : FarBytes{},
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

}  // namespace convscope::conv::winograd
