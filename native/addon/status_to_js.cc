// SPDX-License-Identifier: Apache-2.0
#include "status_to_js.h"

namespace convscope::addon {

Napi::Error to_error(Napi::Env env, const core::Status& status) {
  Napi::Error error = Napi::Error::New(env, status.message());
  error.Set("code", Napi::String::New(env, core::status_code_name(status.code())));
  error.Set("node", Napi::Number::New(env, status.node()));
  return error;
}

}  // namespace convscope::addon
