// SPDX-License-Identifier: Apache-2.0
// Padding by a constant, by reflection, by the edge or from the other end; negative pads crop. Plain.
#include <array>
#include <cstring>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

/// Input coordinate that an output coordinate shows, -1 for the constant.
std::int64_t source_coordinate(PadMode mode, std::int64_t position, std::int64_t begin, std::int64_t size) {
  const std::int64_t at = position - begin;
  if (at >= 0 && at < size) return at;
  switch (mode) {
    case PadMode::kConstant:
      return -1;
    case PadMode::kEdge:
      return at < 0 ? 0 : size - 1;
    case PadMode::kReflect:
      return at < 0 ? -at : 2 * (size - 1) - at;
    case PadMode::kSymmetric:
      return at < 0 ? -at - 1 : 2 * size - 1 - at;
    case PadMode::kWrap:
      return (at % size + size) % size;
  }
  return -1;
}

}  // namespace

core::Status assess(const Pad& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  const auto rank = static_cast<std::size_t>(shape.rank);
  CONVSCOPE_CHECK(check_parameter("begin", op.begins, rank, -kMaxParameter, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("end", op.ends, rank, -kMaxParameter, kMaxParameter));
  Shape expected{.rank = shape.rank};
  for (int axis = 0; axis < shape.rank; ++axis) {
    const std::int64_t begin = op.begins[static_cast<std::size_t>(axis)];
    const std::int64_t end = op.ends[static_cast<std::size_t>(axis)];
    if (op.mode == PadMode::kReflect && (begin >= shape[axis] || end >= shape[axis])) {
      return invalid("reflection by ", std::max(begin, end), " needs more than the ", shape[axis], " elements of axis ",
                     axis, ".");
    }
    if (op.mode == PadMode::kSymmetric && (begin > shape[axis] || end > shape[axis])) {
      return invalid("mirroring by ", std::max(begin, end), " needs more than the ", shape[axis], " elements of axis ",
                     axis, ".");
    }
    if (begin < -shape[axis] || end < -shape[axis])
      return invalid("it crops more than the ", shape[axis], " elements of axis ", axis, ".");
    expected[axis] = shape[axis] + begin + end;
  }
  return check_output_shape(signature, expected);
}

core::Status run(const Pad& op, const Call& call) {
  const Shape& in = call.signature.input(0).shape;
  const Shape& out = call.signature.output(0).shape;
  const auto strides = plain_strides(in);
  const int last = out.rank - 1;
  const std::int64_t row = out.rank == 0 ? 1 : out[last];
  return parallel_ranges(call, out.elements() / row, kElementGrain / row, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t r = begin; r < end; ++r) {
      std::int64_t offset = 0;
      bool outside = false;
      for (std::int64_t axis = last - 1, rest = r; axis >= 0; --axis) {
        const auto i = static_cast<std::size_t>(axis);
        const std::int64_t from = source_coordinate(op.mode, rest % out.dims[i], op.begins[i], in.dims[i]);
        rest /= out.dims[i];
        outside |= from < 0;
        offset += from * strides[i];
      }
      float* y = call.outputs[0] + r * row;
      if (outside) {
        std::fill_n(y, row, op.value);
        continue;
      }
      const float* x = call.inputs[0] + offset;
      if (out.rank == 0) {
        *y = *x;
        continue;
      }
      const auto i = static_cast<std::size_t>(last);
      // The middle is one copy; what lies on either side is looked up.
      const std::int64_t first = std::clamp<std::int64_t>(op.begins[i], 0, row);
      const std::int64_t stop = std::clamp(in.dims[i] + op.begins[i], first, row);
      const auto look_up = [&](std::int64_t position) {
        const std::int64_t from = source_coordinate(op.mode, position, op.begins[i], in.dims[i]);
        return from < 0 ? op.value : x[from];
      };
      for (std::int64_t p = 0; p < first; ++p) y[p] = look_up(p);
      std::memcpy(y + first, x + first - op.begins[i], static_cast<std::size_t>(stop - first) * sizeof(float));
      for (std::int64_t p = stop; p < row; ++p) y[p] = look_up(p);
    }
  });
}

}  // namespace convscope::ops
