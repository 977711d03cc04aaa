// SPDX-License-Identifier: Apache-2.0
// 2-D transposed convolution, plain: a product per image and group, weightsᵀ [oc/g · kh · kw, ic/g] times input
// [ic/g, h · w], whose rows are then added to the places of the output that each kernel tap reaches (col2im).
#include <cstring>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/matrix_product.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

struct Sizes {
  std::int64_t group_in, group_out, taps, in_pixels, out_pixels;
};

Sizes sizes_of(const ConvTranspose& op, const Signature& signature) {
  const Shape& x = signature.input(0).shape;
  const Shape& y = signature.output(0).shape;
  return {x[1] / op.group, y[1] / op.group, op.kernel[0] * op.kernel[1], x[2] * x[3], y[2] * y[3]};
}

/// The taps' products, rounded up to 64 bytes; false on overflow.
bool column_bytes(const Sizes& sizes, std::size_t* bytes) {
  std::size_t rows = 0;
  if (!memory::checked_multiply(static_cast<std::size_t>(sizes.group_out), static_cast<std::size_t>(sizes.taps),
                                &rows) ||
      !memory::checked_multiply(rows, static_cast<std::size_t>(sizes.in_pixels), bytes) ||
      !memory::checked_multiply(*bytes, sizeof(float), bytes) || !memory::checked_add(*bytes, 63, bytes)) {
    return false;
  }
  *bytes = *bytes / 64 * 64;
  return true;
}

std::int64_t output_size(const ConvTranspose& op, const Shape& x, std::size_t i) {
  return op.strides[i] * (x.dims[i + 2] - 1) + op.output_padding[i] + op.dilations[i] * (op.kernel[i] - 1) + 1 -
         op.pads[i] - op.pads[i + 2];
}

std::int64_t divide_up(std::int64_t a, std::int64_t b) { return a > 0 ? (a + b - 1) / b : -(-a / b); }

/// Adds one channel's products, [kh][kw][h][w], to its output plane.
void scatter_plane(const ConvTranspose& op, const Shape& x, const Shape& y, const float* products, float* plane) {
  for (std::int64_t ky = 0; ky < op.kernel[0]; ++ky) {
    for (std::int64_t kx = 0; kx < op.kernel[1]; ++kx, products += x[2] * x[3]) {
      const std::int64_t top = ky * op.dilations[0] - op.pads[0];
      const std::int64_t left = kx * op.dilations[1] - op.pads[1];
      const std::int64_t first = std::clamp<std::int64_t>(divide_up(-left, op.strides[1]), 0, x[3]);
      const std::int64_t last = std::clamp(divide_up(y[3] - left, op.strides[1]), first, x[3]);
      for (std::int64_t row = 0; row < x[2]; ++row) {
        const std::int64_t out_row = row * op.strides[0] + top;
        if (out_row < 0 || out_row >= y[2]) continue;
        const float* from = products + row * x[3];
        float* to = plane + out_row * y[3] + left;
        for (std::int64_t column = first; column < last; ++column) to[column * op.strides[1]] += from[column];
      }
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
  if (x.rank != 4 || op.kernel.size() != 2) {
    return unsupported("a transposed convolution over ", op.kernel.size(), " axes of a tensor of rank ", x.rank,
                       " is not implemented.");
  }
  CONVSCOPE_CHECK(check_parameter("kernel", op.kernel, 2, 1, 1 << 12));
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, 2, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, 2, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 4, -kMaxParameter, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("output padding", op.output_padding, 2, 0, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("group", {op.group}, 1, 1, x[1]));
  if (weight.rank != 4 || weight[0] != x[1] || x[1] % op.group != 0 || weight[2] != op.kernel[0] ||
      weight[3] != op.kernel[1]) {
    return invalid("weights of shape ", weight.text(), " do not fit ", x[1], " input channels in ", op.group,
                   " groups and a kernel of ", op.kernel[0], " x ", op.kernel[1], ".");
  }
  const std::int64_t channels = weight[1] * op.group;
  CONVSCOPE_CHECK(check_output_shape(
      signature, {.rank = 4, .dims = {x[0], channels, output_size(op, x, 0), output_size(op, x, 1)}}));
  if (signature.has_input(2) && signature.input(2).shape.elements() != channels) {
    return invalid("its bias of shape ", signature.input(2).shape.text(), " does not have ", channels, " elements.");
  }
  const Sizes sizes = sizes_of(op, signature);
  std::size_t columns = 0;
  std::size_t product = 0;
  if (!column_bytes(sizes, &columns) ||
      !matrix_product_workspace(sizes.group_out * sizes.taps, sizes.in_pixels, sizes.group_in, signature.isa,
                                &product) ||
      !memory::checked_add(columns, product, workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const ConvTranspose& op, const Call& call) {
  const Loops& loop = loops(call.signature.isa);
  const Shape& x = call.signature.input(0).shape;
  const Shape& y = call.signature.output(0).shape;
  const Sizes sizes = sizes_of(op, call.signature);
  const std::int64_t rows = sizes.group_out * sizes.taps;
  const float* bias = call.signature.has_input(2) ? call.inputs[2] : nullptr;
  auto* products = reinterpret_cast<float*>(call.workspace);
  std::size_t columns = 0;
  if (!column_bytes(sizes, &columns))
    return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");

  for (std::int64_t task = 0; task < x[0] * op.group; ++task) {
    const std::int64_t group = task % op.group;
    CONVSCOPE_CHECK(parallel_ranges(
        call, rows * sizes.in_pixels, kElementGrain,
        [&](std::int64_t begin, std::int64_t end) { std::fill(products + begin, products + end, 0.0f); }));
    CONVSCOPE_CHECK(multiply_add(call,
                                 {.rows = rows,
                                  .columns = sizes.in_pixels,
                                  .depth = sizes.group_in,
                                  .a = call.inputs[1] + group * sizes.group_in * rows,
                                  .a_row = 1,
                                  .a_step = rows,
                                  .b = call.inputs[0] + task * sizes.group_in * sizes.in_pixels,
                                  .b_row = sizes.in_pixels,
                                  .b_step = 1,
                                  .c = products,
                                  .c_row = sizes.in_pixels},
                                 call.workspace + columns));
    CONVSCOPE_CHECK(parallel_each(call, sizes.group_out, [&](std::int64_t channel) {
      float* plane = call.outputs[0] + (task * sizes.group_out + channel) * sizes.out_pixels;
      std::fill_n(plane, sizes.out_pixels, bias == nullptr ? 0.0f : bias[group * sizes.group_out + channel]);
      scatter_plane(op, x, y, products + channel * sizes.taps * sizes.in_pixels, plane);
      loop.activate(op.activation, plane, sizes.out_pixels);
    }));
  }
  return core::Status();
}

}  // namespace convscope::ops
