// SPDX-License-Identifier: Apache-2.0
// Whole numbers in a float32 tensor as indices of an axis; negative ones count from the end. What gathers and scatters
// share.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/status.h"
#include "ops/shape.h"

namespace convscope::ops {

/// Whether every index exists among `size` elements: what a run must know before it follows them.
core::Status check_indices(std::span<const float> indices, std::int64_t size);

/// The same for `count` tuples of coordinates in the dims of `shape` from `first` on.
core::Status check_tuples(const float* tuples, std::int64_t count, int depth, const Shape& shape, int first);

/// The ranks are the same, and but for `axis` no dim of `indices` is longer than the tensor's.
core::Status check_within(const Shape& indices, const Shape& shape, int axis);

/// An index that was checked.
inline std::int64_t normal_index(float index, std::int64_t size) {
  const auto whole = static_cast<std::int64_t>(index);
  return whole < 0 ? whole + size : whole;
}

/// Where the tensor with these strides has the element at the coordinates of element `i` of a tensor of shape
/// `indices`, but at `at` along `axis`.
inline std::int64_t offset_along(const Shape& indices, const std::array<std::int64_t, kMaxRank>& strides,
                                 std::size_t axis, std::int64_t i, std::int64_t at) {
  std::int64_t offset = at * strides[axis];
  for (auto d = static_cast<std::size_t>(indices.rank); d-- > 0;) {
    if (d != axis) offset += i % indices.dims[d] * strides[d];
    i /= indices.dims[d];
  }
  return offset;
}

/// Offset, in elements, of the slice that a checked tuple names, within the dims from `first` on.
inline std::int64_t tuple_offset(const float* tuple, int depth, const Shape& shape, int first) {
  std::int64_t offset = 0;
  for (int i = 0; i < depth; ++i) offset = offset * shape[first + i] + normal_index(tuple[i], shape[first + i]);
  return offset * shape.product(first + depth, shape.rank);
}

}  // namespace convscope::ops
