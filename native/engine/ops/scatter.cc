// SPDX-License-Identifier: Apache-2.0
// A copy of a tensor with elements written by index: single ones along an axis (ScatterElements) or the slices that
// tuples of coordinates name (ScatterNd). Updates are applied in order, on one thread: indices may repeat. Plain.
#include <algorithm>
#include <cstring>

#include "ops/checks.h"
#include "ops/indices.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

/// Updates between two looks at the cancellation token.
constexpr std::int64_t kUpdatesAtOnce = std::int64_t{1} << 16;

void put(ScatterMode mode, float update, float* to) {
  switch (mode) {
    case ScatterMode::kReplace:
      *to = update;
      return;
    case ScatterMode::kAdd:
      *to += update;
      return;
    case ScatterMode::kMul:
      *to *= update;
      return;
    case ScatterMode::kMin:
      *to = std::min(*to, update);
      return;
    case ScatterMode::kMax:
      *to = std::max(*to, update);
      return;
  }
}

core::Status copy_input(const Call& call) {
  return parallel_ranges(call, call.signature.input(0).shape.elements(), kElementGrain,
                         [&](std::int64_t begin, std::int64_t end) {
                           std::memcpy(call.outputs[0] + begin, call.inputs[0] + begin,
                                       static_cast<std::size_t>(end - begin) * sizeof(float));
                         });
}

core::Status check_tensors(const Signature& signature) {
  CONVSCOPE_CHECK(check_counts(signature, 3, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  return check_output_shape(signature, signature.input(0).shape);
}

}  // namespace

core::Status assess(const ScatterElements& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_tensors(signature));
  const Shape& shape = signature.input(0).shape;
  const Shape& indices = signature.input(1).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  CONVSCOPE_CHECK(check_within(indices, shape, static_cast<int>(op.axis)));
  if (signature.input(2).shape == indices) return core::Status();
  return invalid("updates of shape ", signature.input(2).shape.text(), " do not fit indices of shape ", indices.text(),
                 ".");
}

core::Status run(const ScatterElements& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const Shape& indices = call.signature.input(1).shape;
  const auto axis = static_cast<std::size_t>(op.axis);
  const auto strides = plain_strides(shape);
  const std::int64_t total = indices.elements();
  CONVSCOPE_CHECK(check_indices({call.inputs[1], static_cast<std::size_t>(total)}, shape.dims[axis]));
  CONVSCOPE_CHECK(copy_input(call));
  for (std::int64_t i = 0; i < total; ++i) {
    if (i % kUpdatesAtOnce == 0) CONVSCOPE_CHECK(outcome(call));
    const std::int64_t at = normal_index(call.inputs[1][i], shape.dims[axis]);
    put(op.mode, call.inputs[2][i], call.outputs[0] + offset_along(indices, strides, axis, i, at));
  }
  return core::Status();
}

core::Status assess(const ScatterNd&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_tensors(signature));
  const Shape& shape = signature.input(0).shape;
  const Shape& indices = signature.input(1).shape;
  if (indices.rank < 1 || indices[indices.rank - 1] > shape.rank) {
    return invalid("indices of shape ", indices.text(), " do not fit a tensor of shape ", shape.text(), ".");
  }
  const int depth = static_cast<int>(indices[indices.rank - 1]);
  const std::int64_t tuples = indices.product(0, indices.rank - 1);
  const std::int64_t slice = shape.product(depth, shape.rank);
  const Shape& updates = signature.input(2).shape;
  if (updates.elements() % slice == 0 && updates.elements() / slice == tuples) return core::Status();
  return invalid("updates of shape ", updates.text(), " do not have ", tuples, " x ", slice, " elements.");
}

core::Status run(const ScatterNd& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const Shape& indices = call.signature.input(1).shape;
  const int depth = static_cast<int>(indices[indices.rank - 1]);
  const std::int64_t tuples = indices.product(0, indices.rank - 1);
  const std::int64_t slice = shape.product(depth, shape.rank);
  CONVSCOPE_CHECK(check_tuples(call.inputs[1], tuples, depth, shape, 0));
  CONVSCOPE_CHECK(copy_input(call));
  for (std::int64_t i = 0; i < tuples; ++i) {
    if (i % std::max<std::int64_t>(1, kUpdatesAtOnce / slice) == 0) CONVSCOPE_CHECK(outcome(call));
    float* to = call.outputs[0] + tuple_offset(call.inputs[1] + i * depth, depth, shape, 0);
    for (std::int64_t j = 0; j < slice; ++j) put(op.mode, call.inputs[2][i * slice + j], to + j);
  }
  return core::Status();
}

}  // namespace convscope::ops
