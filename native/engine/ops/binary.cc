// SPDX-License-Identifier: Apache-2.0
#include "ops/broadcast.h"
#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

bool takes_any_number(BinaryFunction f) {
  using enum BinaryFunction;
  return f == kAdd || f == kMul || f == kMin || f == kMax;
}

void restore_zeros(const Signature& signature, float* y) {
  if (signature.output(0).layout == Layout::kBlocked) {
    zero_missing_lanes(blocked_view(signature.output(0).shape, signature.isa), y);
  }
}

}  // namespace

core::Status assess(const Binary& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  const bool any_number = takes_any_number(op.function);
  CONVSCOPE_CHECK(check_counts(signature, any_number ? 1 : 2, any_number ? signature.inputs.size() : 2));
  const TensorInfo& output = signature.output(0);
  Shape widest;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    if (!signature.has_input(i)) return invalid("input ", i, " is missing.");
    CONVSCOPE_CHECK(check_broadcast(signature.input(i), output));
    const Shape& shape = signature.input(i).shape;
    if (signature.input(i).layout == Layout::kBlocked && shape.rank == 1) {
      widest[1] = std::max(widest[1], shape[0]);
      continue;
    }
    const int shift = output.shape.rank - shape.rank;
    for (int axis = std::max(0, -shift); axis < shape.rank; ++axis) {
      // A one-element operand of a higher rank than the result is a scalar and widens nothing.
      widest[axis + shift] = std::max(widest[axis + shift], shape[axis]);
    }
  }
  for (int axis = 0; axis < output.shape.rank; ++axis) {
    if (std::max<std::int64_t>(widest[axis], 1) < output.shape[axis]) {
      return invalid("no input has the ", output.shape[axis], " elements of axis ", axis, " of its output.");
    }
  }
  return core::Status();
}

core::Status run(const Binary& op, const Call& call) {
  const Signature& signature = call.signature;
  const TensorInfo& output = signature.output(0);
  float* y = call.outputs[0];
  if (call.inputs.size() == 1) {
    const float zero = 0;
    const TensorInfo scalar{.shape = {.rank = 1, .dims = {1}}};
    CONVSCOPE_CHECK(
        broadcast_binary(call, BinaryFunction::kAdd, signature.input(0), call.inputs[0], scalar, &zero, output, y));
  } else {
    CONVSCOPE_CHECK(broadcast_binary(call, op.function, signature.input(0), call.inputs[0], signature.input(1),
                                     call.inputs[1], output, y));
  }
  for (std::size_t i = 2; i < call.inputs.size(); ++i) {
    CONVSCOPE_CHECK(broadcast_binary(call, op.function, output, y, signature.input(i), call.inputs[i], output, y));
  }
  if (op.activation != Activation::kNone) {
    const Loops& loop = loops(signature.isa);
    CONVSCOPE_CHECK(parallel_ranges(
        call, stored_elements(output, signature.isa), kElementGrain,
        [&](std::int64_t begin, std::int64_t end) { loop.activate(op.activation, y + begin, end - begin); }));
  }
  restore_zeros(signature, y);
  return core::Status();
}

namespace {

/// A slope of one value per channel, whatever its rank, as the operand it stands for.
TensorInfo slope_operand(const Signature& signature) {
  TensorInfo slope = signature.input(1);
  const Shape& x = signature.input(0).shape;
  if (x.rank < 2 || slope.shape.elements() != x[1]) return slope;
  if (slope.layout == Layout::kBlocked) {
    slope.shape = {.rank = 1, .dims = {x[1]}};
  } else {
    slope.shape = {.rank = x.rank - 1, .dims = {x[1], 1, 1, 1, 1, 1, 1, 1}};
  }
  return slope;
}

}  // namespace

core::Status assess(const PRelu&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_output_shape(signature, signature.input(0).shape));
  if (signature.input(0).layout != signature.output(0).layout) {
    return unsupported("it does not mix plain and blocked tensors.");
  }
  if (signature.input(0).layout == Layout::kBlocked && !can_be_blocked(signature.input(0).shape)) {
    return invalid("a tensor of shape ", signature.input(0).shape.text(), " cannot be blocked.");
  }
  return check_broadcast(slope_operand(signature), signature.output(0));
}

core::Status run(const PRelu&, const Call& call) {
  CONVSCOPE_CHECK(broadcast_binary(call, BinaryFunction::kPRelu, call.signature.input(0), call.inputs[0],
                                   slope_operand(call.signature), call.inputs[1], call.signature.output(0),
                                   call.outputs[0]));
  restore_zeros(call.signature, call.outputs[0]);
  return core::Status();
}

}  // namespace convscope::ops
