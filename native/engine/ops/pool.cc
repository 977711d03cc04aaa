// SPDX-License-Identifier: Apache-2.0
// Max and average pooling over height and width, blocked. Windows as in ONNX: the divisor of an average that counts
// padding covers the padded input but not what ceil adds behind it; a window without any element gives 0.
#include <limits>

#include "ops/checks.h"
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
          op.pads[i + 2]};
}

/// Taps [first, last) of a window that lie inside the input; divisor counts padding where asked.
struct Taps {
  std::int64_t origin, first, last, counted;
};

std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

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

template <int kLanes>
void pool_row(const Pool& op, const Axis& rows, const Axis& columns, std::int64_t row, const float* image,
              float* output) {
  const bool is_max = op.mode == PoolMode::kMax;
  const Taps vertical = taps_of(rows, row);
  for (std::int64_t column = 0; column < columns.out; ++column) {
    const Taps horizontal = taps_of(columns, column);
    float result[kLanes];
    for (float& value : result) value = is_max ? -std::numeric_limits<float>::infinity() : 0.0f;
    for (std::int64_t i = vertical.first; i < vertical.last; ++i) {
      const std::int64_t y = vertical.origin + i * rows.dilation;
      for (std::int64_t j = horizontal.first; j < horizontal.last; ++j) {
        const float* pixel = image + (y * columns.in + horizontal.origin + j * columns.dilation) * kLanes;
        if (is_max) {
          for (int lane = 0; lane < kLanes; ++lane)
            result[lane] = pixel[lane] > result[lane] ? pixel[lane] : result[lane];
        } else {
          for (int lane = 0; lane < kLanes; ++lane) result[lane] += pixel[lane];
        }
      }
    }
    const std::int64_t inside = (vertical.last - vertical.first) * (horizontal.last - horizontal.first);
    const std::int64_t divisor = op.count_padding ? vertical.counted * horizontal.counted : inside;
    const float factor = inside == 0 ? 0.0f : is_max ? 1.0f : 1.0f / static_cast<float>(divisor);
    float* pixel = output + (row * columns.out + column) * kLanes;
    for (int lane = 0; lane < kLanes; ++lane) pixel[lane] = inside == 0 ? 0.0f : result[lane] * factor;
  }
}

}  // namespace

core::Status assess(const Pool& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kBlocked));
  const Shape& input = signature.input(0).shape;
  const Shape& output = signature.output(0).shape;
  if (input.rank != 4 || op.kernel.size() != 2) {
    return unsupported("pooling over ", op.kernel.size(), " axes of a tensor of rank ", input.rank,
                       " is not implemented.");
  }
  CONVSCOPE_CHECK(check_parameter("kernel", op.kernel, 2, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, 2, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, 2, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 4, 0, kMaxParameter));
  CONVSCOPE_CHECK(check_output_shape(signature, {.rank = 4, .dims = {input[0], input[1], output[2], output[3]}}));
  CONVSCOPE_CHECK(check_axis_output(axis_of(op, signature, 0), op.ceil));
  return check_axis_output(axis_of(op, signature, 1), op.ceil);
}

core::Status run(const Pool& op, const Call& call) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const Axis rows = axis_of(op, call.signature, 0);
  const Axis columns = axis_of(op, call.signature, 1);
  const auto pool = view.lanes == 16 ? pool_row<16> : view.lanes == 8 ? pool_row<8> : pool_row<4>;
  return parallel_each(call, view.n * view.blocks * rows.out, [&](std::int64_t task) {
    const std::int64_t image_block = task / rows.out;
    pool(op, rows, columns, task % rows.out, call.inputs[0] + image_block * view.pixels() * view.lanes,
         call.outputs[0] + image_block * rows.out * columns.out * view.lanes);
  });
}

}  // namespace convscope::ops
