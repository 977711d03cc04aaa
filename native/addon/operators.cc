// SPDX-License-Identifier: Apache-2.0
#include "operators.h"

#include <memory>
#include <vector>

#include "convolution.h"
#include "graph/validation.h"
#include "operation_reader.h"
#include "ops/operations.h"
#include "status_to_js.h"

namespace convscope::addon {
namespace {

/// Tensors of a list, null where the list has null, each of a size that can be computed with.
struct Tensors {
  std::vector<std::unique_ptr<ops::TensorInfo>> owned;
  std::vector<const ops::TensorInfo*> infos;
};

Tensors read_tensors(const Field& list, core::Isa isa) {
  Tensors tensors;
  for (std::uint32_t i = 0; i < list.length(); ++i) {
    const Field field = list.at(i);
    if (field.absent()) {
      tensors.infos.push_back(nullptr);
      continue;
    }
    auto info = std::make_unique<ops::TensorInfo>(read_tensor(field));
    info->constant = field["constant"].boolean();
    if (const core::Status status = graph::validate_tensor(*info, isa); !status.ok()) field.fail(status.message());
    tensors.infos.push_back(info.get());
    tensors.owned.push_back(std::move(info));
  }
  return tensors;
}

/// A message: the status's own, else its detail in one that says so.
Napi::Object reason(Napi::Env env, const core::Status& status) {
  if (status.said()) return to_object(env, status.said());
  return to_object(env, core::Message{"unrunnable.detail", {{"detail", status.message()}}});
}

Napi::Value assess_operation(const Napi::CallbackInfo& info) {
  const Field operation(info[0], "operation");
  const ops::Operation op = read_operation(operation["kind"], operation["params"]);
  const conv::Target target = read_target(info[3], info[4]);
  const Tensors inputs = read_tensors(Field(info[1], "inputs"), target.isa);
  const Tensors outputs = read_tensors(Field(info[2], "outputs"), target.isa);
  for (const ops::TensorInfo* output : outputs.infos) {
    if (output == nullptr) Field(info[2], "outputs").fail("has a missing tensor");
  }

  std::size_t workspace_bytes = 0;
  const core::Status status =
      ops::assess(op, {inputs.infos, outputs.infos, target.isa, target.threads}, &workspace_bytes);
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("supported", status.ok());
  if (status.ok()) {
    result.Set("workspaceBytes", static_cast<double>(workspace_bytes));
  } else {
    result.Set("reason", reason(info.Env(), status));
  }
  return result;
}

}  // namespace

void register_operators(Napi::Env env, Napi::Object exports) {
  exports.Set("assessOperation", Napi::Function::New(env, guarded<assess_operation>, "assessOperation"));
}

}  // namespace convscope::addon
