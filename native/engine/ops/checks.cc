// SPDX-License-Identifier: Apache-2.0
#include "ops/checks.h"

namespace convscope::ops {
namespace {

const char* layout_name(Layout layout) { return layout == Layout::kPlain ? "plain" : "blocked"; }

template <typename F>
core::Status check_tensors(const Signature& signature, F&& check) {
  for (const TensorInfo* info : signature.inputs) {
    if (info != nullptr) CONVSCOPE_CHECK(check(*info));
  }
  for (const TensorInfo* info : signature.outputs) CONVSCOPE_CHECK(check(*info));
  return core::Status();
}

}  // namespace

core::Status check_counts(const Signature& signature, std::size_t required, std::size_t most, std::size_t outputs) {
  if (signature.inputs.size() > most) {
    return invalid("it takes at most ", most, " inputs, not ", signature.inputs.size(), ".");
  }
  for (std::size_t i = 0; i < required; ++i) {
    if (!signature.has_input(i)) return invalid("input ", i, " is missing.");
  }
  if (signature.outputs.size() != outputs) {
    return invalid("it has ", outputs, " output", outputs == 1 ? "" : "s", ", not ", signature.outputs.size(), ".");
  }
  return core::Status();
}

core::Status check_layout(const Signature& signature, Layout layout) {
  return check_tensors(signature, [&](const TensorInfo& info) {
    if (info.layout != layout) {
      return unsupported("it works on ", layout_name(layout), " tensors, not on ", layout_name(info.layout), " ones.");
    }
    if (layout == Layout::kBlocked && !can_be_blocked(info.shape)) {
      return invalid("a tensor of shape ", info.shape.text(), " cannot be blocked.");
    }
    return core::Status();
  });
}

core::Status check_same_layout(const Signature& signature) {
  return check_layout(signature, signature.input(0).layout);
}

core::Status check_output_shape(const Signature& signature, const Shape& expected) {
  if (signature.output(0).shape == expected) return core::Status();
  return invalid("its output has shape ", signature.output(0).shape.text(), " instead of ", expected.text(), ".");
}

core::Status check_axis(std::int64_t axis, int rank) {
  if (axis >= 0 && axis < rank) return core::Status();
  return invalid("axis ", axis, " is outside a tensor of rank ", rank, ".");
}

core::Status check_parameter(const char* name, const std::vector<std::int64_t>& values, std::size_t count,
                             std::int64_t low, std::int64_t high) {
  if (values.size() != count) return invalid(name, " has ", values.size(), " values instead of ", count, ".");
  for (const std::int64_t value : values) {
    if (value < low || value > high) return invalid(name, " ", value, " is not between ", low, " and ", high, ".");
  }
  return core::Status();
}

core::Status check_channel_constant(const Signature& signature, std::size_t i, std::int64_t channels) {
  const TensorInfo& info = signature.input(i);
  if (info.shape.rank == 1 && info.shape[0] == channels && info.layout == Layout::kBlocked) return core::Status();
  return invalid("input ", i, " of shape ", info.shape.text(), " is not one blocked value for each of ", channels,
                 " channels.");
}

}  // namespace convscope::ops
