// SPDX-License-Identifier: Apache-2.0
// Slices of an axis in the order of constant indices; plain.
#include <cstring>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const Gather& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  const int axis = static_cast<int>(op.axis);
  CONVSCOPE_CHECK(check_parameter("index", op.indices, op.indices.size(), 0, shape[axis] - 1));
  // The indices' own shape is unknown here: what stands before and after them must be right.
  const Shape& output = signature.output(0).shape;
  const std::int64_t outer = shape.product(0, axis);
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const auto count = static_cast<std::int64_t>(op.indices.size());
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
  const auto count = static_cast<std::int64_t>(op.indices.size());
  return parallel_ranges(
      call, shape.product(0, axis) * count, kElementGrain / inner, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const std::int64_t index = op.indices[static_cast<std::size_t>(i % count)];
          std::memcpy(call.outputs[0] + i * inner, call.inputs[0] + (i / count * dim + index) * inner,
                      static_cast<std::size_t>(inner) * sizeof(float));
        }
      });
}

}  // namespace convscope::ops
