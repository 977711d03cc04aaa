// SPDX-License-Identifier: Apache-2.0
// The tile of sums that matrix products keep in registers: what it starts from, where it goes, and how a panel's
// positions are cut into such tiles.
#pragma once

#include "conv/gemm_geometry.h"
#include "conv/primitives.h"
#include "conv/simd/epilogue.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

using namespace core::simd::CONVSCOPE_SIMD;

constexpr int kMaxPixels = register_tile_pixels(kIsa);

/// Vector n of a panel, row p of the tile.
CONVSCOPE_INLINE std::size_t element(const GemmPanel& panel, int first, int p, int n) {
  const int channel = n * kLanes;
  return (channel / kBlock) * panel.c_block_stride + std::size_t(first + p) * kBlock + channel % kBlock;
}

template <int P, int N>
CONVSCOPE_INLINE void start_tile(const GemmPanel& panel, int first, Vec (&sums)[P][N]) {
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
      sums[p][n] = panel.bias != nullptr ? load(panel.bias + n * kLanes) : load(panel.c + element(panel, first, p, n));
      if (panel.residual != nullptr) sums[p][n] += load(panel.residual + element(panel, first, p, n));
    }
  }
}

template <int P, int N>
CONVSCOPE_INLINE void finish_tile(const GemmPanel& panel, int first, const Vec (&sums)[P][N]) {
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) {
    const Vec slope = slopes(panel.activation, panel.slope == nullptr ? nullptr : panel.slope + n * kLanes);
#pragma GCC unroll 16
    for (int p = 0; p < P; ++p) {
      store(panel.c + element(panel, first, p, n), activate(sums[p][n], panel.activation, slope));
    }
    if (!is_finished(panel.activation)) finish(panel.activation, panel.c + element(panel, first, 0, n), P, kBlock);
  }
}

/// Brings a tile's share of GemmPanel::next into the L2 cache, a part of it each time: a core waits for few cache lines
/// at once, so that all of them would hold up the multiplications. Hardware fetches what a loop reads in order, but
/// stops at the end of a page, and it is late where few positions use a weight.
class FarReader {
 public:
  [[gnu::always_inline]] FarReader(const GemmPanel& panel, int first, int positions, int times) {
    const char* begin = reinterpret_cast<const char*>(panel.next.begin);
    const std::size_t lines = panel.next.count / kLine, pixels = std::size_t(panel.pixels);
    at_ = begin + lines * std::size_t(first) / pixels * kLine;
    end_ = begin + lines * std::size_t(first + positions) / pixels * kLine;
    const std::size_t own = std::size_t(end_ - at_) / kLine;
    step_ = times == 0 ? 0 : (own + std::size_t(times) - 1) / std::size_t(times) * kLine;
  }

  [[gnu::always_inline]] void fetch() {
    const char* until = at_ + step_ < end_ ? at_ + step_ : end_;
    for (; at_ < until; at_ += kLine) __builtin_prefetch(at_, 0, kIntoL2);
  }

 private:
  static constexpr std::size_t kLine = 64;
  static constexpr int kIntoL2 = 2;

  const char* at_;
  const char* end_;
  std::size_t step_;
};

template <typename Tile, int P>
void tile_of(int pixels, const GemmPanel& panel, int first) {
  if (pixels == P) return Tile::template run<P>(panel, first);
  if constexpr (P > 1) tile_of<Tile, P - 1>(pixels, panel, first);
}

/// Tile::run<P>(panel, first) for positions in tiles of nearly equal height: a short last one would starve the
/// multipliers.
template <typename Tile>
void for_each_tile(const GemmPanel& panel) {
  const int tiles = (panel.pixels + kMaxPixels - 1) / kMaxPixels;
  int first = 0;
  for (int tile = 0; tile < tiles; ++tile) {
    const int pixels = (panel.pixels - first + tiles - tile - 1) / (tiles - tile);
    tile_of<Tile, kMaxPixels>(pixels, panel, first);
    first += pixels;
  }
}

}  // namespace
}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
