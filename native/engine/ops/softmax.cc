// SPDX-License-Identifier: Apache-2.0
// exp(x - max) / sum, or its logarithm x - max - log(sum), along adjacent dims seen as one; plain.
#include <array>
#include <cmath>

#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

void softmax_row(const Loops& loop, bool log, const float* x, float* y, std::int64_t length) {
  const float shift = loop.maximum(x, length);
  const float sum = loop.exponentials(x, shift, y, length);
  if (log) {
    const float offset = shift + std::log(sum);
    loop.binary(BinaryFunction::kSub, x, 1, &offset, 0, y, length);
  } else {
    loop.binary(BinaryFunction::kDiv, y, 1, &sum, 0, y, length);
  }
}

constexpr std::int64_t kColumns = 256;

/// Neighbouring columns together; consecutive elements of one column are `stride` apart.
void softmax_columns(const Loops& loop, bool log, const float* x, float* y, std::int64_t length, std::int64_t stride,
                     std::int64_t columns) {
  const Unary exponential{UnaryFunction::kExp};
  const Unary logarithm{UnaryFunction::kLog};
  std::array<float, kColumns> shift;
  std::array<float, kColumns> sum{};
  std::copy_n(x, columns, shift.data());
  for (std::int64_t i = 1; i < length; ++i) {
    loop.binary(BinaryFunction::kMax, shift.data(), 1, x + i * stride, 1, shift.data(), columns);
  }
  // The terms are kept in y, except for the logarithm, which needs their sum only.
  std::array<float, kColumns> scratch;
  for (std::int64_t i = 0; i < length; ++i) {
    float* terms = log ? scratch.data() : y + i * stride;
    loop.binary(BinaryFunction::kSub, x + i * stride, 1, shift.data(), 1, terms, columns);
    loop.unary(exponential, terms, terms, columns);
    loop.binary(BinaryFunction::kAdd, sum.data(), 1, terms, 1, sum.data(), columns);
  }
  if (log) {
    loop.unary(logarithm, sum.data(), sum.data(), columns);
    loop.binary(BinaryFunction::kAdd, shift.data(), 1, sum.data(), 1, shift.data(), columns);
  }
  for (std::int64_t i = 0; i < length; ++i) {
    const auto function = log ? BinaryFunction::kSub : BinaryFunction::kDiv;
    const float* left = log ? x + i * stride : y + i * stride;
    loop.binary(function, left, 1, log ? shift.data() : sum.data(), 1, y + i * stride, columns);
  }
}

}  // namespace

core::Status assess(const Softmax& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  if (op.end_axis <= op.axis || op.end_axis > shape.rank) {
    return invalid("end axis ", op.end_axis, " is not between axis ", op.axis, " and rank ", shape.rank, ".");
  }
  return check_output_shape(signature, shape);
}

core::Status run(const Softmax& op, const Call& call) {
  const Loops& loop = loops(call.signature.isa);
  const Shape& shape = call.signature.input(0).shape;
  const std::int64_t outer = shape.product(0, static_cast<int>(op.axis));
  const std::int64_t length = shape.product(static_cast<int>(op.axis), static_cast<int>(op.end_axis));
  const std::int64_t inner = shape.product(static_cast<int>(op.end_axis), shape.rank);
  const float* x = call.inputs[0];
  float* y = call.outputs[0];
  if (inner == 1) {
    return parallel_ranges(call, outer, kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) softmax_row(loop, op.log, x + i * length, y + i * length, length);
    });
  }
  const std::int64_t groups = (inner + kColumns - 1) / kColumns;
  return parallel_each(call, outer * groups, [&](std::int64_t task) {
    const std::int64_t column = task % groups * kColumns;
    const std::int64_t offset = task / groups * length * inner + column;
    softmax_columns(loop, op.log, x + offset, y + offset, length, inner, std::min(kColumns, inner - column));
  });
}

}  // namespace convscope::ops
