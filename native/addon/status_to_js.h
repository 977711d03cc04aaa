// SPDX-License-Identifier: Apache-2.0
// The only translation of a Status to JavaScript.
#pragma once

#include <napi.h>

#include <exception>
#include <new>
#include <string>

#include "core/status.h"

namespace convscope::addon {

/// As TypeScript's messages have it.
Napi::Object to_object(Napi::Env env, const core::Message& message);

/// An Error with the status's detail, whose `code` is the status's name, `node` its node (-1: none) and `said` its
/// message where it has one.
Napi::Error to_error(Napi::Env env, const core::Status& status);

/// Status of a C++ exception, which must be the one being handled.
core::Status status_of_exception();

/// What `call` returns; C++ exceptions of it as Errors with a code.
template <typename Call>
auto with_codes(Napi::Env env, const Call& call) {
  try {
    return call();
  } catch (const Napi::Error&) {
    throw;
  } catch (...) {
    throw to_error(env, status_of_exception());
  }
}

/// A function for JavaScript as one whose errors all have codes.
template <Napi::Value (*function)(const Napi::CallbackInfo&)>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  return with_codes(info.Env(), [&] { return function(info); });
}

}  // namespace convscope::addon
