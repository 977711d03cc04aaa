// SPDX-License-Identifier: Apache-2.0
// Operations that treat positions along an axis by where they are: Trilu, CumSum, ReverseSequence. Plain.
#include <algorithm>

#include "ops/checks.h"
#include "ops/indices.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const Trilu& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  if (shape.rank < 2) return invalid("a tensor of shape ", shape.text(), " is no matrix.");
  CONVSCOPE_CHECK(check_parameter("diagonal", {op.k}, 1, -kMaxParameter, kMaxParameter));
  return check_output_shape(signature, shape);
}

core::Status run(const Trilu& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const std::int64_t rows = shape[shape.rank - 2];
  const std::int64_t columns = shape[shape.rank - 1];
  return parallel_ranges(
      call, shape.elements() / columns, kElementGrain / columns, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t r = begin; r < end; ++r) {
          // Upper keeps [first, columns), lower [0, first).
          const std::int64_t diagonal = r % rows + op.k + (op.upper ? 0 : 1);
          const std::int64_t first = std::clamp<std::int64_t>(diagonal, 0, columns);
          const float* x = call.inputs[0] + r * columns;
          float* y = call.outputs[0] + r * columns;
          const auto [kept, dropped] = op.upper ? std::pair{first, std::int64_t{0}} : std::pair{std::int64_t{0}, first};
          const std::int64_t kept_count = op.upper ? columns - first : first;
          std::fill_n(y + dropped, columns - kept_count, 0.0f);
          std::copy_n(x + kept, kept_count, y + kept);
        }
      });
}

core::Status assess(const CumSum& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  CONVSCOPE_CHECK(check_axis(op.axis, signature.input(0).shape.rank));
  return check_output_shape(signature, signature.input(0).shape);
}

core::Status run(const CumSum& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t length = shape[axis];
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  return parallel_ranges(call, shape.elements() / length, kElementGrain / length,
                         [&](std::int64_t begin, std::int64_t end) {
                           for (std::int64_t line = begin; line < end; ++line) {
                             const std::int64_t start = line / inner * length * inner + line % inner;
                             double sum = 0;
                             for (std::int64_t i = 0; i < length; ++i) {
                               const std::int64_t at = start + (op.reverse ? length - 1 - i : i) * inner;
                               const auto x = static_cast<double>(call.inputs[0][at]);
                               call.outputs[0][at] = static_cast<float>(op.exclusive ? sum : sum + x);
                               sum += x;
                             }
                           }
                         });
}

core::Status assess(const ReverseSequence& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.batch_axis, shape.rank));
  CONVSCOPE_CHECK(check_axis(op.time_axis, shape.rank));
  const std::int64_t batch = shape[static_cast<int>(op.batch_axis)];
  if (op.batch_axis == op.time_axis) return invalid("its batch and its time are the same axis.");
  if (signature.input(1).shape.elements() != batch) {
    return invalid("lengths of shape ", signature.input(1).shape.text(), " are not one for each of ", batch, ".");
  }
  return check_output_shape(signature, shape);
}

core::Status run(const ReverseSequence& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int time = static_cast<int>(op.time_axis);
  const int batch = static_cast<int>(op.batch_axis);
  const std::int64_t steps = shape[time];
  const float* lengths = call.inputs[1];
  // A length is an index of what follows the last element.
  CONVSCOPE_CHECK(check_indices({lengths, static_cast<std::size_t>(shape[batch])}, steps + 1));
  const std::int64_t time_stride = shape.product(time + 1, shape.rank);
  const std::int64_t batch_stride = shape.product(batch + 1, shape.rank);
  return parallel_ranges(call, shape.elements(), kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t at = i / time_stride % steps;
      const auto length = static_cast<std::int64_t>(lengths[i / batch_stride % shape[batch]]);
      const std::int64_t from = at < length ? length - 1 - at : at;
      call.outputs[0][i] = call.inputs[0][i + (from - at) * time_stride];
    }
  });
}

}  // namespace convscope::ops
