// SPDX-License-Identifier: Apache-2.0
#include "ops/matrix_product.h"

#include <algorithm>
#include <array>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Rows of b that are packed together: a panel of them (16 or 32 KiB) stays in the first-level cache.
constexpr std::int64_t kDepthBlock = 256;
/// Rows of a per task: with kDepthBlock columns they stay in the second-level cache.
constexpr std::int64_t kRowBlock = 16 * kTileRows;
/// Multiply-adds below which waking other threads takes longer than the product (tens of microseconds).
constexpr std::int64_t kWorthSharing = 1 << 20;

void pack_panel(const float* b, std::int64_t b_row, std::int64_t b_step, std::int64_t depth, std::int64_t columns,
                std::int64_t panel_columns, float* panel) {
  for (std::int64_t i = 0; i < depth; ++i) {
    if (b_step == 1) {
      std::copy_n(b + i * b_row, columns, panel + i * panel_columns);
    } else {
      for (std::int64_t j = 0; j < columns; ++j) panel[i * panel_columns + j] = b[i * b_row + j * b_step];
    }
    for (std::int64_t j = columns; j < panel_columns; ++j) panel[i * panel_columns + j] = 0;
  }
}

/// One row times a matrix.
core::Status multiply_row(const Call& call, const MatrixProduct& p) {
  const Loops& loop = loops(call.signature.isa);
  if (p.b_row == 1) {
    const std::int64_t grain = divide_up(std::max<std::int64_t>(kElementGrain / p.depth, 1), kDotRows) * kDotRows;
    return parallel_ranges(call, p.columns, grain, [&](std::int64_t begin, std::int64_t end) {
      std::array<float, kDotRows> sums;
      for (std::int64_t j = begin; j < end; j += kDotRows) {
        const int count = static_cast<int>(std::min<std::int64_t>(kDotRows, end - j));
        loop.dot_rows(p.a, p.b + j * p.b_step, p.b_step, count, p.depth, sums.data());
        for (int i = 0; i < count; ++i) p.c[j + i] += p.alpha * sums[static_cast<std::size_t>(i)];
      }
    });
  }
  // Whole lines of the matrix per thread, and sums that stay in the first-level cache.
  constexpr std::int64_t kMost = 1024;
  const std::int64_t share = divide_up(divide_up(p.columns, call.pool.threads()), 16) * 16;
  return parallel_ranges(call, p.columns, std::min(share, kMost), [&](std::int64_t begin, std::int64_t end) {
    std::array<float, kMost> sums{};
    loop.accumulate_rows(p.depth, p.a, p.a_step, p.b + begin, p.b_row, sums.data(), end - begin);
    for (std::int64_t j = begin; j < end; ++j) p.c[j] += p.alpha * sums[static_cast<std::size_t>(j - begin)];
  });
}

}  // namespace

bool matrix_product_workspace(std::int64_t rows, std::int64_t columns, std::int64_t depth, core::Isa isa,
                              std::size_t* bytes) {
  *bytes = 0;
  if (rows == 1 || columns == 1) return true;
  // Two vectors, as Loops::tile_columns; sizes may be asked for an instruction set that is not executable here.
  const std::int64_t panel_columns = 2 * core::vector_lanes(isa);
  const auto padded = static_cast<std::size_t>(divide_up(columns, panel_columns) * panel_columns);
  const auto block = static_cast<std::size_t>(std::min(depth, kDepthBlock));
  std::size_t elements = 0;
  if (!memory::checked_multiply(padded, block, &elements) ||
      !memory::checked_multiply(elements, sizeof(float), bytes) || !memory::checked_add(*bytes, 63, bytes)) {
    return false;
  }
  *bytes = *bytes / 64 * 64;
  return true;
}

core::Status multiply_add(const Call& call, const MatrixProduct& p, std::byte* workspace) {
  if (p.rows == 1) return multiply_row(call, p);
  if (p.columns == 1) {
    // The transposed product: a row (b) times a matrix (a, transposed).
    return multiply_row(call, {1, p.rows, p.depth, p.b, p.depth, 1, p.a, p.a_step, p.a_row, p.c, p.rows, p.alpha});
  }
  const Loops& loop = loops(call.signature.isa);
  const std::int64_t width = loop.tile_columns;
  const std::int64_t panels = divide_up(p.columns, width);
  const std::int64_t row_blocks = divide_up(p.rows, kRowBlock);
  float* packed = reinterpret_cast<float*>(workspace);
  const bool small = p.rows * p.columns < kWorthSharing / std::min(p.depth, kDepthBlock);
  const auto each = [&](std::int64_t count, auto&& task) {
    if (!small) return parallel_each(call, count, task);
    for (std::int64_t i = 0; i < count; ++i) task(i);
    return outcome(call);
  };
  for (std::int64_t start = 0; start < p.depth; start += kDepthBlock) {
    const std::int64_t depth = std::min(kDepthBlock, p.depth - start);
    CONVSCOPE_CHECK(each(panels, [&](std::int64_t panel) {
      pack_panel(p.b + start * p.b_row + panel * width * p.b_step, p.b_row, p.b_step, depth,
                 std::min(width, p.columns - panel * width), width, packed + panel * width * depth);
    }));
    CONVSCOPE_CHECK(each(panels * row_blocks, [&](std::int64_t task) {
      const std::int64_t panel = task % panels;
      const std::int64_t first = task / panels * kRowBlock;
      const std::int64_t last = std::min(p.rows, first + kRowBlock);
      for (std::int64_t row = first; row < last; row += kTileRows) {
        loop.multiply_tile(depth, p.a + row * p.a_row + start * p.a_step, p.a_row, p.a_step,
                           static_cast<int>(std::min<std::int64_t>(kTileRows, last - row)),
                           packed + panel * width * depth, p.alpha, p.c + row * p.c_row + panel * width, p.c_row,
                           static_cast<int>(std::min(width, p.columns - panel * width)));
      }
    }));
  }
  return core::Status();
}

}  // namespace convscope::ops
