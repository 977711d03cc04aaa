// SPDX-License-Identifier: Apache-2.0
// The vector code that kernels are made of, compiled once per instruction set (folder simd). It
// knows registers and blocks; tiling, threads and sizes are the kernels' business. b is the
// instruction set's channel block; strides are in floats.
#pragma once

#include <cstddef>
#include <cstdint>

#include "conv/conv_problem.h"
#include "conv/epilogue.h"

namespace convscope::conv {

/// [rows][vectors * lanes] of a weight panel, float32 or halves.
struct PanelWeights {
  const float* floats = nullptr;
  /// IEEE 754 binary16, times one factor for each column, a power of two; null where there are floats.
  const std::uint16_t* halves = nullptr;
  const float* factors = nullptr;
  /// bfloat16, two rows interleaved: [ceil(rows / 2)][vectors * lanes][2]; null where there are others.
  const std::uint16_t* pairs = nullptr;
};

/// Bytes that are read soon, and may have to come from beyond the L2 cache; none where nothing is known.
struct FarBytes {
  const std::byte* begin = nullptr;
  std::size_t count = 0;
};

/// c[i][j] = activation(start + sum over k of a[k][i] * weights[k][j]) for one weight panel.
struct GemmPanel {
  /// [ceil(k / b)][pixels][b]: element (k, i) is lane k % b of row i in block k / b. With offsets: a[offsets[k] + i].
  const float* a = nullptr;
  /// With pairs: instead of `a`, bfloat16 as to_bfloat16 leaves it, and kPairsBehind bytes that may hold anything.
  const std::uint16_t* a_bfloats = nullptr;
  /// In elements.
  std::size_t a_block_stride = 0;
  /// With pairs, from one output position to the next, in elements; 0: 2b.
  std::size_t a_step = 0;
  int depth;
  /// `depth` rows. Halves are for 2 vectors and without offsets.
  PanelWeights weights;
  /// What is read after the weights: fetched meanwhile.
  FarBytes next = {};
  /// 1 or 2 vectors of output channels.
  int vectors;
  /// [channel block][pixels][b], where the panel's channels begin.
  float* c;
  std::size_t c_block_stride;
  int pixels;
  /// What the sum starts from: [vectors * lanes], or null: from what c holds.
  const float* bias;
  /// Added to the bias: where it begins, strides as c. Null, or c itself.
  const float* residual = nullptr;
  Activation activation = {};
  /// Of the panel's channels, see Epilogue.
  const float* slope = nullptr;
  /// [depth], or null. With pairs, [depth / 2b]: where in a_bfloats blocks begin, instead of a_block_stride apart.
  const std::int64_t* offsets = nullptr;
};

/// One row of the im2col matrix per output position: row i, column k = tap * in_channels + channel.
struct Im2colTile {
  const ConvProblem* problem;
  /// One image, blocked [C/b][h][w][b].
  const float* input;
  /// Output positions [first_pixel, first_pixel + pixels), row by row.
  int first_pixel;
  int pixels;
  /// Columns [first_column, first_column + columns); first_column is a multiple of b.
  int first_column;
  int columns;
  /// [ceil(columns / b)][pixels][b]; lanes past the last column hold anything.
  float* tile;
  /// Where it is wanted as bfloat16 instead, in the order of BFloatBlocks.
  std::uint16_t* bfloats = nullptr;
};

/// A vector of output channels' weights, brought into a panel's order: panel[k][j] = rows[j][i] * factors[j], 0 for
/// j >= present, where element `i` of a row is number s = first + i of its channel and k = s % taps * channels + s /
/// taps.
struct PanelRows {
  /// One row for each lane of a vector.
  const float* rows;
  std::size_t row_stride;
  int present;
  int first, count;
  int taps, channels;
  const float* factors;
  /// Rows of the panel are `columns` floats apart.
  float* panel;
  int columns;
};

/// Halves of a panel as float32 in their order, times their factors.
struct HalfRows {
  PanelWeights from;
  int rows;
  /// 1 or 2.
  int vectors;
  float* to;
};

/// What is read behind the last row of a block of bfloat16: rows are multiplied by tiles of 16.
inline constexpr std::size_t kPairsBehind = 1024;

/// Blocks of channels rounded to bfloat16, two of them side by side; zeros follow the last channel.
struct BFloatBlocks {
  /// [ceil(depth / b)][pixels][b], blocks apart by from_block_stride.
  const float* from;
  std::size_t from_block_stride;
  int depth, pixels;
  /// [ceil(depth / 2b)][pixels][2b].
  std::uint16_t* to;
};

/// Rows [first_row, last_row) of the output of one channel block.
struct DepthwiseRows {
  const ConvProblem* problem;
  /// [h][w][b].
  const float* input;
  /// Bias [b], then [kh][kw][b].
  const float* weights;
  /// [h][w][b].
  float* output;
  int first_row, last_row;
  /// [h][w][b], or null.
  const float* residual;
  Activation activation;
  /// [b], see Epilogue.
  const float* slope;
};

/// B^T d B of one tile of one channel block.
struct WinogradInput {
  /// Edge of the tile: 4, 6 or 8.
  int alpha;
  /// [alpha][alpha][b], rows apart by row_stride.
  const float* input;
  std::ptrdiff_t row_stride;
  /// [alpha * alpha][b], elements apart by element_stride numbers.
  float* output;
  std::size_t element_stride;
  /// Where it is kept as bfloat16 instead; for tiles of 4.
  std::uint16_t* bfloats = nullptr;
};

/// activation(A^T y A + bias + residual) of one tile of one channel block, of which `rows` by `columns` are stored.
struct WinogradOutput {
  int alpha;
  /// Edge of the output tile.
  int unit;
  /// [alpha * alpha][b], elements apart by element_stride.
  const float* input;
  std::size_t element_stride;
  /// [b].
  const float* bias;
  /// [rows][columns][b], rows apart by row_stride.
  float* output;
  std::ptrdiff_t row_stride;
  int rows, columns;
  /// Where the tile begins, rows as the output's; or null.
  const float* residual;
  Activation activation;
  /// [b], see Epilogue.
  const float* slope;
};

/// G g G^T of every input channel of a panel of 3 x 3 weights.
struct WinogradWeights {
  /// Edge of the tile: 4, 6 or 8.
  int alpha;
  /// [9][channels][columns], taps row by row.
  const float* panel;
  int channels, columns;
  /// [alpha * alpha][channels][columns].
  float* output;
};

struct Primitives {
  void (*gemm_panel)(const GemmPanel&);
  /// A product with pairs again and again, by the processor's instruction for pairs, where core::multiplies_bfloat16,
  /// or widened; returns the floating-point operations.
  double (*pair_products)(bool by_instruction, long rounds);
  /// Before the first and after the last product with pairs of a thread's stretch of work, see PairsOfThread.
  void (*begin_pairs)();
  void (*end_pairs)();
  void (*im2col)(const Im2colTile&);
  void (*transpose_rows)(const PanelRows&);
  void (*widen)(const HalfRows&);
  /// `count` floats, a multiple of the lanes, as IEEE 754 binary16, to the nearest and even.
  void (*narrow)(const float* from, int count, std::uint16_t* to);
  void (*to_bfloat16)(const BFloatBlocks&);
  /// Sum of a[i] * b[i].
  float (*dot)(const float* a, const float* b, int count);
  void (*depthwise)(const DepthwiseRows&);
  void (*winograd_input)(const WinogradInput&);
  void (*winograd_weights)(const WinogradWeights&);
  void (*winograd_output)(const WinogradOutput&);
  /// Runs independent chains of multiply-adds on registers; returns the floating-point operations.
  double (*multiply_add_chains)(long rounds);
  /// The same of pairs of bfloat16; 0, at once, where the processor has no instruction for it.
  double (*bfloat16_chains)(long rounds);
  /// The same of tiles of bfloat16, read as products read them; 0, at once, where there are none.
  double (*tile_chains)(long rounds);
  /// Reads `floats` floats, a multiple of 128, once from the first to the last; their sum, in no stated order.
  float (*read_through)(const float* values, std::size_t floats);
};

/// Requires core::isa_executable(isa).
const Primitives& primitives(core::Isa isa);

/// What products with pairs need of the processor while the thread works on some.
class PairsOfThread {
 public:
  PairsOfThread(const Primitives& simd, bool wanted) : end_(wanted ? simd.end_pairs : nullptr) {
    if (wanted) simd.begin_pairs();
  }
  ~PairsOfThread() {
    if (end_ != nullptr) end_();
  }
  PairsOfThread(const PairsOfThread&) = delete;
  PairsOfThread& operator=(const PairsOfThread&) = delete;

 private:
  void (*end_)();
};

}  // namespace convscope::conv
