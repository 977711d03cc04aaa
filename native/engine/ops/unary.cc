// SPDX-License-Identifier: Apache-2.0
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const Unary&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_same_layout(signature));
  return check_output_shape(signature, signature.input(0).shape);
}

core::Status run(const Unary& op, const Call& call) {
  const Loops& loop = loops(call.signature.isa);
  const TensorInfo& input = call.signature.input(0);
  const std::int64_t total = stored_elements(input, call.signature.isa);
  CONVSCOPE_CHECK(parallel_ranges(call, total, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    loop.unary(op, call.inputs[0] + begin, call.outputs[0] + begin, end - begin);
  }));
  if (input.layout == Layout::kBlocked) {
    const float zero = 0;
    float at_zero = 0;
    loop.unary(op, &zero, &at_zero, 1);
    // Negated, so that NaN counts as changed too.
    if (!(at_zero == 0)) zero_missing_lanes(blocked_view(input.shape, call.signature.isa), call.outputs[0]);
  }
  return core::Status();
}

}  // namespace convscope::ops
