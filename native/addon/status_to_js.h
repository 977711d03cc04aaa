// SPDX-License-Identifier: Apache-2.0
// The only translation of a Status to JavaScript.
#pragma once

#include <napi.h>

#include "core/status.h"

namespace convscope::addon {

/// An Error with the status's message, whose `code` is the status's name and `node` its node (-1: none).
Napi::Error to_error(Napi::Env env, const core::Status& status);

}  // namespace convscope::addon
