// SPDX-License-Identifier: Apache-2.0
#include "status_to_js.h"

#include <system_error>

namespace convscope::addon {

Napi::Object to_object(Napi::Env env, const core::Message& message) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", message.id);
  for (const core::Message::Parameter& parameter : message.parameters) {
    if (parameter.is_number) {
      object.Set(parameter.name, parameter.number);
    } else {
      object.Set(parameter.name, parameter.string);
    }
  }
  for (const core::Message& within : message.why) object.Set("why", to_object(env, within));
  return object;
}

Napi::Error to_error(Napi::Env env, const core::Status& status) {
  Napi::Error error = Napi::Error::New(env, status.message());
  error.Set("code", Napi::String::New(env, core::status_code_name(status.code())));
  error.Set("node", Napi::Number::New(env, status.node()));
  if (status.said()) error.Set("said", to_object(env, status.said()));
  return error;
}

core::Status status_of_exception() {
  using core::Status;
  using core::StatusCode;
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return Status(StatusCode::kOutOfMemory, "The system has no memory left.");
  } catch (const std::system_error& error) {
    // The one resource besides memory that the engine asks for: threads.
    return Status(StatusCode::kOutOfMemory, std::string("The system has no thread left: ") + error.what());
  } catch (const std::exception& error) {
    return Status(StatusCode::kInternal, std::string("The engine failed: ") + error.what());
  }
}

}  // namespace convscope::addon
