// SPDX-License-Identifier: Apache-2.0
// c += alpha · a · b for matrices with any strides (in elements).
//
// b is packed, kDepthBlock rows at a time, into panels of as many columns as a register tile has; threads share the
// tiles (the scheme of Goto and van de Geijn 2008, without packing a). A product with a vector reads the matrix once
// and packs nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/isa.h"
#include "core/status.h"
#include "ops/tensor.h"

namespace convscope::ops {

struct MatrixProduct {
  std::int64_t rows, columns, depth;
  /// a(r, i) = a[r * a_row + i * a_step]; where rows is 1, a_step is 1.
  const float* a;
  std::int64_t a_row, a_step;
  /// b(i, j) = b[i * b_row + j * b_step]; one of them is 1, and b_row is where columns is 1.
  const float* b;
  std::int64_t b_row, b_step;
  /// c(r, j) = c[r * c_row + j]; c_row is 1 where columns is 1.
  float* c;
  std::int64_t c_row;
  float alpha = 1;
};

/// Bytes, a multiple of 64; false on overflow.
[[nodiscard]] bool matrix_product_workspace(std::int64_t rows, std::int64_t columns, std::int64_t depth, core::Isa isa,
                                            std::size_t* bytes);

core::Status multiply_add(const Call& call, const MatrixProduct& product, std::byte* workspace);

}  // namespace convscope::ops
