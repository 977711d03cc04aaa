// SPDX-License-Identifier: Apache-2.0
// Indices as vectors that are on at the index and off elsewhere; plain.
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const OneHot& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& indices = signature.input(0).shape;
  const Shape& output = signature.output(0).shape;
  if (signature.input(1).shape.elements() != 2) return invalid("it needs two values, off and on.");
  if (indices.rank >= kMaxRank) return unsupported(core::Message{"unrunnable.indicesRank", {{"rank", indices.rank}}});
  CONVSCOPE_CHECK(check_axis(op.axis, output.rank));
  Shape expected{.rank = indices.rank + 1};
  for (int i = 0; i < output.rank && i < kMaxRank; ++i) {
    const int axis = static_cast<int>(op.axis);
    expected[i] = i == axis ? output[axis] : indices[i < axis ? i : i - 1];
  }
  return check_output_shape(signature, expected);
}

core::Status run(const OneHot& op, const Call& call) {
  const Shape& shape = call.signature.output(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t depth = shape[axis];
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const float off = call.inputs[1][0];
  const float on = call.inputs[1][1];
  return parallel_ranges(call, shape.elements(), kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const float index = call.inputs[0][i / (depth * inner) * inner + i % inner];
      // An index that does not exist leaves everything off.
      const float wanted = index < 0 ? index + static_cast<float>(depth) : index;
      call.outputs[0][i] = wanted == static_cast<float>(i / inner % depth) ? on : off;
    }
  });
}

}  // namespace convscope::ops
