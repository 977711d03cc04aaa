// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const Copy&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_same_layout(signature));
  const TensorInfo& input = signature.input(0);
  const TensorInfo& output = signature.output(0);
  if (input.layout == Layout::kBlocked) return check_output_shape(signature, input.shape);
  if (input.shape.elements() == output.shape.elements()) return core::Status();
  return invalid("shape ", input.shape.text(), " cannot be seen as ", output.shape.text(), ".");
}

core::Status run(const Copy&, const Call& call) {
  const std::int64_t total = stored_elements(call.signature.input(0), call.signature.isa);
  return parallel_ranges(call, total, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    std::memmove(call.outputs[0] + begin, call.inputs[0] + begin,
                 static_cast<std::size_t>(end - begin) * sizeof(float));
  });
}

}  // namespace convscope::ops
