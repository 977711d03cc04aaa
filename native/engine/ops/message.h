// SPDX-License-Identifier: Apache-2.0
// Statuses with a sentence put together from parts. The caller of an operation adds its name and node in front.
#pragma once

#include <sstream>
#include <string>
#include <utility>

#include "core/status.h"

namespace convscope::ops {

template <typename... Parts>
std::string concat(const Parts&... parts) {
  std::ostringstream stream;
  (stream << ... << parts);
  return stream.str();
}

/// The program is wrong: no engine could execute it.
template <typename... Parts>
core::Status invalid(const Parts&... parts) {
  return core::Status(core::StatusCode::kInvalidArgument, concat(parts...));
}

/// The program is right, but this engine does not do that, and people may well meet it: `said` is "unrunnable.…".
inline core::Status unsupported(core::Message said) {
  return core::Status(core::StatusCode::kUnsupported, std::move(said));
}

/// The program is right, but this engine does not do that.
template <typename... Parts>
core::Status unsupported(const Parts&... parts) {
  return core::Status(core::StatusCode::kUnsupported, concat(parts...));
}

}  // namespace convscope::ops
