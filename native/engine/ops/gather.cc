// SPDX-License-Identifier: Apache-2.0
// Elements by index: slices of an axis (Gather), single elements along it (GatherElements), what a tuple of coordinates
// names (GatherNd). Plain.
#include <array>
#include <cstring>

#include "ops/checks.h"
#include "ops/indices.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {

core::Status assess(const Gather& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  const int axis = static_cast<int>(op.axis);
  const bool computed = signature.has_input(1);
  if (computed && !op.indices.empty()) return invalid("its indices are given twice.");
  CONVSCOPE_CHECK(check_parameter("index", op.indices, op.indices.size(), 0, shape[axis] - 1));
  // The indices' own shape is unknown here: what stands before and after them must be right.
  const Shape& output = signature.output(0).shape;
  const std::int64_t outer = shape.product(0, axis);
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const std::int64_t count =
      computed ? signature.input(1).shape.elements() : static_cast<std::int64_t>(op.indices.size());
  if (count >= 1 && output.elements() % (outer * inner) == 0 && output.elements() / (outer * inner) == count)
    return core::Status();
  return invalid("its output of shape ", output.text(), " does not have ", outer, " x ", count, " x ", inner,
                 " elements.");
}

core::Status run(const Gather& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t dim = shape[axis];
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const bool computed = call.signature.has_input(1);
  const std::int64_t count =
      computed ? call.signature.input(1).shape.elements() : static_cast<std::int64_t>(op.indices.size());
  if (computed) {
    CONVSCOPE_CHECK(check_indices({call.inputs[1], static_cast<std::size_t>(count)}, dim));
  }
  return parallel_ranges(
      call, shape.product(0, axis) * count, kElementGrain / inner, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const std::int64_t index =
              computed ? normal_index(call.inputs[1][i % count], dim) : op.indices[static_cast<std::size_t>(i % count)];
          std::memcpy(call.outputs[0] + i * inner, call.inputs[0] + (i / count * dim + index) * inner,
                      static_cast<std::size_t>(inner) * sizeof(float));
        }
      });
}

core::Status assess(const GatherElements& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  const Shape& indices = signature.input(1).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  CONVSCOPE_CHECK(check_within(indices, shape, static_cast<int>(op.axis)));
  return check_output_shape(signature, indices);
}

core::Status run(const GatherElements& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const Shape& indices = call.signature.input(1).shape;
  const auto axis = static_cast<std::size_t>(op.axis);
  const auto strides = plain_strides(shape);
  const std::int64_t total = indices.elements();
  CONVSCOPE_CHECK(check_indices({call.inputs[1], static_cast<std::size_t>(total)}, shape.dims[axis]));
  return parallel_ranges(call, total, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t at = normal_index(call.inputs[1][i], shape.dims[axis]);
      call.outputs[0][i] = call.inputs[0][offset_along(indices, strides, axis, i, at)];
    }
  });
}

core::Status assess(const GatherNd& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  const Shape& indices = signature.input(1).shape;
  if (indices.rank < 1 || op.batch_dims < 0 || op.batch_dims >= indices.rank || op.batch_dims >= shape.rank) {
    return invalid("indices of shape ", indices.text(), " do not have ", op.batch_dims, " batch dims.");
  }
  const int batch = static_cast<int>(op.batch_dims);
  for (int i = 0; i < batch; ++i) {
    if (indices[i] != shape[i]) return invalid("its indices of shape ", indices.text(), " differ in their batch.");
  }
  const std::int64_t depth = indices[indices.rank - 1];
  if (depth > shape.rank - batch)
    return invalid(depth, " coordinates do not fit a tensor of shape ", shape.text(), ".");
  const std::int64_t slice = shape.product(batch + static_cast<int>(depth), shape.rank);
  const std::int64_t tuples = indices.product(0, indices.rank - 1);
  const Shape& output = signature.output(0).shape;
  if (output.elements() % slice == 0 && output.elements() / slice == tuples) return core::Status();
  return invalid("its output of shape ", output.text(), " does not have ", tuples, " x ", slice, " elements.");
}

core::Status run(const GatherNd& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const Shape& indices = call.signature.input(1).shape;
  const int batch = static_cast<int>(op.batch_dims);
  const int depth = static_cast<int>(indices[indices.rank - 1]);
  const std::int64_t tuples = indices.product(0, indices.rank - 1);
  CONVSCOPE_CHECK(check_tuples(call.inputs[1], tuples, depth, shape, batch));
  const std::int64_t slice = shape.product(batch + depth, shape.rank);
  const std::int64_t per_batch = indices.product(batch, indices.rank - 1);
  const std::int64_t batch_stride = shape.product(batch, shape.rank);
  return parallel_ranges(call, tuples, kElementGrain / slice, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t offset =
          i / per_batch * batch_stride + tuple_offset(call.inputs[1] + i * depth, depth, shape, batch);
      std::memcpy(call.outputs[0] + i * slice, call.inputs[0] + offset,
                  static_cast<std::size_t>(slice) * sizeof(float));
    }
  });
}

}  // namespace convscope::ops
