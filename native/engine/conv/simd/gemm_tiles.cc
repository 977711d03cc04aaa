// SPDX-License-Identifier: Apache-2.0
// The matrix product of bfloat16 in the tiles of AMX (core/simd_tiles.h): two tiles of 16 output positions by two of 16
// output channels are sums, so that a step of 32 in depth is four products of four tiles read. Both factors are read
// where they are: a block of to_bfloat16 has the rows of a tile one after the other, and a panel's pairs are the
// columns of two. What sticks out is whole all the same: past the last position rows are read that nobody asked for,
// and their sums dropped; past the last of the depth both factors are zero.
#include "conv/simd/functions.h"
#include "conv/simd/gemm_tile.h"
#include "core/simd_tiles.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {
namespace {

#if defined(CONVSCOPE_SIMD_TILES)

constexpr int kRowTiles = 2;
/// Tiles 0 to 3 are sums, 4 and 5 positions, 6 and 7 weights.
constexpr int kFirstRows = 4, kFirstPairs = 6;
constexpr int kTileFloats = kTileRows * kLanes;

/// Of a panel of N vectors: bytes from one pair of rows to the next, and elements of a step.
template <int N>
constexpr std::size_t kPairStride = std::size_t(N) * kTileRowBytes;
template <int N>
constexpr std::size_t kStepElements = std::size_t(N) * kTileBytes / sizeof(std::uint16_t);

template <int M, int N>
CONVSCOPE_INLINE void step_tiles(const std::uint16_t* a, std::size_t a_step, const std::uint16_t* pairs) {
  load_tile<kFirstRows>(a, a_step * sizeof(std::uint16_t));
  load_tile<kFirstPairs>(pairs, kPairStride<N>);
  add_products<0, kFirstRows, kFirstPairs>();
  if constexpr (N > 1) {
    load_tile<kFirstPairs + 1>(pairs + kTileDepth, kPairStride<N>);
    add_products<1, kFirstRows, kFirstPairs + 1>();
  }
  if constexpr (M > 1) {
    load_tile<kFirstRows + 1>(a + kTileRows * a_step, a_step * sizeof(std::uint16_t));
    add_products<2, kFirstRows + 1, kFirstPairs>();
    if constexpr (N > 1) add_products<3, kFirstRows + 1, kFirstPairs + 1>();
  }
}

/// f(tile of sums, its row of tiles, its vector) of each, all constants.
template <int M, int N, typename F>
CONVSCOPE_INLINE void for_each_sum(F f) {
  f.template operator()<0, 0, 0>();
  if constexpr (N > 1) f.template operator()<1, 0, 1>();
  if constexpr (M > 1) f.template operator()<2, 1, 0>();
  if constexpr (M > 1 && N > 1) f.template operator()<3, 1, 1>();
}

/// Sums of `rows` positions from `first` on; `last_pairs` are the weights of what remains of the depth, a whole step.
template <int M, int N>
void multiply_tiles(const GemmPanel& panel, int first, int rows, const std::uint16_t* last_pairs) {
  alignas(64) float sums[M * N][kTileFloats];
  const Activation activation = panel.activation;
  float* const c = panel.c + element(panel, first, 0, 0);
  const std::size_t c_stride = panel.c_block_stride;
  const bool whole = rows == M * kTileRows;
  for_each_sum<M, N>([&]<int kSum, int m, int n>() __attribute__((always_inline)) {
    if (panel.bias != nullptr) return load_tile<kSum>(panel.bias + n * kLanes, 0);
    float* from = c + n * c_stride + m * kTileFloats;
    if (!whole) {
      for (int row = 0; row < kTileRows && m * kTileRows + row < rows; ++row) {
        store(sums[m * N + n] + row * kLanes, load(from + row * kLanes));
      }
      from = sums[m * N + n];
    }
    load_tile<kSum>(from, kTileRowBytes);
  });

  const std::size_t a_step = panel.a_step == 0 ? kTileDepth : panel.a_step;
  const std::uint16_t* a = panel.a_bfloats + std::size_t(first) * a_step;
  const std::uint16_t* pairs = panel.weights.pairs;
  FarReader next(panel, first, rows, (panel.depth + kTileDepth - 1) / kTileDepth);
  for (int block = 0; block < panel.depth / kTileDepth; ++block) {
    next.fetch();
    step_tiles<M, N>(panel.offsets == nullptr ? a : a + panel.offsets[block], a_step, pairs);
    a += panel.a_block_stride;
    pairs += kStepElements<N>;
  }
  next.fetch();
  if (last_pairs != nullptr) step_tiles<M, N>(a, a_step, last_pairs);

  if (whole && panel.residual == nullptr && activation.function == ActivationFunction::kNone) {
    for_each_sum<M, N>([&]<int kSum, int m, int n>() __attribute__((always_inline)) {
      store_tile<kSum>(c + n * c_stride + m * kTileFloats, kTileRowBytes);
    });
    return;
  }
  for_each_sum<M, N>([&]<int kSum, int m, int n>()
                         __attribute__((always_inline)) { store_tile<kSum>(sums[m * N + n], kTileRowBytes); });
  for_each_sum<M, N>([&]<int kSum, int m, int n>() __attribute__((always_inline)) {
    const Vec slope = slopes(activation, panel.slope == nullptr ? nullptr : panel.slope + n * kLanes);
    const int left = rows - m * kTileRows, count = left < kTileRows ? left : kTileRows;
    const std::size_t at = n * c_stride + m * kTileFloats;
    const float* residual = panel.residual == nullptr ? nullptr : panel.residual + element(panel, first, 0, 0) + at;
    for (int row = 0; row < count; ++row) {
      Vec sum = load(sums[m * N + n] + row * kLanes);
      if (residual != nullptr) sum += load(residual + row * kLanes);
      store(c + at + row * kLanes, activate(sum, activation, slope));
    }
    if (!is_finished(activation)) finish(activation, c + at, count, kLanes);
  });
}

/// The weights of what remains of the depth, followed by zeros: what follows them in memory is another panel, if
/// anything.
template <int N>
void pad_pairs(const GemmPanel& panel, std::uint16_t* padded) {
  constexpr int kPairElements = N * kTileDepth;
  const int pairs = (panel.depth % kTileDepth + 1) / 2;
  const std::uint16_t* from = panel.weights.pairs + std::size_t(panel.depth / kTileDepth) * kStepElements<N>;
  for (int pair = 0; pair < kTileRows; ++pair) {
    for (int i = 0; i < kPairElements; i += kLanes) {
      const int at = pair * kPairElements + i;
      const UnalignedBFloats zeros = {};
      *reinterpret_cast<UnalignedBFloats*>(padded + at) =
          pair < pairs ? *reinterpret_cast<const UnalignedBFloats*>(from + at) : zeros;
    }
  }
}

template <int N>
void multiply_panel(const GemmPanel& panel) {
  alignas(64) std::uint16_t padded[kStepElements<N>];
  const std::uint16_t* last = nullptr;
  if (panel.depth % kTileDepth != 0) {
    pad_pairs<N>(panel, padded);
    last = padded;
  }
  for (int first = 0; first < panel.pixels; first += kRowTiles * kTileRows) {
    const int left = panel.pixels - first;
    if (left > kTileRows) {
      multiply_tiles<kRowTiles, N>(panel, first, left < kRowTiles * kTileRows ? left : kRowTiles * kTileRows, last);
    } else {
      multiply_tiles<1, N>(panel, first, left, last);
    }
  }
}

#endif

}  // namespace

#if defined(CONVSCOPE_SIMD_TILES)

void begin_pairs() {
  if (core::multiplies_tiles(kIsa)) configure_tiles();
}

void end_pairs() {
  if (core::multiplies_tiles(kIsa)) release_tiles();
}

void gemm_tiles(const GemmPanel& panel) {
  return panel.vectors == 1 ? multiply_panel<1>(panel) : multiply_panel<kPanelVectors>(panel);
}

double tile_chains(long rounds) {
  if (!core::multiplies_tiles(kIsa)) return 0;
  // Two tiles of positions and of weights, read again and again as a product reads them.
  alignas(64) static constexpr std::uint16_t kZeros[4 * kTileBytes / sizeof(std::uint16_t)] = {};
  constexpr int kRepeats = 16;
  configure_tiles();
  for (long step = 0; step < rounds * kRepeats; ++step) {
    step_tiles<kRowTiles, kPanelVectors>(kZeros, kTileDepth, kZeros + 2 * kTileBytes / sizeof(std::uint16_t));
  }
  release_tiles();
  return 2.0 * kRowTiles * kPanelVectors * kTileRows * kLanes * kTileDepth * kRepeats * static_cast<double>(rounds);
}

#else

void begin_pairs() {}
void end_pairs() {}
void gemm_tiles(const GemmPanel&) {}
double tile_chains(long) { return 0; }

#endif

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
