// SPDX-License-Identifier: Apache-2.0
// Max and average pooling over height and width, blocked, or over three axes, plain. Windows as in ONNX: the divisor of
// an average that counts padding covers the padded input but not what ceil adds behind it; a window without any element
// gives 0.
#include <array>
#include <limits>

#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// One spatial axis.
struct Axis {
  std::int64_t in, out, kernel, stride, dilation, pad_begin, pad_end;
};

Axis axis_of(const Pool& op, const Signature& signature, std::size_t i) {
  const int dim = static_cast<int>(i) + 2;
  return {signature.input(0).shape[dim],
          signature.output(0).shape[dim],
          op.kernel[i],
          op.strides[i],
          op.dilations[i],
          op.pads[i],
          op.pads[i + op.kernel.size()]};
}

/// Taps [first, last) of a window that lie inside the input; divisor counts padding where asked.
struct Taps {
  std::int64_t origin, first, last, counted;
};

Taps taps_of(const Axis& axis, std::int64_t position) {
  const std::int64_t origin = position * axis.stride - axis.pad_begin;
  const auto taps_before = [&](std::int64_t limit) {
    return limit <= origin ? 0 : std::min(axis.kernel, divide_up(limit - origin, axis.dilation));
  };
  const std::int64_t first = origin >= 0 ? 0 : std::min(axis.kernel, divide_up(-origin, axis.dilation));
  const std::int64_t last = std::max(first, taps_before(axis.in));
  return {origin, first, last, taps_before(axis.in + axis.pad_end)};
}

core::Status check_axis_output(const Axis& axis, bool ceil) {
  const std::int64_t span = axis.in + axis.pad_begin + axis.pad_end - ((axis.kernel - 1) * axis.dilation + 1);
  if (span < 0) return invalid("its window of ", axis.kernel, " is larger than the padded input.");
  const std::int64_t floor_size = span / axis.stride + 1;
  const std::int64_t ceil_size = divide_up(span, axis.stride) + 1;
  if (axis.out == floor_size || (ceil && axis.out == ceil_size)) return core::Status();
  return invalid("its output has ", axis.out, " rows or columns instead of ", ceil ? ceil_size : floor_size, ".");
}

/// One element of a volume's output; `plane` is the channel's input.
float pool_volume(const Pool& op, const std::array<Axis, 3>& axes, std::int64_t index, const float* plane) {
  const bool is_max = op.mode == PoolMode::kMax;
  const Taps z = taps_of(axes[0], index / (axes[1].out * axes[2].out));
  const Taps y = taps_of(axes[1], index / axes[2].out % axes[1].out);
  const Taps x = taps_of(axes[2], index % axes[2].out);
  const std::int64_t inside = (z.last - z.first) * (y.last - y.first) * (x.last - x.first);
  if (inside == 0) return 0;
  float result = is_max ? -std::numeric_limits<float>::infinity() : 0.0f;
  for (std::int64_t i = z.first; i < z.last; ++i) {
    for (std::int64_t j = y.first; j < y.last; ++j) {
      const std::int64_t row = (z.origin + i * axes[0].dilation) * axes[1].in + y.origin + j * axes[1].dilation;
      for (std::int64_t k = x.first; k < x.last; ++k) {
        const float value = plane[row * axes[2].in + x.origin + k * axes[2].dilation];
        result = is_max ? std::max(result, value) : result + value;
      }
    }
  }
  if (is_max) return result;
  return result / static_cast<float>(op.count_padding ? z.counted * y.counted * x.counted : inside);
}

core::Status run_volume(const Pool& op, const Call& call) {
  const Shape& in = call.signature.input(0).shape;
  const Shape& out = call.signature.output(0).shape;
  const std::array<Axis, 3> axes{axis_of(op, call.signature, 0), axis_of(op, call.signature, 1),
                                 axis_of(op, call.signature, 2)};
  const std::int64_t in_plane = in.product(2, 5);
  const std::int64_t out_plane = out.product(2, 5);
  return parallel_each(call, in[0] * in[1], [&](std::int64_t plane) {
    float* y = call.outputs[0] + plane * out_plane;
    for (std::int64_t i = 0; i < out_plane; ++i) y[i] = pool_volume(op, axes, i, call.inputs[0] + plane * in_plane);
  });
}

}  // namespace

core::Status assess(const Pool& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  const std::size_t axes = op.kernel.size();
  CONVSCOPE_CHECK(check_layout(signature, axes == 3 ? Layout::kPlain : Layout::kBlocked));
  const Shape& input = signature.input(0).shape;
  const Shape& output = signature.output(0).shape;
  if (axes < 2 || axes > 3 || input.rank != static_cast<int>(axes) + 2 || output.rank != input.rank) {
    return unsupported(core::Message{"unrunnable.pooling", {{"axes", axes}, {"rank", input.rank}}});
  }
  CONVSCOPE_CHECK(check_parameter("kernel", op.kernel, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 2 * axes, 0, kMaxParameter));
  Shape expected = output;
  expected[0] = input[0];
  expected[1] = input[1];
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  for (std::size_t i = 0; i < axes; ++i) CONVSCOPE_CHECK(check_axis_output(axis_of(op, signature, i), op.ceil));
  return core::Status();
}

core::Status run(const Pool& op, const Call& call) {
  if (op.kernel.size() == 3) return run_volume(op, call);
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const Axis rows = axis_of(op, call.signature, 0);
  const Axis columns = axis_of(op, call.signature, 1);
  const Loops& loop = loops(call.signature.isa);
  return parallel_each(call, view.n * view.blocks * rows.out, [&](std::int64_t task) {
    const Taps taps = taps_of(rows, task % rows.out);
    const float* image = call.inputs[0] + task / rows.out * view.pixels() * view.lanes;
    const bool any = taps.last > taps.first;
    loop.pool_row({
        .is_max = op.mode == PoolMode::kMax,
        .count_padding = op.count_padding,
        .input = any ? image + (taps.origin + taps.first * rows.dilation) * columns.in * view.lanes : image,
        .rows = taps.last - taps.first,
        .row_step = rows.dilation * columns.in * view.lanes,
        .counted_rows = taps.counted,
        .in = columns.in,
        .out = columns.out,
        .kernel = columns.kernel,
        .stride = columns.stride,
        .dilation = columns.dilation,
        .pad_begin = columns.pad_begin,
        .pad_end = columns.pad_end,
        .output = call.outputs[0] + task * columns.out * view.lanes,
    });
  });
}

}  // namespace convscope::ops
