// SPDX-License-Identifier: Apache-2.0
// Fills a contiguous tensor from a strided view of another: transposing, slicing, broadcasting and tiling are all that.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/status.h"
#include "ops/tensor.h"

namespace convscope::ops {

/// Dims of the contiguous destination, outermost first, and the source's stride (in elements) along each; a stride
/// may be 0 (broadcast) or negative.
struct StridedView {
  static constexpr int kMax = 2 * kMaxRank;
  int rank = 0;
  std::array<std::int64_t, kMax> dims{};
  std::array<std::int64_t, kMax> strides{};

  /// Dims of one element are left out, and a dim that continues its predecessor is merged into it.
  void append(std::int64_t dim, std::int64_t stride);
};

/// Row-major strides of a plain tensor, in elements.
std::array<std::int64_t, kMaxRank> plain_strides(const Shape& shape);

/// A plain tensor of `shape` with its axes reordered: new axis i is axis permutation[i].
StridedView transposed_view(const Shape& shape, std::span<const std::int64_t> permutation);

/// On the calling thread. `source` points at the element that goes first.
void strided_copy(const StridedView& view, const float* source, float* destination);

/// The same on all threads.
core::Status strided_copy(const Call& call, const StridedView& view, const float* source, float* destination);

}  // namespace convscope::ops
