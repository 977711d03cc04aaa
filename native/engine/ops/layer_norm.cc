// SPDX-License-Identifier: Apache-2.0
// (x - mean) / sqrt(variance + epsilon) * gamma + beta over the last dims; plain.
#include <cmath>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const LayerNorm& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  if (op.axes < 1 || op.axes > shape.rank)
    return invalid("a tensor of rank ", shape.rank, " has no last ", op.axes, " axes.");
  const std::int64_t length = shape.product(shape.rank - static_cast<int>(op.axes), shape.rank);
  for (std::size_t i = 1; i < 3; ++i) {
    if (signature.has_input(i) && signature.input(i).shape.elements() != length) {
      return invalid("input ", i, " of shape ", signature.input(i).shape.text(), " does not have ", length,
                     " elements.");
    }
  }
  return check_output_shape(signature, shape);
}

core::Status run(const LayerNorm& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const std::int64_t length = shape.product(shape.rank - static_cast<int>(op.axes), shape.rank);
  const float* gamma = call.signature.has_input(1) ? call.inputs[1] : nullptr;
  const float* beta = call.signature.has_input(2) ? call.inputs[2] : nullptr;
  const std::int64_t rows = shape.elements() / length;
  return parallel_ranges(call, rows, kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const float* x = call.inputs[0] + row * length;
      float* y = call.outputs[0] + row * length;
      // In double, and the variance from differences: no cancellation where the mean is large.
      double sum = 0;
      for (std::int64_t i = 0; i < length; ++i) sum += x[i];
      const double mean = sum / static_cast<double>(length);
      double squares = 0;
      for (std::int64_t i = 0; i < length; ++i) squares += (x[i] - mean) * (x[i] - mean);
      const double factor = 1.0 / std::sqrt(squares / static_cast<double>(length) + static_cast<double>(op.epsilon));
      for (std::int64_t i = 0; i < length; ++i) {
        const auto normalised = static_cast<float>((x[i] - mean) * factor);
        y[i] = normalised * (gamma == nullptr ? 1.0f : gamma[i]) + (beta == nullptr ? 0.0f : beta[i]);
      }
    }
  });
}

}  // namespace convscope::ops
