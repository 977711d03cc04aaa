// SPDX-License-Identifier: Apache-2.0
// The k largest or smallest elements along an axis, in order, and where they are; plain. NaN is larger than all.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Positions of one row for every thread, rounded up to 64 bytes; false on overflow.
bool row_bytes(std::int64_t length, std::size_t* bytes) {
  if (!memory::checked_multiply(static_cast<std::size_t>(length), sizeof(std::int32_t), bytes) ||
      !memory::checked_add(*bytes, 63, bytes)) {
    return false;
  }
  *bytes = *bytes / 64 * 64;
  return true;
}

}  // namespace

core::Status assess(const TopK& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  const int axis = static_cast<int>(op.axis);
  const Shape& output = signature.output(0).shape;
  Shape expected = shape;
  if (output.rank == shape.rank) expected[axis] = output[axis];
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (output[axis] > shape[axis]) return invalid(output[axis], " elements cannot be taken from ", shape[axis], ".");
  if (signature.output(1).shape != output) return invalid("its outputs differ in shape.");
  if (shape[axis] > kMaxParameter) {
    return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
  }
  std::size_t bytes = 0;
  if (!row_bytes(shape[axis], &bytes) ||
      !memory::checked_multiply(bytes, static_cast<std::size_t>(signature.threads), workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const TopK& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t length = shape[axis];
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const std::int64_t count = call.signature.output(0).shape[axis];
  std::size_t bytes = 0;
  if (!row_bytes(length, &bytes)) return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");
  call.pool.parallel_for(static_cast<long>(shape.elements() / length), [&](long task, int thread) {
    if (call.cancel.cancelled()) return;
    const std::int64_t row = task / inner;
    const std::int64_t column = task % inner;
    const float* x = call.inputs[0] + row * length * inner + column;
    auto* order = reinterpret_cast<std::int32_t*>(call.workspace + static_cast<std::size_t>(thread) * bytes);
    std::iota(order, order + length, 0);
    const auto goes_first = [&](std::int32_t a, std::int32_t b) {
      const float p = x[a * inner];
      const float q = x[b * inner];
      if (std::isnan(p) != std::isnan(q)) return std::isnan(p) == op.largest;
      if (p == q || std::isnan(p)) return a < b;
      return op.largest ? p > q : p < q;
    };
    std::partial_sort(order, order + count, order + length, goes_first);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t to = (row * count + i) * inner + column;
      call.outputs[0][to] = x[order[i] * inner];
      call.outputs[1][to] = static_cast<float>(order[i]);
    }
  });
  return outcome(call);
}

}  // namespace convscope::ops
