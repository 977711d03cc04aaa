// SPDX-License-Identifier: Apache-2.0
// Gathers the input values that output positions need, in the order in which the matrix product
// reads them. Positions outside the input give zero.
#include "conv/simd/functions.h"
#include "core/simd_bfloat16.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

CONVSCOPE_INLINE void copy_block(float* to, const float* from) {
#pragma GCC unroll 4
  for (int v = 0; v < kVectorsPerBlock; ++v) store(to + v * kLanes, load(from + v * kLanes));
}

CONVSCOPE_INLINE void zero_block(float* to) {
#pragma GCC unroll 4
  for (int v = 0; v < kVectorsPerBlock; ++v) store(to + v * kLanes, Vec{});
}

CONVSCOPE_INLINE void zero_block(std::uint16_t* to) {
#pragma GCC unroll 4
  for (int v = 0; v < kVectorsPerBlock; ++v) *reinterpret_cast<UnalignedBFloats*>(to + v * kLanes) = UnalignedBFloats{};
}

/// How a gathered matrix is kept: blocks of floats one after the other.
struct FloatTile {
  using Number = float;
  /// From one position to the next.
  static constexpr int kStep = kBlock;
  const Im2colTile& t;

  CONVSCOPE_INLINE void put(float* to, const float* from) { copy_block(to, from); }
  float* block(int index) const { return t.tile + std::size_t(index) * t.pixels * kBlock; }
};

/// Or blocks of bfloat16, two side by side.
template <typename Arithmetic>
struct BFloatTile {
  using Number = std::uint16_t;
  static constexpr int kStep = 2 * kBlock;
  const Im2colTile& t;

  CONVSCOPE_INLINE void put(std::uint16_t* to, const float* from) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectorsPerBlock; ++v) {
      *reinterpret_cast<UnalignedBFloats*>(to + v * kLanes) = Arithmetic::narrow(load(from + v * kLanes));
    }
  }
  std::uint16_t* block(int index) const {
    return t.bfloats + std::size_t(index / 2) * t.pixels * kStep + index % 2 * kBlock;
  }
};

CONVSCOPE_INLINE int clamp(int x, int low, int high) { return x < low ? low : x > high ? high : x; }

/// A horizontal run of output positions and the input row that a tap reads for it.
struct Run {
  int pixels;
  /// Positions [from, to) read inside the input, the first of them at column `column`.
  int from, to;
  std::ptrdiff_t column;
  /// Row of the input, or negative where it lies outside.
  std::ptrdiff_t row;
};

Run run_of(const ConvProblem& p, int tap, int pixel, int pixels_left) {
  const int oy = pixel / p.out_width, ox = pixel % p.out_width;
  const int ky = tap / p.kernel_width, kx = tap % p.kernel_width;
  Run run;
  run.pixels = pixels_left < p.out_width - ox ? pixels_left : p.out_width - ox;
  const int y = oy * p.stride_height - p.pad_top + ky * p.dilation_height;
  run.row = y >= 0 && y < p.in_height ? y : -1;
  const int x = ox * p.stride_width - p.pad_left + kx * p.dilation_width;
  const int stride = p.stride_width;
  run.from = clamp(x >= 0 ? 0 : (-x + stride - 1) / stride, 0, run.pixels);
  run.to = clamp(x >= p.in_width ? 0 : (p.in_width - x + stride - 1) / stride, run.from, run.pixels);
  if (run.row < 0) run.from = run.to = 0;
  run.column = x + std::ptrdiff_t(run.from) * stride;
  return run;
}

/// Channels fill whole blocks: every column block is one tap of one channel block.
template <typename Tile>
void gather_blocks(const Tile& tile) {
  const Im2colTile& t = tile.t;
  const ConvProblem& p = *t.problem;
  const int channel_blocks = p.in_channels / kBlock;
  const std::ptrdiff_t plane = std::ptrdiff_t(p.in_height) * p.in_width * kBlock;
  const std::ptrdiff_t step = std::ptrdiff_t(p.stride_width) * kBlock;
  for (int block = 0; block < t.columns / kBlock; ++block) {
    const int index = t.first_column / kBlock + block;
    const int tap = index / channel_blocks;
    const float* channels = t.input + (index % channel_blocks) * plane;
    typename Tile::Number* to = tile.block(block);
    for (int done = 0; done < t.pixels;) {
      const Run run = run_of(p, tap, t.first_pixel + done, t.pixels - done);
      for (int i = 0; i < run.from; ++i) zero_block(to + i * Tile::kStep);
      if (run.from < run.to) {
        const float* from = channels + (run.row * p.in_width + run.column) * kBlock;
        for (int i = run.from; i < run.to; ++i, from += step) Tile::put(to + i * Tile::kStep, from);
      }
      for (int i = run.to; i < run.pixels; ++i) zero_block(to + i * Tile::kStep);
      to += std::size_t(run.pixels) * Tile::kStep;
      done += run.pixels;
    }
  }
  if (Tile::kStep > kBlock && t.columns / kBlock % 2 != 0) {
    typename Tile::Number* to = tile.block(t.columns / kBlock);
    for (int i = 0; i < t.pixels; ++i) zero_block(to + i * Tile::kStep);
  }
}

/// Columns [first, first + columns) of one row of the matrix, from row[0] on. Channel blocks are copied whole: what is
/// too much of one is overwritten by the next, and the first and the last reach up to a block before and behind.
void gather_row(const Im2colTile& t, int first, int columns, int pixel, float* row) {
  const ConvProblem& p = *t.problem;
  const int in_channels = p.in_channels;
  const std::ptrdiff_t plane = std::ptrdiff_t(p.in_height) * p.in_width * kBlock;
  const int top = pixel / p.out_width * p.stride_height - p.pad_top;
  const int left = pixel % p.out_width * p.stride_width - p.pad_left;
  const int last_tap = (first + columns + in_channels - 1) / in_channels;
  // The first block may begin before the first column.
  int channel = first % in_channels / kBlock * kBlock;
  row -= first % in_channels - channel;
  const float* const end = row + (first % in_channels - channel) + columns;
  for (int tap = first / in_channels; tap < last_tap; ++tap, channel = 0) {
    const int y = top + tap / p.kernel_width * p.dilation_height;
    const int x = left + tap % p.kernel_width * p.dilation_width;
    const bool inside = y >= 0 && y < p.in_height && x >= 0 && x < p.in_width;
    const float* piece = t.input + (std::ptrdiff_t(y) * p.in_width + x) * kBlock + channel / kBlock * plane;
    for (; channel < in_channels && row < end; channel += kBlock, piece += plane) {
      if (inside) {
        copy_block(row, piece);
      } else {
        zero_block(row);
      }
      row += in_channels - channel < kBlock ? in_channels - channel : kBlock;
    }
  }
}

/// The last channel block has missing lanes: rows are put together without them, so that the depth of the product is
/// what the layer has, not what blocks round it up to, and then cut into blocks; a few at a time, so that what was
/// written in small pieces has reached the cache when it is read in large ones.
template <typename Tile>
void gather_rows(const Tile& gathered) {
  const Im2colTile& t = gathered.t;
  constexpr int kRows = 8;
  constexpr int kColumns = 256;
  alignas(64) float rows[kRows][kBlock + kColumns + kBlock];
  for (int done = 0; done < t.columns; done += kColumns) {
    const int columns = t.columns - done < kColumns ? t.columns - done : kColumns;
    // Of bfloat16, zeros follow the last column.
    const int padded = (columns + Tile::kStep - 1) / Tile::kStep * Tile::kStep;
    for (int pixel = 0; pixel < t.pixels; pixel += kRows) {
      const int count = t.pixels - pixel < kRows ? t.pixels - pixel : kRows;
      for (int i = 0; i < count; ++i) {
        gather_row(t, t.first_column + done, columns, t.first_pixel + pixel + i, rows[i] + kBlock);
        if (Tile::kStep > kBlock) {
          for (int column = columns; column < padded; ++column) rows[i][kBlock + column] = 0;
        }
      }
      for (int column = 0; column < padded; column += kBlock) {
        typename Tile::Number* to = gathered.block((done + column) / kBlock) + std::size_t(pixel) * Tile::kStep;
        for (int i = 0; i < count; ++i) Tile::put(to + i * Tile::kStep, rows[i] + kBlock + column);
      }
    }
  }
}

template <typename Tile>
void gather(const Im2colTile& t) {
  if (t.problem->in_channels % kBlock == 0) {
    gather_blocks(Tile{t});
  } else {
    gather_rows(Tile{t});
  }
}

}  // namespace

void im2col(const Im2colTile& tile) {
  if (tile.bfloats == nullptr) return gather<FloatTile>(tile);
#if defined(CONVSCOPE_SIMD_avx512)
  if (core::multiplies_bfloat16(kIsa)) return gather<BFloatTile<InstructionPairs>>(tile);
#endif
  gather<BFloatTile<WidenedPairs>>(tile);
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
