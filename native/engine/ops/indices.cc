// SPDX-License-Identifier: Apache-2.0
#include "ops/indices.h"

#include "ops/message.h"

namespace convscope::ops {

core::Status check_indices(std::span<const float> indices, std::int64_t size) {
  const auto most = static_cast<float>(size);
  for (const float index : indices) {
    // Negated, so that NaN is refused too.
    if (!(index >= -most && index < most)) {
      return invalid("index ", index, " does not exist among ", size, " elements.");
    }
  }
  return core::Status();
}

core::Status check_tuples(const float* tuples, std::int64_t count, int depth, const Shape& shape, int first) {
  for (std::int64_t i = 0; i < count; ++i) {
    for (int d = 0; d < depth; ++d) {
      if (core::Status status = check_indices({tuples + i * depth + d, 1}, shape[first + d]); !status.ok())
        return status;
    }
  }
  return core::Status();
}

core::Status check_within(const Shape& indices, const Shape& shape, int axis) {
  bool fits = indices.rank == shape.rank;
  for (int i = 0; fits && i < shape.rank; ++i) fits = i == axis || indices[i] <= shape[i];
  if (fits) return core::Status();
  return invalid("indices of shape ", indices.text(), " do not fit a tensor of shape ", shape.text(), ".");
}

}  // namespace convscope::ops
