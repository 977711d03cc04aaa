// SPDX-License-Identifier: Apache-2.0
#include "ops/strided_copy.h"

#include <algorithm>
#include <cstring>

#include "ops/partition.h"

namespace convscope::ops {
namespace {

void copy_row(const float* source, std::int64_t stride, float* destination, std::int64_t count) {
  if (stride == 1) {
    std::memcpy(destination, source, static_cast<std::size_t>(count) * sizeof(float));
  } else if (stride == 0) {
    std::fill_n(destination, count, *source);
  } else {
    for (std::int64_t i = 0; i < count; ++i) destination[i] = source[i * stride];
  }
}

}  // namespace

void StridedView::append(std::int64_t dim, std::int64_t stride) {
  if (dim == 1) return;
  if (rank > 0) {
    const auto last = static_cast<std::size_t>(rank - 1);
    if (strides[last] == stride * dim) {
      dims[last] *= dim;
      strides[last] = stride;
      return;
    }
  }
  dims[static_cast<std::size_t>(rank)] = dim;
  strides[static_cast<std::size_t>(rank)] = stride;
  ++rank;
}

std::array<std::int64_t, kMaxRank> plain_strides(const Shape& shape) {
  std::array<std::int64_t, kMaxRank> strides{};
  std::int64_t stride = 1;
  for (int i = shape.rank - 1; i >= 0; --i) {
    strides[static_cast<std::size_t>(i)] = stride;
    stride *= shape[i];
  }
  return strides;
}

core::Status strided_copy(const Call& call, const StridedView& view, const float* source, float* destination) {
  const int outer_rank = std::max(view.rank - 1, 0);
  const std::int64_t row = view.rank == 0 ? 1 : view.dims[static_cast<std::size_t>(outer_rank)];
  const std::int64_t row_stride = view.rank == 0 ? 1 : view.strides[static_cast<std::size_t>(outer_rank)];
  std::int64_t rows = 1;
  for (int i = 0; i < outer_rank; ++i) rows *= view.dims[static_cast<std::size_t>(i)];

  // Where there is but one row, it is cut; else pieces are whole rows.
  if (rows == 1) {
    return parallel_ranges(call, row, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
      copy_row(source + begin * row_stride, row_stride, destination + begin, end - begin);
    });
  }
  return parallel_ranges(call, rows, kElementGrain / row, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t r = begin; r < end; ++r) {
      std::int64_t offset = 0;
      for (std::int64_t i = outer_rank - 1, rest = r; i >= 0; --i) {
        const auto axis = static_cast<std::size_t>(i);
        offset += rest % view.dims[axis] * view.strides[axis];
        rest /= view.dims[axis];
      }
      copy_row(source + offset, row_stride, destination + r * row, row);
    }
  });
}

}  // namespace convscope::ops
