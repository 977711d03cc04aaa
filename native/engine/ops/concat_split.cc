// SPDX-License-Identifier: Apache-2.0
// Concat and Split: the whole tensor is rows of outer dims; each part owns a stretch of every row. Plain along any
// axis; blocked along channels where every boundary is one of blocks.
#include <cstring>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Elements of one part in one row.
std::int64_t stretch(const TensorInfo& info, std::int64_t axis, core::Isa isa) {
  if (info.layout == Layout::kPlain) return info.shape.product(static_cast<int>(axis), info.shape.rank);
  const BlockedView view = blocked_view(info.shape, isa);
  return view.elements() / view.n;
}

core::Status check_parts(const TensorInfo& whole, std::span<const TensorInfo* const> parts, std::int64_t axis,
                         core::Isa isa) {
  CONVSCOPE_CHECK(check_axis(axis, whole.shape.rank));
  if (whole.layout == Layout::kBlocked && (whole.shape.rank != 4 || axis != 1)) {
    return unsupported("blocked tensors are joined and split along channels only.");
  }
  std::int64_t sum = 0;
  for (const TensorInfo* part : parts) {
    Shape expected = whole.shape;
    if (part->shape.rank != expected.rank) return invalid("its tensors differ in rank.");
    expected[static_cast<int>(axis)] = part->shape[static_cast<int>(axis)];
    if (part->shape != expected) {
      return invalid("a part of shape ", part->shape.text(), " does not fit into ", whole.shape.text(), " along axis ",
                     axis, ".");
    }
    if (whole.layout == Layout::kBlocked && sum % core::channel_block(isa) != 0) {
      return unsupported("channel ", sum, ", where a part begins, is not a multiple of ", core::channel_block(isa),
                         ".");
    }
    sum += part->shape[static_cast<int>(axis)];
  }
  if (sum == whole.shape[static_cast<int>(axis)]) return core::Status();
  return invalid("its parts have ", sum, " elements along axis ", axis, " instead of ",
                 whole.shape[static_cast<int>(axis)], ".");
}

std::int64_t rows_of(const Shape& whole, std::int64_t axis) { return whole.product(0, static_cast<int>(axis)); }

}  // namespace

core::Status assess(const Concat& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  const std::size_t count = signature.inputs.size();
  CONVSCOPE_CHECK(check_counts(signature, std::max<std::size_t>(count, 1), count));
  CONVSCOPE_CHECK(check_same_layout(signature));
  return check_parts(signature.output(0), signature.inputs, op.axis, signature.isa);
}

core::Status run(const Concat& op, const Call& call) {
  const Signature& signature = call.signature;
  const std::int64_t rows = rows_of(signature.output(0).shape, op.axis);
  const std::int64_t row = stretch(signature.output(0), op.axis, signature.isa);
  std::int64_t offset = 0;
  for (std::size_t part = 0; part < call.inputs.size(); ++part) {
    const std::int64_t length = stretch(signature.input(part), op.axis, signature.isa);
    CONVSCOPE_CHECK(parallel_ranges(call, rows, kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t r = begin; r < end; ++r) {
        std::memcpy(call.outputs[0] + r * row + offset, call.inputs[part] + r * length,
                    static_cast<std::size_t>(length) * sizeof(float));
      }
    }));
    offset += length;
  }
  return core::Status();
}

core::Status assess(const Split& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1, std::max<std::size_t>(signature.outputs.size(), 1)));
  CONVSCOPE_CHECK(check_same_layout(signature));
  CONVSCOPE_CHECK(check_parts(signature.input(0), signature.outputs, op.axis, signature.isa));
  if (op.sizes.size() != signature.outputs.size()) {
    return invalid("it has ", op.sizes.size(), " sizes for ", signature.outputs.size(), " outputs.");
  }
  for (std::size_t i = 0; i < op.sizes.size(); ++i) {
    const std::int64_t size = signature.output(i).shape[static_cast<int>(op.axis)];
    if (op.sizes[i] != size) return invalid("output ", i, " has ", size, " elements instead of ", op.sizes[i], ".");
  }
  return core::Status();
}

core::Status run(const Split& op, const Call& call) {
  const Signature& signature = call.signature;
  const std::int64_t rows = rows_of(signature.input(0).shape, op.axis);
  const std::int64_t row = stretch(signature.input(0), op.axis, signature.isa);
  std::int64_t offset = 0;
  for (std::size_t part = 0; part < call.outputs.size(); ++part) {
    const std::int64_t length = stretch(signature.output(part), op.axis, signature.isa);
    CONVSCOPE_CHECK(parallel_ranges(call, rows, kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t r = begin; r < end; ++r) {
        std::memcpy(call.outputs[part] + r * length, call.inputs[0] + r * row + offset,
                    static_cast<std::size_t>(length) * sizeof(float));
      }
    }));
    offset += length;
  }
  return core::Status();
}

}  // namespace convscope::ops
