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

/// The last dim, which is copied at once.
struct Row {
  std::int64_t count, stride;
};

Row row_of(const StridedView& view) {
  if (view.rank == 0) return {1, 1};
  const auto last = static_cast<std::size_t>(view.rank - 1);
  return {view.dims[last], view.strides[last]};
}

std::int64_t rows_of(const StridedView& view) {
  std::int64_t rows = 1;
  for (int i = 0; i + 1 < view.rank; ++i) rows *= view.dims[static_cast<std::size_t>(i)];
  return rows;
}

void copy_rows(const StridedView& view, std::int64_t begin, std::int64_t end, const float* source, float* destination) {
  const Row row = row_of(view);
  for (std::int64_t r = begin; r < end; ++r) {
    std::int64_t offset = 0;
    std::int64_t rest = r;
    for (int i = view.rank - 2; i >= 0; --i) {
      const auto axis = static_cast<std::size_t>(i);
      offset += rest % view.dims[axis] * view.strides[axis];
      rest /= view.dims[axis];
    }
    copy_row(source + offset, row.stride, destination + r * row.count, row.count);
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

StridedView transposed_view(const Shape& shape, std::span<const std::int64_t> permutation) {
  const auto strides = plain_strides(shape);
  StridedView view;
  for (const std::int64_t from : permutation) {
    view.append(shape[static_cast<int>(from)], strides[static_cast<std::size_t>(from)]);
  }
  return view;
}

void strided_copy(const StridedView& view, const float* source, float* destination) {
  copy_rows(view, 0, rows_of(view), source, destination);
}

core::Status strided_copy(const Call& call, const StridedView& view, const float* source, float* destination) {
  const Row row = row_of(view);
  const std::int64_t rows = rows_of(view);
  // Where there is but one row, it is cut; else pieces are whole rows.
  if (rows == 1) {
    return parallel_ranges(call, row.count, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
      copy_row(source + begin * row.stride, row.stride, destination + begin, end - begin);
    });
  }
  return parallel_ranges(call, rows, kElementGrain / row.count, [&](std::int64_t begin, std::int64_t end) {
    copy_rows(view, begin, end, source, destination);
  });
}

}  // namespace convscope::ops
