// SPDX-License-Identifier: Apache-2.0
// The addon's surface, as main/core/inference/addon.ts declares it. Everything throws (or rejects with) Errors that
// carry a status code; C++ exceptions that a failing allocation might raise become Errors too, see the build's
// NODE_ADDON_API_CPP_EXCEPTIONS_ALL.
#pragma once

#include <napi.h>

namespace convscope::addon {

Napi::Object add_exports(Napi::Env env, Napi::Object exports);

}  // namespace convscope::addon
