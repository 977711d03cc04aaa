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

/// The last channel block has missing lanes: columns are gathered one by one, so that the depth
/// of the product is what the layer has, not what blocks round it up to.
void gather_columns(const Im2colTile& t) {
  const ConvProblem& p = *t.problem;
  const std::ptrdiff_t plane = std::ptrdiff_t(p.in_height) * p.in_width * kBlock;
  const std::ptrdiff_t step = std::ptrdiff_t(p.stride_width) * kBlock;
  for (int column = 0; column < t.columns; ++column) {
    const int tap = (t.first_column + column) / p.in_channels;
    const int channel = (t.first_column + column) % p.in_channels;
    const float* channels = t.input + (channel / kBlock) * plane + channel % kBlock;
    float* to = t.tile + std::size_t(column / kBlock) * t.pixels * kBlock + column % kBlock;
    for (int done = 0; done < t.pixels;) {
      const Run run = run_of(p, tap, t.first_pixel + done, t.pixels - done);
      for (int i = 0; i < run.from; ++i) to[i * kBlock] = 0.0f;
      if (run.from < run.to) {
        const float* from = channels + (run.row * p.in_width + run.column) * kBlock;
        for (int i = run.from; i < run.to; ++i, from += step) to[i * kBlock] = *from;
      }
      for (int i = run.to; i < run.pixels; ++i) to[i * kBlock] = 0.0f;
      to += std::size_t(run.pixels) * kBlock;
      done += run.pixels;
    }
  }
}

}  // namespace

void im2col(const Im2colTile& tile) {
  if (tile.problem->in_channels % kBlock == 0) {
    gather_blocks(tile);
  } else {
    gather_columns(tile);
  }
}

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
