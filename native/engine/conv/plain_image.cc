// SPDX-License-Identifier: Apache-2.0
#include "conv/plain_image.h"

#include <algorithm>
#include <cstring>

namespace convscope::conv {
namespace {

// So few channels leave three quarters of a block of 16 empty.
constexpr int kMostChannels = 4;
// A band's input rows: some part of an L2 cache.
constexpr double kBandBytes = 64 << 10;

// Evens out threads of different speed.
constexpr int kBandsPerThread = 4;

int reach(int kernel, int dilation) { return (kernel - 1) * dilation; }

/// The row of the image, its padding and what is beyond, by remainder of the column.
void copy_row(const ConvProblem& p, int columns, const float* row, float* to) {
  const int stride = p.stride_width;
  for (int remainder = 0; remainder < stride; ++remainder, to += columns) {
    // Columns [from, until) lie inside the image.
    const int outside = p.pad_left - remainder;
    const int from = std::min(columns, outside <= 0 ? 0 : divide_up(outside, stride));
    const int until = std::clamp(divide_up(p.in_width + std::max(outside, -p.in_width), stride), from, columns);
    std::fill_n(to, from, 0.0f);
    if (stride == 2) {
      // Known to the compiler, which then uses vectors.
      for (int i = from; i < until; ++i) to[i] = row[i * 2 - outside];
    } else {
      for (int i = from; i < until; ++i) to[i] = row[i * stride - outside];
    }
    std::fill_n(to + until, columns - until, 0.0f);
  }
}

/// Fills the band whose first output row is `first_row` from one image [c][h][w].
void copy_band(const ConvProblem& p, const PlainImage& t, const float* image, int first_row, float* band) {
  const std::size_t row_floats = std::size_t(p.stride_width) * t.columns;
  const int top = first_row * p.stride_height - p.pad_top;
  for (int channel = 0; channel < p.in_channels; ++channel) {
    const float* plane = image + std::size_t(channel) * p.in_height * p.in_width;
    for (int row = 0; row < t.input_rows; ++row, band += row_floats) {
      const int y = top + row;
      if (y >= 0 && y < p.in_height) {
        copy_row(p, t.columns, plane + std::size_t(y) * p.in_width, band);
      } else {
        std::memset(band, 0, row_floats * sizeof(float));
      }
    }
  }
}

}  // namespace

bool reads_plain_image(const ConvProblem& p) { return p.group == 1 && !p.is_part && p.in_channels <= kMostChannels; }

PlainImage::PlainImage(const ConvProblem& p, const Target& target) {
  columns = p.out_width + reach(p.kernel_width, p.dilation_width) / p.stride_width;
  const double row_bytes = 1.0 * sizeof(float) * p.in_channels * p.stride_width * columns;
  const double least = reach(p.kernel_height, p.dilation_height) + 1;
  const double more = std::max(0.0, (kBandBytes / row_bytes - least) / p.stride_height);
  int most = 1 + static_cast<int>(std::min<double>(more, p.out_height - 1));
  if (target.threads > 1) most = std::min(most, divide_up(p.out_height, kBandsPerThread * target.threads));
  rows = divide_up(p.out_height, divide_up(p.out_height, most));
  bands = divide_up(p.out_height, rows);
  input_rows = (rows - 1) * p.stride_height + reach(p.kernel_height, p.dilation_height) + 1;
}

Bytes PlainImage::band_bytes(const ConvProblem& p) const {
  return Bytes::product({p.in_channels, input_rows, p.stride_width, columns, sizeof(float)}).aligned();
}

void fill_offsets(const ConvProblem& p, const PlainImage& t, std::int64_t* offsets) {
  for (int channel = 0; channel < p.in_channels; ++channel) {
    for (int ky = 0; ky < p.kernel_height; ++ky) {
      const std::int64_t row = std::int64_t(channel) * t.input_rows + ky * p.dilation_height;
      for (int kx = 0; kx < p.kernel_width; ++kx) {
        const int x = kx * p.dilation_width;
        *offsets++ = (row * p.stride_width + x % p.stride_width) * t.columns + x / p.stride_width;
      }
    }
  }
}

Bytes PlainImage::offset_bytes(const ConvProblem& p) {
  return Bytes::product({p.in_channels, p.kernel_height, p.kernel_width, sizeof(std::int64_t)}).aligned();
}

void multiply_band(const PlainProduct& r, long index, int first_panel, int last_panel, const float* weights,
                   float* band) {
  const ConvProblem& p = r.problem;
  const PlainImage& t = r.tiling;
  const Epilogue& epilogue = r.buffers.epilogue;
  const int block = core::channel_block(r.panels.isa);
  const std::size_t out_pixels = std::size_t(p.out_height) * p.out_width;
  const long image = index / t.bands;
  const int first_row = static_cast<int>(index % t.bands) * t.rows;
  const int rows = std::min(t.rows, p.out_height - first_row);
  copy_band(p, t, r.buffers.input + std::size_t(image) * p.in_channels * p.in_height * p.in_width, first_row, band);
  for (int row = 0; row < rows; ++row) {
    const std::size_t pixel = std::size_t(first_row + row) * p.out_width;
    for (int panel = first_panel; panel < last_panel; ++panel) {
      const int channel = r.panels.first_channel(panel);
      const std::size_t out =
          (std::size_t(image) * r.panels.padded_channels() + channel) * out_pixels + pixel * std::size_t(block);
      r.simd.gemm_panel({
          .a = band + std::size_t(row) * p.stride_height * p.stride_width * t.columns,
          .depth = r.panels.depth,
          .weights = {weights + r.panels.offset(panel, 0) - r.panels.offset(first_panel, 0)},
          .vectors = r.panels.vectors(panel),
          .c = r.buffers.output + out,
          .c_block_stride = out_pixels * block,
          .pixels = p.out_width,
          .bias = r.bias + channel,
          .residual = epilogue.residual == nullptr ? nullptr : epilogue.residual + out,
          .activation = epilogue.activation,
          .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + channel,
          .offsets = r.offsets,
      });
    }
  }
}

}  // namespace convscope::conv
