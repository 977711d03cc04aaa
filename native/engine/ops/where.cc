// SPDX-License-Identifier: Apache-2.0
// Elements of one tensor or of another by a condition, all three broadcast; plain.
#include <array>

#include "ops/broadcast.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

using AlignedStrides = std::array<std::int64_t, kMaxRank>;

/// Along the result's dims, aligned at the last; 0 where the operand repeats.
AlignedStrides aligned_strides(const Shape& operand, const Shape& result) {
  AlignedStrides strides{};
  const auto own = plain_strides(operand);
  for (int i = std::max(0, operand.rank - result.rank); i < operand.rank; ++i) {
    if (operand[i] != 1) {
      strides[static_cast<std::size_t>(result.rank - operand.rank + i)] = own[static_cast<std::size_t>(i)];
    }
  }
  return strides;
}

}  // namespace

core::Status assess(const Where&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 3, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  for (std::size_t i = 0; i < 3; ++i) CONVSCOPE_CHECK(check_broadcast(signature.input(i), signature.output(0)));
  return core::Status();
}

core::Status run(const Where&, const Call& call) {
  const Shape& shape = call.signature.output(0).shape;
  std::array<AlignedStrides, 3> strides;
  for (std::size_t i = 0; i < 3; ++i) strides[i] = aligned_strides(call.signature.input(i).shape, shape);
  const int outer_rank = std::max(shape.rank - 1, 0);
  const auto last = static_cast<std::size_t>(outer_rank);
  const std::int64_t row = shape.rank == 0 ? 1 : shape[outer_rank];
  return parallel_ranges(call, shape.elements() / row, kElementGrain / row, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t r = begin; r < end; ++r) {
      std::array<const float*, 3> from{call.inputs[0], call.inputs[1], call.inputs[2]};
      std::int64_t rest = r;
      for (int axis = outer_rank - 1; axis >= 0; --axis) {
        for (std::size_t i = 0; i < 3; ++i) from[i] += rest % shape[axis] * strides[i][static_cast<std::size_t>(axis)];
        rest /= shape[axis];
      }
      float* y = call.outputs[0] + r * row;
      for (std::int64_t j = 0; j < row; ++j) {
        const bool first = from[0][j * strides[0][last]] != 0;
        y[j] = first ? from[1][j * strides[1][last]] : from[2][j * strides[2][last]];
      }
    }
  });
}

}  // namespace convscope::ops
