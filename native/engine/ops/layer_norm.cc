// SPDX-License-Identifier: Apache-2.0
// (x - mean) / sqrt(variance + epsilon) * gamma + beta over rows of adjacent elements: the last dims (LayerNorm, also
// with a mean of 0) or all pixels of a channel (InstanceNorm); plain.
#include <cmath>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

struct Moments {
  double mean, factor;
};

/// In double, and the variance from differences: no cancellation where the mean is large.
Moments moments_of(const float* x, std::int64_t length, float epsilon, bool centred = true) {
  double sum = 0;
  for (std::int64_t i = 0; centred && i < length; ++i) sum += x[i];
  const double mean = sum / static_cast<double>(length);
  double squares = 0;
  for (std::int64_t i = 0; i < length; ++i) squares += (x[i] - mean) * (x[i] - mean);
  return {mean, 1.0 / std::sqrt(squares / static_cast<double>(length) + static_cast<double>(epsilon))};
}

float normalised(float x, const Moments& moments) { return static_cast<float>((x - moments.mean) * moments.factor); }

}  // namespace

core::Status assess(const LayerNorm& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  const std::size_t outputs = signature.outputs.size();
  CONVSCOPE_CHECK(check_counts(signature, 1, 3, std::clamp<std::size_t>(outputs, 1, 3)));
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
  for (std::size_t i = 1; i < outputs; ++i) {
    if (signature.output(i).shape.elements() != shape.elements() / length) {
      return invalid("output ", i, " of shape ", signature.output(i).shape.text(), " does not have ",
                     shape.elements() / length, " elements.");
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
      const Moments moments = moments_of(x, length, op.epsilon, op.centred);
      for (std::int64_t i = 0; i < length; ++i) {
        y[i] = normalised(x[i], moments) * (gamma == nullptr ? 1.0f : gamma[i]) + (beta == nullptr ? 0.0f : beta[i]);
      }
      if (call.outputs.size() > 1) call.outputs[1][row] = static_cast<float>(moments.mean);
      if (call.outputs.size() > 2) call.outputs[2][row] = static_cast<float>(moments.factor);
    }
  });
}

core::Status assess(const InstanceNorm&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 3, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  if (shape.rank < 2) return invalid("its input of shape ", shape.text(), " has no channels.");
  for (std::size_t i = 1; i < 3; ++i) {
    if (signature.input(i).shape.elements() != shape[1]) {
      return invalid("input ", i, " of shape ", signature.input(i).shape.text(), " does not have ", shape[1],
                     " elements.");
    }
  }
  return check_output_shape(signature, shape);
}

core::Status run(const InstanceNorm& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const std::int64_t length = shape.product(2, shape.rank);
  return parallel_ranges(call, shape[0] * shape[1], kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const float* x = call.inputs[0] + row * length;
      float* y = call.outputs[0] + row * length;
      const Moments moments = moments_of(x, length, op.epsilon);
      const float scale = call.inputs[1][row % shape[1]];
      const float bias = call.inputs[2][row % shape[1]];
      for (std::int64_t i = 0; i < length; ++i) y[i] = normalised(x[i], moments) * scale + bias;
    }
  });
}

}  // namespace convscope::ops
