// SPDX-License-Identifier: Apache-2.0
#include "exports.h"

#include "convolution.h"
#include "core/isa.h"
#include "core/status.h"
#include "machine.h"
#include "operators.h"
#include "session.h"
#include "status_to_js.h"

namespace convscope::addon {
namespace {

Napi::Value status_codes(const Napi::CallbackInfo& info) {
  using enum core::StatusCode;
  Napi::Array list = Napi::Array::New(info.Env());
  for (core::StatusCode code : {kInvalidArgument, kUnsupported, kOutOfMemory, kOverflow, kIo, kCancelled, kInternal}) {
    list.Set(list.Length(), core::status_code_name(code));
  }
  return list;
}

Napi::Value executable_isas(const Napi::CallbackInfo& info) {
  Napi::Array list = Napi::Array::New(info.Env());
  for (core::Isa isa : {core::Isa::kAvx512, core::Isa::kAvx2, core::Isa::kNeon, core::Isa::kPortable}) {
    if (core::isa_executable(isa)) list.Set(list.Length(), core::isa_id(isa));
  }
  return list;
}

Napi::Value channel_block(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), core::channel_block(read_target(info[0], Napi::Number::New(info.Env(), 1)).isa));
}

}  // namespace

Napi::Object add_exports(Napi::Env env, Napi::Object exports) {
  exports.Set("statusCodes", Napi::Function::New(env, guarded<status_codes>, "statusCodes"));
  exports.Set("executableIsas", Napi::Function::New(env, guarded<executable_isas>, "executableIsas"));
  exports.Set("channelBlock", Napi::Function::New(env, guarded<channel_block>, "channelBlock"));
  register_convolution(env, exports);
  register_machine(env, exports);
  register_operators(env, exports);
  Session::register_class(env, exports);
  return exports;
}

}  // namespace convscope::addon
