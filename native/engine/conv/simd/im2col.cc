// SPDX-License-Identifier: Apache-2.0
// Gathers the input values that output positions need, in the order in which the matrix product
// reads them. Positions outside the input give zero.
#include "conv/simd/functions.h"
#include "core/simd.h"

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
void gather_blocks(const Im2colTile& t) {
  const ConvProblem& p = *t.problem;
  const int channel_blocks = p.in_channels / kBlock;
  const std::ptrdiff_t plane = std::ptrdiff_t(p.in_height) * p.in_width * kBlock;
  const std::ptrdiff_t step = std::ptrdiff_t(p.stride_width) * kBlock;
  for (int block = 0; block < t.columns / kBlock; ++block) {
    const int index = t.first_column / kBlock + block;
    const int tap = index / channel_blocks;
    const float* channels = t.input + (index % channel_blocks) * plane;
    float* to = t.tile + std::size_t(block) * t.pixels * kBlock;
    for (int done = 0; done < t.pixels;) {
      const Run run = run_of(p, tap, t.first_pixel + done, t.pixels - done);
      for (int i = 0; i < run.from; ++i) zero_block(to + i * kBlock);
      if (run.from < run.to) {
        const float* from = channels + (run.row * p.in_width + run.column) * kBlock;
        for (int i = run.from; i < run.to; ++i, from += step) copy_block(to + i * kBlock, from);
      }
      for (int i = run.to; i < run.pixels; ++i) zero_block(to + i * kBlock);
      to += std::size_t(run.pixels) * kBlock;
      done += run.pixels;
    }
  }
}

typedef float Quad __attribute__((vector_size(16), aligned(4), may_alias));

/// A piece is what is copied at once: all channels of a tap where they are four at most, else one channel block.
template <bool kNarrow>
CONVSCOPE_INLINE void copy_piece(float* to, const float* from) {
  if constexpr (kNarrow) {
    *reinterpret_cast<Quad*>(to) = *reinterpret_cast<const Quad*>(from);
  } else {
    copy_block(to, from);
  }
}

template <bool kNarrow>
CONVSCOPE_INLINE void zero_piece(float* to) {
  if constexpr (kNarrow) {
    *reinterpret_cast<Quad*>(to) = Quad{};
  } else {
    zero_block(to);
  }
}

/// Columns [first, first + columns) of one row of the matrix, from row[0] on. Pieces are copied whole: what is too
/// much of one is overwritten by the next, and the first and the last reach up to a block before and behind.
template <bool kNarrow>
CONVSCOPE_INLINE void gather_row(const Im2colTile& t, int first, int columns, int pixel, float* row) {
  const ConvProblem& p = *t.problem;
  const int in_channels = p.in_channels;
  const std::ptrdiff_t plane = std::ptrdiff_t(p.in_height) * p.in_width * kBlock;
  const std::ptrdiff_t step = std::ptrdiff_t(p.dilation_width) * kBlock;
  const int top = pixel / p.out_width * p.stride_height - p.pad_top;
  const int left = pixel % p.out_width * p.stride_width - p.pad_left;
  const int first_tap = first / in_channels;
  const int last_tap = (first + columns + in_channels - 1) / in_channels;
  // The first piece may begin before the first column.
  int channel = kNarrow ? 0 : first % in_channels / kBlock * kBlock;
  row -= first % in_channels - channel;
  const float* const end = row + (first % in_channels - channel) + columns;
  for (int tap = first_tap; tap < last_tap;) {
    // The taps of one row of the kernel, and of them those [from, to) inside the input.
    const int kx = tap % p.kernel_width;
    const int rest = p.kernel_width - kx;
    const int count = rest < last_tap - tap ? rest : last_tap - tap;
    const int y = top + tap / p.kernel_width * p.dilation_height;
    const int x = left + kx * p.dilation_width;
    int from = 0, to = 0;
    if (y >= 0 && y < p.in_height) {
      from = clamp(x >= 0 ? 0 : (-x + p.dilation_width - 1) / p.dilation_width, 0, count);
      to = x + (count - 1) * p.dilation_width < p.in_width
               ? count
               : clamp(x >= p.in_width ? 0 : (p.in_width - x + p.dilation_width - 1) / p.dilation_width, from, count);
      if (to < from) to = from;
    }
    const float* pixels = t.input + (std::ptrdiff_t(y) * p.in_width + x) * kBlock;
    tap += count;
    if constexpr (kNarrow) {
      for (int i = 0; i < from; ++i, row += in_channels) zero_piece<true>(row);
      const float* pixel_from = pixels + from * step;
      for (int i = from; i < to; ++i, row += in_channels, pixel_from += step) copy_piece<true>(row, pixel_from);
      for (int i = to; i < count; ++i, row += in_channels) zero_piece<true>(row);
    } else {
      for (int i = 0; i < count; ++i, channel = 0) {
        const float* piece = pixels + i * step + channel / kBlock * plane;
        for (; channel < in_channels && row < end; channel += kBlock, piece += plane) {
          if (i >= from && i < to) {
            copy_piece<false>(row, piece);
          } else {
            zero_piece<false>(row);
          }
          row += in_channels - channel < kBlock ? in_channels - channel : kBlock;
        }
      }
    }
  }
}

/// Whether all taps of a position lie inside the input.
CONVSCOPE_INLINE bool is_inside(const ConvProblem& p, int pixel) {
  const int top = pixel / p.out_width * p.stride_height - p.pad_top;
  const int left = pixel % p.out_width * p.stride_width - p.pad_left;
  return top >= 0 && top + (p.kernel_height - 1) * p.dilation_height < p.in_height && left >= 0 &&
         left + (p.kernel_width - 1) * p.dilation_width < p.in_width;
}

/// The last channel block has missing lanes: rows are put together without them, so that the depth of the product is
/// what the layer has, not what blocks round it up to, and then cut into blocks; a few at a time, so that what was
/// written in small pieces has reached the cache when it is read in large ones.
template <bool kNarrow>
void gather_rows(const Im2colTile& t) {
  const ConvProblem& p = *t.problem;
  constexpr int kRows = 8;
  constexpr int kColumns = 256;
  alignas(64) float rows[kRows][kBlock + kColumns + kBlock];
  // Narrow: where the taps of a piece of the columns are, from the first tap of all.
  std::ptrdiff_t offsets[kColumns + 2];
  for (int done = 0; done < t.columns; done += kColumns) {
    const int first = t.first_column + done;
    const int columns = t.columns - done < kColumns ? t.columns - done : kColumns;
    const int first_tap = first / p.in_channels;
    const int taps = (first + columns + p.in_channels - 1) / p.in_channels - first_tap;
    for (int i = 0; kNarrow && i < taps; ++i) {
      const int ky = (first_tap + i) / p.kernel_width, kx = (first_tap + i) % p.kernel_width;
      offsets[i] = (std::ptrdiff_t(ky) * p.dilation_height * p.in_width + kx * p.dilation_width) * kBlock;
    }
    float* tile = t.tile + std::size_t(done) * t.pixels;
    for (int pixel = 0; pixel < t.pixels; pixel += kRows) {
      const int count = t.pixels - pixel < kRows ? t.pixels - pixel : kRows;
      for (int i = 0; i < count; ++i) {
        const int position = t.first_pixel + pixel + i;
        float* row = rows[i] + kBlock;
        if (!kNarrow || !is_inside(p, position)) {
          gather_row<kNarrow>(t, first, columns, position, row);
          continue;
        }
        const int y = position / p.out_width * p.stride_height - p.pad_top;
        const int x = position % p.out_width * p.stride_width - p.pad_left;
        const float* from = t.input + (std::ptrdiff_t(y) * p.in_width + x) * kBlock;
        row -= first % p.in_channels;
#pragma GCC unroll 8
        for (int tap = 0; tap < taps; ++tap, row += p.in_channels) copy_piece<kNarrow>(row, from + offsets[tap]);
      }
      for (int column = 0; column < columns; column += kBlock) {
        float* to = tile + (std::size_t(column) * t.pixels + std::size_t(pixel) * kBlock);
        for (int i = 0; i < count; ++i) copy_block(to + i * kBlock, rows[i] + kBlock + column);
      }
    }
  }
}

}  // namespace

void im2col(const Im2colTile& tile) {
  if (tile.problem->in_channels % kBlock == 0) {
    gather_blocks(tile);
  } else if (tile.problem->in_channels <= 4) {
    gather_rows<true>(tile);
  } else {
    gather_rows<false>(tile);
  }
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
