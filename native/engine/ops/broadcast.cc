// SPDX-License-Identifier: Apache-2.0
#include "ops/broadcast.h"

#include <array>

#include "ops/blocked.h"
#include "ops/loops.h"
#include "ops/message.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

constexpr int kDims = kMaxRank + 1;

bool is_scalar(const TensorInfo& info) { return info.layout == Layout::kPlain && info.shape.elements() == 1; }

/// The result's dims as they lie in memory and both operands' strides along them, 0 where broadcast; neighbouring dims
/// along which both continue are merged.
struct Pair {
  int rank = 0;
  std::array<std::int64_t, kDims> dims{}, a{}, b{};

  void append(std::int64_t dim, std::int64_t a_stride, std::int64_t b_stride) {
    if (dim == 1) return;
    if (rank > 0) {
      const auto last = static_cast<std::size_t>(rank - 1);
      if (a[last] == a_stride * dim && b[last] == b_stride * dim) {
        dims[last] *= dim;
        a[last] = a_stride;
        b[last] = b_stride;
        return;
      }
    }
    const auto at = static_cast<std::size_t>(rank++);
    dims[at] = dim;
    a[at] = a_stride;
    b[at] = b_stride;
  }
};

using Strides = std::array<std::int64_t, kDims>;

/// Along the result's dims, aligned at the last one.
Strides plain_operand_strides(const Shape& operand, const Shape& result) {
  Strides strides{};
  const auto own = plain_strides(operand);
  for (int i = 0; i < operand.rank; ++i) {
    const auto at = static_cast<std::size_t>(result.rank - operand.rank + i);
    if (operand[i] != 1) strides[at] = own[static_cast<std::size_t>(i)];
  }
  return strides;
}

/// Along [n][block][h][w][lane] of the result.
Strides blocked_operand_strides(const TensorInfo& operand, core::Isa isa) {
  if (is_scalar(operand)) return {};
  const BlockedView v = blocked_view(operand.shape, isa);
  return {v.n == 1 ? 0 : v.blocks * v.pixels() * v.lanes, v.pixels() * v.lanes, v.h == 1 ? 0 : v.w * v.lanes,
          v.w == 1 ? 0 : v.lanes, 1};
}

Pair align(const TensorInfo& a, const TensorInfo& b, const TensorInfo& result, core::Isa isa) {
  Pair pair;
  if (result.layout == Layout::kBlocked) {
    const BlockedView v = blocked_view(result.shape, isa);
    const Strides a_strides = blocked_operand_strides(a, isa);
    const Strides b_strides = blocked_operand_strides(b, isa);
    const std::int64_t dims[] = {v.n, v.blocks, v.h, v.w, v.lanes};
    for (std::size_t i = 0; i < 5; ++i) pair.append(dims[i], a_strides[i], b_strides[i]);
  } else {
    const Strides a_strides = plain_operand_strides(a.shape, result.shape);
    const Strides b_strides = plain_operand_strides(b.shape, result.shape);
    for (std::size_t i = 0; i < static_cast<std::size_t>(result.shape.rank); ++i) {
      pair.append(result.shape[static_cast<int>(i)], a_strides[i], b_strides[i]);
    }
  }
  return pair;
}

/// Whether rows are one channel block, of which an operand has one for many: too short to be handed out one by one.
bool is_by_pixel(const Pair& pair, std::int64_t block) {
  if (pair.rank < 2) return false;
  const auto row = static_cast<std::size_t>(pair.rank - 1);
  const auto is_step = [&](std::int64_t stride) { return stride == 0 || stride == block; };
  return pair.dims[row] == block && pair.a[row] == 1 && pair.b[row] == 1 && is_step(pair.a[row - 1]) &&
         is_step(pair.b[row - 1]);
}

/// The same for rows that is_by_pixel; a range ends at a row's end.
core::Status run_by_pixel(const Call& call, BinaryFunction f, const Pair& pair, const float* a, const float* b,
                          std::int64_t total, float* y) {
  const Loops& loop = loops(call.signature.isa);
  const auto line = static_cast<std::size_t>(pair.rank - 2);
  const std::int64_t block = pair.dims[line + 1];
  const std::int64_t pixels = pair.dims[line];
  return parallel_ranges(call, total / block, kElementGrain / block, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t at = begin; at < end;) {
      const std::int64_t pixel = at % pixels;
      const std::int64_t count = std::min(pixels - pixel, end - at);
      std::int64_t a_offset = pixel * pair.a[line];
      std::int64_t b_offset = pixel * pair.b[line];
      std::int64_t rest = at / pixels;
      for (std::size_t axis = line; axis-- > 0;) {
        const std::int64_t coordinate = rest % pair.dims[axis];
        rest /= pair.dims[axis];
        a_offset += coordinate * pair.a[axis];
        b_offset += coordinate * pair.b[axis];
      }
      loop.binary_pixels(f, a + a_offset, pair.a[line], b + b_offset, pair.b[line], y + at * block, count);
      at += count;
    }
  });
}

}  // namespace

core::Status check_broadcast(const TensorInfo& operand, const TensorInfo& result) {
  if (is_scalar(operand)) return core::Status();
  const auto mismatch = [&] {
    return invalid("shape ", operand.shape.text(), " does not broadcast to ", result.shape.text(), ".");
  };
  if (operand.layout != result.layout) return unsupported("it does not mix plain and blocked tensors.");
  if (operand.shape.rank > result.shape.rank) return mismatch();
  if (result.layout == Layout::kBlocked) {
    if (!can_be_blocked(result.shape) || !can_be_blocked(operand.shape)) return mismatch();
    const BlockedView o = blocked_view(operand.shape, core::Isa::kPortable);
    const BlockedView r = blocked_view(result.shape, core::Isa::kPortable);
    const bool fits = o.c == r.c && (o.n == r.n || o.n == 1) && (o.h == r.h || o.h == 1) && (o.w == r.w || o.w == 1);
    return fits ? core::Status() : mismatch();
  }
  for (int i = 0; i < operand.shape.rank; ++i) {
    const std::int64_t dim = operand.shape[i];
    if (dim != 1 && dim != result.shape[result.shape.rank - operand.shape.rank + i]) return mismatch();
  }
  return core::Status();
}

core::Status broadcast_binary(const Call& call, BinaryFunction f, const TensorInfo& a_info, const float* a,
                              const TensorInfo& b_info, const float* b, const TensorInfo& result, float* y) {
  const Loops& loop = loops(call.signature.isa);
  const Pair pair = align(a_info, b_info, result, call.signature.isa);
  const int outer_rank = pair.rank == 0 ? 0 : pair.rank - 1;
  const auto inner = static_cast<std::size_t>(outer_rank);
  const std::int64_t row = pair.rank == 0 ? 1 : pair.dims[inner];
  const int a_step = pair.a[inner] != 0 ? 1 : 0;
  const int b_step = pair.b[inner] != 0 ? 1 : 0;
  const std::int64_t total = stored_elements(result, call.signature.isa);
  if (is_by_pixel(pair, core::channel_block(call.signature.isa))) return run_by_pixel(call, f, pair, a, b, total, y);
  return parallel_ranges(call, total, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t at = begin; at < end;) {
      const std::int64_t column = at % row;
      const std::int64_t count = std::min(row - column, end - at);
      std::int64_t a_offset = column * a_step;
      std::int64_t b_offset = column * b_step;
      std::int64_t rest = at / row;
      for (int i = outer_rank - 1; i >= 0; --i) {
        const auto axis = static_cast<std::size_t>(i);
        const std::int64_t coordinate = rest % pair.dims[axis];
        rest /= pair.dims[axis];
        a_offset += coordinate * pair.a[axis];
        b_offset += coordinate * pair.b[axis];
      }
      loop.binary(f, a + a_offset, a_step, b + b_offset, b_step, y + at, count);
      at += count;
    }
  });
}

}  // namespace convscope::ops
