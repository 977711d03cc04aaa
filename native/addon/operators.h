// SPDX-License-Identifier: Apache-2.0
// assessOperation(): whether the engine executes an operation on given buffers, and the bytes of scratch it needs.
#pragma once

#include <napi.h>

namespace convscope::addon {

void register_operators(Napi::Env env, Napi::Object exports);

}  // namespace convscope::addon
