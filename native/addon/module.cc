// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "convolution.h"
#include "core/isa.h"
#include "core/status.h"

namespace convscope::addon {
namespace {

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
  exports.Set("executableIsas", Napi::Function::New(env, executable_isas, "executableIsas"));
  exports.Set("channelBlock", Napi::Function::New(env, channel_block, "channelBlock"));
  register_convolution(env, exports);
  return exports;
}

NODE_API_MODULE(convscope, init)

}  // namespace
}  // namespace convscope::addon
