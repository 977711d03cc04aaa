// SPDX-License-Identifier: Apache-2.0
// The only translation of a Status to JavaScript.
#pragma once

#include <napi.h>

#include "core/status.h"

namespace convscope::addon {

/// As TypeScript's messages have it.
Napi::Object to_object(Napi::Env env, const core::Message& message);

/// An Error with the status's detail, whose `code` is the status's name, `node` its node (-1: none) and `said` its
/// message where it has one.
Napi::Error to_error(Napi::Env env, const core::Status& status);

}  // namespace convscope::addon
