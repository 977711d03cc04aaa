// SPDX-License-Identifier: Apache-2.0
#include "core/status.h"

namespace convscope::core {

const char* status_code_name(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return "ok";
    case StatusCode::kInvalidArgument:
      return "engine/invalid-argument";
    case StatusCode::kUnsupported:
      return "engine/unsupported";
    case StatusCode::kOutOfMemory:
      return "engine/out-of-memory";
    case StatusCode::kOverflow:
      return "engine/overflow";
    case StatusCode::kIo:
      return "engine/io";
    case StatusCode::kCancelled:
      return "cancelled";
    case StatusCode::kInternal:
      return "engine/internal";
  }
  return "engine/internal";
}

}  // namespace convscope::core
