// SPDX-License-Identifier: Apache-2.0
#include "conv/narrow_image.h"

#include <algorithm>
#include <cstring>

namespace convscope::conv {
namespace {

/// A band's input stays in a part of an L2 cache while all panels are multiplied with it.
constexpr long kNarrowBandBytes = 512L << 10;
/// Weights that do not stay there beside it are better divided among threads than read by each of them.
constexpr std::size_t kDividedBytes = std::size_t{1} << 20;
/// With so many bands per thread, one more for some thread hardly matters.
constexpr int kManyNarrowBands = 8;

int channels_of_row(core::Isa isa) { return 2 * core::channel_block(isa); }

int rows_read(const ConvProblem& p, int rows) {
  return (rows - 1) * p.stride_height + (p.kernel_height - 1) * p.dilation_height + 1;
}

int columns_read(const ConvProblem& p) {
  return (p.out_width - 1) * p.stride_width + (p.kernel_width - 1) * p.dilation_width + 1;
}

/// The rows that output rows from `first_row` on read, of one image.
void narrow_band(const ConvProblem& p, const Target& target, const NarrowImage& t, int first_row, int rows,
                 const float* image, std::uint16_t* to) {
  const Primitives& simd = primitives(target.isa);
  const int block = core::channel_block(target.isa), lanes = channels_of_row(target.isa);
  const std::size_t plane = std::size_t(p.in_height) * p.in_width * block;
  const int before = std::min(p.pad_left, t.columns);
  const int inside = std::clamp(t.columns - before, 0, p.in_width), after = t.columns - before - inside;
  const std::size_t pixel_bytes = std::size_t(lanes) * sizeof(std::uint16_t);
  for (int channel = 0; channel < p.in_channels; channel += lanes) {
    const float* planes = image + channel / block * plane;
    std::uint16_t* row = to + std::size_t(channel / lanes) * t.input_rows * t.columns * lanes;
    for (int i = 0; i < rows_read(p, rows); ++i, row += std::size_t(t.columns) * lanes) {
      const int y = first_row * p.stride_height - p.pad_top + i;
      if (y < 0 || y >= p.in_height || inside == 0) {
        std::memset(row, 0, t.columns * pixel_bytes);
        continue;
      }
      std::memset(row, 0, before * pixel_bytes);
      std::uint16_t* at = row + std::size_t(before) * lanes;
      simd.to_bfloat16({planes + std::size_t(y) * p.in_width * block, plane, lanes, inside, at});
      std::memset(at + std::size_t(inside) * lanes, 0, after * pixel_bytes);
    }
  }
}

/// Rows of weights k = tap * in_channels + channel, two blocks of channels at a time.
void fill_block_offsets(const ConvProblem& p, const NarrowImage& t, int lanes, std::int64_t* offsets) {
  for (int tap = 0; tap < p.kernel_height * p.kernel_width; ++tap) {
    const int y = tap / p.kernel_width * p.dilation_height, x = tap % p.kernel_width * p.dilation_width;
    for (int channel = 0; channel < p.in_channels; channel += lanes) {
      const std::int64_t row = std::int64_t(channel / lanes) * t.input_rows + y;
      *offsets++ = (row * t.columns + x) * lanes;
    }
  }
}

}  // namespace

bool narrows_image(const ConvProblem& p, const Target& target) {
  // Tiles that are less full cost more than gathering saves.
  const bool fills_tiles = 10L * p.out_width >= 7L * round_up(p.out_width, kTilePositions);
  return target.weights == WeightStorage::kBFloat16 && p.kernel_height * p.kernel_width > 1 &&
         p.in_channels % channels_of_row(target.isa) == 0 && fills_tiles &&
         !Bytes::product({p.in_channels, rows_read(p, 1), columns_read(p), sizeof(float)}).overflow();
}

NarrowImage::NarrowImage(const ConvProblem& p, const Target& target) {
  gemm = gemm_tiling(p, target, p.in_channels * p.kernel_height * p.kernel_width, WeightStorage::kBFloat16);
  columns = columns_read(p);
  const long row_bytes = long(p.in_channels) * columns * long(sizeof(std::uint16_t));
  const long fitting = (kNarrowBandBytes / row_bytes - rows_read(p, 1)) / p.stride_height + 1;
  int bands = divide_up(p.out_height, static_cast<int>(std::clamp<long>(fitting, 1, p.out_height)));
  const int threads = target.threads;
  gemm.panel_tasks = 1;
  gemm.by_panels =
      long(p.batch) * bands < threads && gemm.panels.count() >= threads && gemm.panels.bytes().value() > kDividedBytes;
  if (gemm.by_panels) {
    gemm.panel_tasks = threads;
  } else if (p.batch == 1 && bands < kManyNarrowBands * threads) {
    bands = std::min(round_up(bands, threads), p.out_height);
  }
  rows = divide_up(p.out_height, bands);
  input_rows = rows_read(p, rows);
  gemm.tile_pixels = rows * p.out_width;
  gemm.tiles = divide_up(p.out_height, rows);
}

Bytes NarrowImage::band_bytes(const ConvProblem& p) const {
  const Bytes band = Bytes::product({p.in_channels, input_rows, columns, sizeof(std::uint16_t)});
  return (band + Bytes::product({p.stride_width, static_cast<long long>(kPairsBehind)})).aligned();
}

Bytes NarrowImage::offset_bytes() const {
  return Bytes::product({gemm.panels.depth / channels_of_row(gemm.panels.isa), sizeof(std::int64_t)}).aligned();
}

void multiply_narrowed(const ConvProblem& p, const Target& target, const ConvBuffers& buffers, core::ThreadPool& pool,
                       const core::CancellationToken& cancellation) {
  const NarrowImage image(p, target);
  const GemmTiling& t = image.gemm;
  const Primitives& simd = primitives(target.isa);
  const Epilogue& epilogue = buffers.epilogue;
  const int block = core::channel_block(target.isa), lanes = channels_of_row(target.isa);
  const PackedWeights weights(t.panels, buffers.packed_weights);
  const std::size_t band_bytes = image.band_bytes(p).value();
  auto* offsets = reinterpret_cast<std::int64_t*>(buffers.workspace + band_bytes * target.threads);
  fill_block_offsets(p, image, lanes, offsets);
  const std::size_t image_in = std::size_t(round_up(p.in_channels, block)) * p.in_height * p.in_width;
  const std::size_t image_out = std::size_t(t.panels.padded_channels()) * t.out_pixels;
  const std::size_t row_step = std::size_t(image.columns) * lanes * p.stride_height;

  pool.parallel_for(t.tasks(), [&](long index, int worker) {
    if (cancellation.cancelled()) return;
    const GemmTask task = task_at(t, index);
    const PairsOfThread pairs(simd, true);
    auto* band = reinterpret_cast<std::uint16_t*>(buffers.workspace + worker * band_bytes);
    const int rows = task.pixels / p.out_width;
    narrow_band(p, target, image, task.first_pixel / p.out_width, rows, buffers.input + task.image * image_in, band);
    float* out = buffers.output + task.image * image_out + std::size_t(task.first_pixel) * block;
    for (int panel = task.first_panel; panel < task.last_panel && !cancellation.cancelled(); ++panel) {
      const std::size_t channel = t.panels.first_channel(panel);
      for (int k = 0; k < t.panels.depth; k += t.chunk) {
        const int depth = std::min(t.chunk, t.panels.depth - k);
        const bool last = k + depth == t.panels.depth;
        FarBytes next;
        if (!last) {
          next = weights.kept(panel, t.panels.offset(panel, k + depth), std::min(t.chunk, t.panels.depth - k - depth));
        } else if (panel + 1 < task.last_panel) {
          next = weights.kept(panel + 1, t.panels.offset(panel + 1, 0), std::min(t.chunk, t.panels.depth));
        }
        for (int row = 0; row < rows; ++row) {
          float* c = out + channel * t.out_pixels + std::size_t(row) * p.out_width * block;
          simd.gemm_panel({
              .a_bfloats = band + row * row_step,
              .a_step = std::size_t(p.stride_width) * lanes,
              .depth = depth,
              .weights = weights.rows(panel, t.panels.offset(panel, k), depth, task.pixels, nullptr),
              .next = {next.begin + next.count * row / rows, next.count / rows},
              .vectors = t.panels.vectors(panel),
              .c = c,
              .c_block_stride = std::size_t(t.out_pixels) * block,
              .pixels = p.out_width,
              .bias = k == 0 ? weights.bias() + channel : nullptr,
              .residual = k == 0 && epilogue.residual != nullptr ? epilogue.residual + (c - buffers.output) : nullptr,
              .activation = last ? epilogue.activation : Activation{},
              .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + channel,
              .offsets = offsets + k / lanes,
          });
        }
      }
    }
  });
}

}  // namespace convscope::conv
