// SPDX-License-Identifier: Apache-2.0
// What this processor can do at most, for JavaScript: multiplyAddRate(), readRate().
#pragma once

#include <napi.h>

namespace convscope::addon {

void register_machine(Napi::Env env, Napi::Object exports);

}  // namespace convscope::addon
