// SPDX-License-Identifier: Apache-2.0
// Convolution over one to three axes whose weights are a tensor like any other, plain: for what the kernels of conv/ do
// not take, volumes and weights computed at run time. A product per image, group and stretch of output positions:
// weights [oc/g, ic/g · taps] times the input's patches [ic/g · taps, positions].
#include <array>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/matrix_product.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Elements of the patches that are in memory at a time, unless 16 positions have more.
constexpr std::int64_t kPatchElements = std::int64_t{1} << 18;

/// Over depth, height and width; leading axes that the tensors lack have length 1.
struct Geometry {
  std::array<std::int64_t, 3> in{1, 1, 1}, out{1, 1, 1}, kernel{1, 1, 1}, stride{1, 1, 1}, dilation{1, 1, 1}, pad{};
  std::int64_t group_in, group_out;

  std::int64_t in_elements() const { return in[0] * in[1] * in[2]; }
  std::int64_t positions() const { return out[0] * out[1] * out[2]; }
  std::int64_t taps() const { return kernel[0] * kernel[1] * kernel[2]; }
  std::int64_t patch() const { return group_in * taps(); }
  /// Stretches of positions, of nearly equal length.
  std::int64_t stretches() const {
    const std::int64_t most = std::max<std::int64_t>(16, kPatchElements / patch());
    return (positions() + most - 1) / most;
  }
  std::int64_t longest() const { return (positions() + stretches() - 1) / stretches(); }
};

Geometry geometry_of(const GeneralConv& op, const Signature& signature) {
  const Shape& x = signature.input(0).shape;
  const Shape& weight = signature.input(1).shape;
  Geometry g;
  const std::size_t axes = op.strides.size();
  for (std::size_t i = 0; i < axes; ++i) {
    const std::size_t at = 3 - axes + i;
    g.in[at] = x.dims[i + 2];
    g.out[at] = signature.output(0).shape.dims[i + 2];
    g.kernel[at] = weight.dims[i + 2];
    g.stride[at] = op.strides[i];
    g.dilation[at] = op.dilations[i];
    g.pad[at] = op.pads[i];
  }
  g.group_in = weight[1];
  g.group_out = weight[0] / op.group;
  return g;
}

/// What tap `row` of the patches sees at positions [begin, end): zero in the padding.
void fill_row(const Geometry& g, std::int64_t row, std::int64_t begin, std::int64_t end, const float* image,
              float* to) {
  const float* channel = image + row / g.taps() * g.in_elements();
  const std::int64_t tap = row % g.taps();
  const std::array<std::int64_t, 3> offset{
      tap / (g.kernel[1] * g.kernel[2]) * g.dilation[0] - g.pad[0],
      tap / g.kernel[2] % g.kernel[1] * g.dilation[1] - g.pad[1],
      tap % g.kernel[2] * g.dilation[2] - g.pad[2],
  };
  for (std::int64_t p = begin; p < end; ++p) {
    const std::int64_t z = p / (g.out[1] * g.out[2]) * g.stride[0] + offset[0];
    const std::int64_t y = p / g.out[2] % g.out[1] * g.stride[1] + offset[1];
    const std::int64_t x = p % g.out[2] * g.stride[2] + offset[2];
    const bool inside = z >= 0 && z < g.in[0] && y >= 0 && y < g.in[1] && x >= 0 && x < g.in[2];
    *to++ = inside ? channel[(z * g.in[1] + y) * g.in[2] + x] : 0.0f;
  }
}

/// Rounded up to 64; false on overflow.
bool patch_bytes(const Geometry& g, std::size_t* bytes) {
  if (!memory::checked_multiply(static_cast<std::size_t>(g.patch()), static_cast<std::size_t>(g.longest()), bytes) ||
      !memory::checked_multiply(*bytes, sizeof(float), bytes) || !memory::checked_add(*bytes, 63, bytes)) {
    return false;
  }
  *bytes = *bytes / 64 * 64;
  return true;
}

}  // namespace

core::Status assess(const GeneralConv& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& weight = signature.input(1).shape;
  const std::size_t axes = op.strides.size();
  if (axes < 1 || axes > 3 || x.rank != static_cast<int>(axes) + 2) {
    return unsupported(core::Message{"unrunnable.convolution", {{"axes", axes}, {"rank", x.rank}}});
  }
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 2 * axes, 0, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("group", {op.group}, 1, 1, x[1]));
  if (weight.rank != x.rank || weight[1] * op.group != x[1] || weight[0] % op.group != 0) {
    return invalid("weights of shape ", weight.text(), " do not fit ", x[1], " input channels in ", op.group,
                   " groups.");
  }
  Shape expected{.rank = x.rank, .dims = {x[0], weight[0]}};
  for (std::size_t i = 0; i < axes; ++i) {
    const std::int64_t span =
        x.dims[i + 2] + op.pads[i] + op.pads[i + axes] - (op.dilations[i] * (weight.dims[i + 2] - 1) + 1);
    if (span < 0) return invalid("its kernel of ", weight.dims[i + 2], " is larger than the padded input.");
    expected.dims[i + 2] = span / op.strides[i] + 1;
  }
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (signature.has_input(2) && signature.input(2).shape.elements() != weight[0]) {
    return invalid("its bias of shape ", signature.input(2).shape.text(), " does not have ", weight[0], " elements.");
  }
  const Geometry g = geometry_of(op, signature);
  std::size_t patches = 0;
  std::size_t product = 0;
  if (!patch_bytes(g, &patches) ||
      !matrix_product_workspace(g.group_out, g.longest(), g.patch(), signature.isa, &product) ||
      !memory::checked_add(patches, product, workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const GeneralConv& op, const Call& call) {
  const Geometry g = geometry_of(op, call.signature);
  const Loops& loop = loops(call.signature.isa);
  const float* bias = call.signature.has_input(2) ? call.inputs[2] : nullptr;
  auto* patches = reinterpret_cast<float*>(call.workspace);
  std::size_t bytes = 0;
  if (!patch_bytes(g, &bytes)) return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");
  const std::int64_t positions = g.positions();
  const std::int64_t images = call.signature.input(0).shape[0];
  const std::int64_t channels = g.group_out * op.group;
  CONVSCOPE_CHECK(parallel_each(call, images * channels, [&](std::int64_t plane) {
    std::fill_n(call.outputs[0] + plane * positions, positions, bias == nullptr ? 0.0f : bias[plane % channels]);
  }));
  for (std::int64_t task = 0; task < images * op.group; ++task) {
    const float* image = call.inputs[0] + task * g.group_in * g.in_elements();
    for (std::int64_t stretch = 0; stretch < g.stretches(); ++stretch) {
      const std::int64_t begin = positions * stretch / g.stretches();
      const std::int64_t end = positions * (stretch + 1) / g.stretches();
      const std::int64_t count = end - begin;
      CONVSCOPE_CHECK(parallel_each(
          call, g.patch(), [&](std::int64_t row) { fill_row(g, row, begin, end, image, patches + row * count); }));
      CONVSCOPE_CHECK(multiply_add(call,
                                   {.rows = g.group_out,
                                    .columns = count,
                                    .depth = g.patch(),
                                    .a = call.inputs[1] + task % op.group * g.group_out * g.patch(),
                                    .a_row = g.patch(),
                                    .a_step = 1,
                                    .b = patches,
                                    .b_row = count,
                                    .b_step = 1,
                                    .c = call.outputs[0] + task * g.group_out * positions + begin,
                                    .c_row = positions},
                                   call.workspace + bytes));
    }
  }
  return parallel_each(call, images * channels, [&](std::int64_t plane) {
    loop.activate(op.activation, call.outputs[0] + plane * positions, positions);
  });
}

}  // namespace convscope::ops
