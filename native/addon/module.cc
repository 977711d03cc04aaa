// SPDX-License-Identifier: Apache-2.0
// The addon's surface, as main/core/inference/addon.ts declares it. Everything throws (or rejects with) Errors that
// carry a status code; C++ exceptions that a failing allocation might raise become Errors too, see the build's
// NODE_ADDON_API_CPP_EXCEPTIONS_ALL.
#include <napi.h>

#include "convolution.h"
#include "core/isa.h"
#include "core/status.h"
#include "operators.h"
#include "session.h"

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

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("statusCodes", Napi::Function::New(env, status_codes, "statusCodes"));
  exports.Set("executableIsas", Napi::Function::New(env, executable_isas, "executableIsas"));
  exports.Set("channelBlock", Napi::Function::New(env, channel_block, "channelBlock"));
  register_convolution(env, exports);
  register_operators(env, exports);
  Session::register_class(env, exports);
  return exports;
}

NODE_API_MODULE(convscope, init)

}  // namespace
}  // namespace convscope::addon
