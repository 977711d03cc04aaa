// SPDX-License-Identifier: Apache-2.0
// Operations that only move elements, each a strided view of its input: Slice, Transpose, Expand, Tile, DepthToSpace,
// SpaceToDepth. Plain.
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

core::Status check_one_plain(const Signature& signature) {
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  return check_layout(signature, Layout::kPlain);
}

core::Status check_entries(const char* name, const Ints& values, const Shape& shape) {
  if (values.size() == static_cast<std::size_t>(shape.rank)) return core::Status();
  return invalid(name, " has ", values.size(), " values for a tensor of rank ", shape.rank, ".");
}

/// Dims of more than one element, in order.
bool same_but_for_ones(const Shape& a, const Shape& b) {
  int i = 0;
  int j = 0;
  for (;;) {
    while (i < a.rank && a[i] == 1) ++i;
    while (j < b.rank && b[j] == 1) ++j;
    if (i == a.rank || j == b.rank) return i == a.rank && j == b.rank;
    if (a[i++] != b[j++]) return false;
  }
}

struct Dim {
  std::int64_t size, stride;
};

core::Status copy_dims(const Call& call, std::initializer_list<Dim> dims) {
  StridedView view;
  for (const Dim& dim : dims) view.append(dim.size, dim.stride);
  return strided_copy(call, view, call.inputs[0], call.outputs[0]);
}

}  // namespace

core::Status assess(const Slice& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_one_plain(signature));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_entries("starts", op.starts, shape));
  CONVSCOPE_CHECK(check_entries("steps", op.steps, shape));
  CONVSCOPE_CHECK(check_entries("counts", op.counts, shape));
  Shape taken{.rank = shape.rank};
  for (int axis = 0; axis < shape.rank; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    const std::int64_t dim = shape[axis];
    const std::int64_t start = op.starts[i];
    const std::int64_t count = op.counts[i];
    const std::int64_t step = op.steps[i];
    if (start < 0 || start >= dim || count < 1 || count > dim ||
        (count > 1 && (step == 0 || step > dim || step < -dim)) ||
        (count > 1 && (start + (count - 1) * step < 0 || start + (count - 1) * step >= dim))) {
      return invalid(count, " elements from ", start, " in steps of ", step, " are outside axis ", axis, " of ", dim,
                     " elements.");
    }
    taken[axis] = count;
  }
  if (same_but_for_ones(taken, signature.output(0).shape)) return core::Status();
  return check_output_shape(signature, taken);
}

core::Status run(const Slice& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const auto strides = plain_strides(shape);
  StridedView view;
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(shape.rank); ++i) {
    offset += op.starts[i] * strides[i];
    if (op.counts[i] > 1) view.append(op.counts[i], op.steps[i] * strides[i]);
  }
  return strided_copy(call, view, call.inputs[0] + offset, call.outputs[0]);
}

core::Status assess(const Transpose& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_one_plain(signature));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_entries("permutation", op.permutation, shape));
  Shape expected{.rank = shape.rank};
  unsigned seen = 0;
  for (int axis = 0; axis < shape.rank; ++axis) {
    const std::int64_t from = op.permutation[static_cast<std::size_t>(axis)];
    CONVSCOPE_CHECK(check_axis(from, shape.rank));
    if ((seen >> from & 1u) != 0) return invalid("its permutation names axis ", from, " twice.");
    seen |= 1u << from;
    expected[axis] = shape[static_cast<int>(from)];
  }
  return check_output_shape(signature, expected);
}

core::Status run(const Transpose& op, const Call& call) {
  const StridedView view = transposed_view(call.signature.input(0).shape, op.permutation);
  return strided_copy(call, view, call.inputs[0], call.outputs[0]);
}

core::Status assess(const Expand&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_one_plain(signature));
  const Shape& from = signature.input(0).shape;
  const Shape& to = signature.output(0).shape;
  const int shift = to.rank - from.rank;
  bool fits = shift >= 0;
  for (int axis = 0; fits && axis < from.rank; ++axis) fits = from[axis] == 1 || from[axis] == to[axis + shift];
  if (fits) return core::Status();
  return invalid("shape ", from.text(), " does not broadcast to ", to.text(), ".");
}

core::Status run(const Expand&, const Call& call) {
  const Shape& from = call.signature.input(0).shape;
  const Shape& to = call.signature.output(0).shape;
  const auto strides = plain_strides(from);
  StridedView view;
  for (int axis = 0; axis < to.rank; ++axis) {
    const int own = axis - (to.rank - from.rank);
    view.append(to[axis], own < 0 || from[own] == 1 ? 0 : strides[static_cast<std::size_t>(own)]);
  }
  return strided_copy(call, view, call.inputs[0], call.outputs[0]);
}

core::Status assess(const Tile& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_one_plain(signature));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_parameter("repeats", op.repeats, static_cast<std::size_t>(shape.rank), 1, kMaxParameter));
  Shape expected{.rank = shape.rank};
  for (int axis = 0; axis < shape.rank; ++axis) {
    expected[axis] = shape[axis] * op.repeats[static_cast<std::size_t>(axis)];
  }
  return check_output_shape(signature, expected);
}

core::Status run(const Tile& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const auto strides = plain_strides(shape);
  StridedView view;
  for (int axis = 0; axis < shape.rank; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    view.append(op.repeats[i], 0);
    view.append(shape[axis], strides[i]);
  }
  return strided_copy(call, view, call.inputs[0], call.outputs[0]);
}

namespace {

core::Status check_block(std::int64_t block, const Signature& signature) {
  CONVSCOPE_CHECK(check_one_plain(signature));
  CONVSCOPE_CHECK(check_parameter("block size", {block}, 1, 1, 1 << 12));
  if (signature.input(0).shape.rank == 4) return core::Status();
  return invalid("its input of shape ", signature.input(0).shape.text(), " is not of rank 4.");
}

}  // namespace

core::Status assess(const DepthToSpace& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_block(op.block_size, signature));
  const Shape& x = signature.input(0).shape;
  const std::int64_t b = op.block_size;
  if (x[1] % (b * b) != 0) return invalid(x[1], " channels are not a multiple of ", b * b, ".");
  return check_output_shape(signature, {.rank = 4, .dims = {x[0], x[1] / (b * b), x[2] * b, x[3] * b}});
}

core::Status run(const DepthToSpace& op, const Call& call) {
  const Shape& x = call.signature.input(0).shape;
  const std::int64_t b = op.block_size;
  const std::int64_t plane = x[2] * x[3];
  const std::int64_t depth = x[1] / (b * b);
  // Strides of the output channel and of the position in the block, among the input's channels.
  const std::int64_t channel = (op.mode == DepthMode::kDcr ? 1 : b * b) * plane;
  const std::int64_t position = (op.mode == DepthMode::kDcr ? depth : 1) * plane;
  return copy_dims(call,
                   {{x[0], x[1] * plane}, {depth, channel}, {x[2], x[3]}, {b, b * position}, {x[3], 1}, {b, position}});
}

core::Status assess(const SpaceToDepth& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_block(op.block_size, signature));
  const Shape& x = signature.input(0).shape;
  const std::int64_t b = op.block_size;
  if (x[2] % b != 0 || x[3] % b != 0)
    return invalid("an image of ", x[2], " x ", x[3], " is not a multiple of ", b, ".");
  return check_output_shape(signature, {.rank = 4, .dims = {x[0], x[1] * b * b, x[2] / b, x[3] / b}});
}

core::Status run(const SpaceToDepth& op, const Call& call) {
  const Shape& x = call.signature.input(0).shape;
  const std::int64_t b = op.block_size;
  const std::int64_t plane = x[2] * x[3];
  return copy_dims(call, {{x[0], x[1] * plane}, {b, x[3]}, {b, 1}, {x[1], plane}, {x[2] / b, b * x[3]}, {x[3] / b, b}});
}

}  // namespace convscope::ops
