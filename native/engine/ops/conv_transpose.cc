// SPDX-License-Identifier: Apache-2.0
// Transposed convolution over two or three axes, plain: for each image and group, weightsᵀ [oc/g · taps, ic/g] times
// input [ic/g, positions], whose rows are then added to the places of the output that each kernel tap reaches
// (col2im). A block of input rows is taken at a time, so that the products stay in the cache and few.
#include <algorithm>
#include <array>
#include <cstring>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/matrix_product.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

using Axes = std::array<std::int64_t, 3>;

// Products of a block of input rows; a row that needs more is a block all the same.
constexpr std::size_t kBlockBytes = std::size_t{512} << 10;

/// Over depth, height and width; a depth that the tensors lack has length 1.
struct TransposedSizes {
  std::int64_t group_in, group_out;
  Axes in{1, 1, 1}, out{1, 1, 1}, kernel{1, 1, 1}, stride{1, 1, 1}, dilation{1, 1, 1}, pad{};

  std::int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  std::int64_t in_rows() const { return in[0] * in[1]; }
  std::int64_t in_positions() const { return in_rows() * in[2]; }
  std::int64_t out_positions() const { return out[0] * out[1] * out[2]; }
};

TransposedSizes sizes_of(const ConvTranspose& op, const Signature& signature) {
  const Shape& x = signature.input(0).shape;
  const Shape& y = signature.output(0).shape;
  TransposedSizes sizes{x[1] / op.group, y[1] / op.group};
  const std::size_t axes = op.kernel.size();
  for (std::size_t i = 0; i < axes; ++i) {
    const std::size_t at = 3 - axes + i;
    sizes.in[at] = x.dims[i + 2];
    sizes.out[at] = y.dims[i + 2];
    sizes.kernel[at] = op.kernel[i];
    sizes.stride[at] = op.strides[i];
    sizes.dilation[at] = op.dilations[i];
    sizes.pad[at] = op.pads[i];
  }
  return sizes;
}

/// Rows of the input whose products are held at once, and the bytes of these, rounded up to 64.
struct Block {
  std::int64_t rows;
  std::size_t bytes;
};

/// False on overflow.
bool block_of(const TransposedSizes& sizes, Block* block) {
  std::size_t row = 0;
  if (!memory::checked_multiply(static_cast<std::size_t>(sizes.group_out), static_cast<std::size_t>(sizes.taps()),
                                &row) ||
      !memory::checked_multiply(row, static_cast<std::size_t>(sizes.in[2]), &row) ||
      !memory::checked_multiply(row, sizeof(float), &row)) {
    return false;
  }
  const auto fitting = static_cast<std::int64_t>(kBlockBytes / std::max<std::size_t>(row, 1));
  block->rows = std::clamp<std::int64_t>(fitting, 1, std::max<std::int64_t>(sizes.in_rows(), 1));
  // A product of one column wants its factors in a row: a block of one position would not have them so.
  if (sizes.in[2] == 1) block->rows = std::max<std::int64_t>(sizes.in_rows(), 1);
  if (!memory::checked_multiply(row, static_cast<std::size_t>(block->rows), &block->bytes) ||
      !memory::checked_add(block->bytes, 63, &block->bytes)) {
    return false;
  }
  block->bytes = block->bytes / 64 * 64;
  return true;
}

std::int64_t output_size(const ConvTranspose& op, const Shape& x, std::size_t i) {
  return op.strides[i] * (x.dims[i + 2] - 1) + op.output_padding[i] + op.dilations[i] * (op.kernel[i] - 1) + 1 -
         op.pads[i] - op.pads[i + op.kernel.size()];
}

/// The quotient rounded up, below zero too.
std::int64_t ceiling(std::int64_t a, std::int64_t b) { return a > 0 ? (a + b - 1) / b : -(-a / b); }

/// Adds one channel's products of input rows [begin, end), [taps][positions of these], to its output.
void scatter_channel(const TransposedSizes& g, std::int64_t begin, std::int64_t end, const float* products,
                     float* channel) {
  for (std::int64_t tap = 0; tap < g.taps(); ++tap, products += (end - begin) * g.in[2]) {
    const std::int64_t front = tap / (g.kernel[1] * g.kernel[2]) * g.dilation[0] - g.pad[0];
    const std::int64_t top = tap / g.kernel[2] % g.kernel[1] * g.dilation[1] - g.pad[1];
    const std::int64_t left = tap % g.kernel[2] * g.dilation[2] - g.pad[2];
    const std::int64_t first = std::clamp<std::int64_t>(ceiling(-left, g.stride[2]), 0, g.in[2]);
    const std::int64_t last = std::clamp(ceiling(g.out[2] - left, g.stride[2]), first, g.in[2]);
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t z = row / g.in[1] * g.stride[0] + front;
      const std::int64_t y = row % g.in[1] * g.stride[1] + top;
      if (z < 0 || z >= g.out[0] || y < 0 || y >= g.out[1]) continue;
      const float* from = products + (row - begin) * g.in[2];
      float* to = channel + (z * g.out[1] + y) * g.out[2] + left;
      for (std::int64_t column = first; column < last; ++column) to[column * g.stride[2]] += from[column];
    }
  }
}

}  // namespace

core::Status assess(const ConvTranspose& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& weight = signature.input(1).shape;
  const std::size_t axes = op.kernel.size();
  if (axes < 2 || axes > 3 || x.rank != static_cast<int>(axes) + 2) {
    return unsupported(core::Message{"unrunnable.transposed", {{"axes", axes}, {"rank", x.rank}}});
  }
  CONVSCOPE_CHECK(check_parameter("kernel", op.kernel, axes, 1, 1 << 12));
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 2 * axes, -kMaxParameter, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("output padding", op.output_padding, axes, 0, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("group", {op.group}, 1, 1, x[1]));
  Shape kernel{.rank = static_cast<int>(axes)};
  for (std::size_t i = 0; i < axes; ++i) kernel.dims[i] = op.kernel[i];
  bool fits = weight.rank == x.rank && weight[0] == x[1] && x[1] % op.group == 0;
  for (std::size_t i = 0; fits && i < axes; ++i) fits = weight.dims[i + 2] == op.kernel[i];
  if (!fits) {
    return invalid("weights of shape ", weight.text(), " do not fit ", x[1], " input channels in ", op.group,
                   " groups and a kernel of ", kernel.text(), ".");
  }
  const std::int64_t channels = weight[1] * op.group;
  Shape expected{.rank = x.rank, .dims = {x[0], channels}};
  for (std::size_t i = 0; i < axes; ++i) expected.dims[i + 2] = output_size(op, x, i);
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (signature.has_input(2) && signature.input(2).shape.elements() != channels) {
    return invalid("its bias of shape ", signature.input(2).shape.text(), " does not have ", channels, " elements.");
  }
  const TransposedSizes sizes = sizes_of(op, signature);
  Block block{};
  std::size_t product = 0;
  if (!block_of(sizes, &block) ||
      !matrix_product_workspace(sizes.group_out * sizes.taps(), block.rows * sizes.in[2], sizes.group_in, signature.isa,
                                &product) ||
      !memory::checked_add(block.bytes, product, workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const ConvTranspose& op, const Call& call) {
  const Loops& loop = loops(call.signature.isa);
  const Shape& x = call.signature.input(0).shape;
  const TransposedSizes sizes = sizes_of(op, call.signature);
  const std::int64_t rows = sizes.group_out * sizes.taps();
  const float* bias = call.signature.has_input(2) ? call.inputs[2] : nullptr;
  auto* products = reinterpret_cast<float*>(call.workspace);
  Block block{};
  if (!block_of(sizes, &block)) return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");

  for (std::int64_t task = 0; task < x[0] * op.group; ++task) {
    const std::int64_t group = task % op.group;
    for (std::int64_t first = 0; first < sizes.in_rows(); first += block.rows) {
      const std::int64_t end = std::min(first + block.rows, sizes.in_rows());
      const std::int64_t positions = (end - first) * sizes.in[2];
      CONVSCOPE_CHECK(parallel_ranges(call, rows * positions, kElementGrain, [&](std::int64_t from, std::int64_t to) {
        std::fill(products + from, products + to, 0.0f);
      }));
      CONVSCOPE_CHECK(
          multiply_add(call,
                       {.rows = rows,
                        .columns = positions,
                        .depth = sizes.group_in,
                        .a = call.inputs[1] + group * sizes.group_in * rows,
                        .a_row = 1,
                        .a_step = rows,
                        .b = call.inputs[0] + task * sizes.group_in * sizes.in_positions() + first * sizes.in[2],
                        .b_row = sizes.in_positions(),
                        .b_step = 1,
                        .c = products,
                        .c_row = positions},
                       call.workspace + block.bytes));
      CONVSCOPE_CHECK(parallel_each(call, sizes.group_out, [&](std::int64_t channel) {
        float* plane = call.outputs[0] + (task * sizes.group_out + channel) * sizes.out_positions();
        if (first == 0) {
          std::fill_n(plane, sizes.out_positions(), bias == nullptr ? 0.0f : bias[group * sizes.group_out + channel]);
        }
        scatter_channel(sizes, first, end, products + channel * sizes.taps() * positions, plane);
        if (end == sizes.in_rows()) loop.activate(op.activation, plane, sizes.out_positions());
      }));
    }
  }
  return core::Status();
}

}  // namespace convscope::ops
