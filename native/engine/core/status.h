// SPDX-License-Identifier: Apache-2.0
// Outcome of an engine call. The engine throws nothing and aborts nothing: whatever can fail
// because of its input, the machine or the user returns a Status.
#pragma once

#include <string>
#include <utility>

#include "core/message.h"

namespace convscope::core {

enum class StatusCode {
  kOk,
  kInvalidArgument,
  kUnsupported,
  kOutOfMemory,
  kOverflow,
  kIo,
  kCancelled,
  kInternal,
};

/// Stable names, shared with TypeScript's ProblemCode: "engine/out-of-memory", "cancelled", …
const char* status_code_name(StatusCode code);

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {}
  /// One that people may well meet.
  Status(StatusCode code, Message said) : code_(code), message_(said.text()), said_(std::move(said)) {}

  bool ok() const { return code_ == StatusCode::kOk; }
  StatusCode code() const { return code_; }
  /// One sentence, of technical detail; the message's text where there is one.
  const std::string& message() const { return message_; }
  /// What to tell people in place of the detail; none where there is no such message.
  const Message& said() const { return said_; }
  /// Id of the model's node concerned, or -1.
  int node() const { return node_; }
  Status at_node(int node) && {
    if (node_ < 0) node_ = node;
    return std::move(*this);
  }

 private:
  StatusCode code_ = StatusCode::kOk;
  int node_ = -1;
  std::string message_;
  Message said_;
};

}  // namespace convscope::core
