// SPDX-License-Identifier: Apache-2.0
// Dimensions of a tensor, without memory of its own.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace convscope::ops {

inline constexpr int kMaxRank = 8;

struct Shape {
  int rank = 0;
  std::array<std::int64_t, kMaxRank> dims{};

  std::int64_t operator[](int axis) const { return dims[static_cast<std::size_t>(axis)]; }
  std::int64_t& operator[](int axis) { return dims[static_cast<std::size_t>(axis)]; }
  bool operator==(const Shape&) const = default;

  /// Product of the dims [begin, end); 1 for an empty range. Programs are validated so that it fits.
  std::int64_t product(int begin, int end) const {
    std::int64_t result = 1;
    for (int i = begin; i < end; ++i) result *= (*this)[i];
    return result;
  }
  std::int64_t elements() const { return product(0, rank); }

  /// "[1, 64, 56, 56]".
  std::string text() const {
    std::string result = "[";
    for (int i = 0; i < rank; ++i) result += (i == 0 ? "" : ", ") + std::to_string((*this)[i]);
    return result + "]";
  }
};

}  // namespace convscope::ops
