// SPDX-License-Identifier: Apache-2.0
// What people read, before it has a language: the id of a sentence of preload/contract/messages, and
// what that sentence puts in, by the names that it has there.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace convscope::core {

struct Message {
  struct Parameter {
    template <typename Number, typename = std::enable_if_t<std::is_arithmetic_v<Number>>>
    Parameter(const char* named, Number value) : name(named), number(static_cast<double>(value)), is_number(true) {}
    Parameter(const char* named, std::string value) : name(named), string(std::move(value)) {}

    const char* name;
    std::string string;
    double number = 0;
    bool is_number = false;
  };

  /// "refusal.oneGroup"; null: there is no message.
  const char* id = nullptr;
  std::vector<Parameter> parameters = {};
  /// At most one, put in as "why".
  std::vector<Message> why = {};

  explicit operator bool() const { return id != nullptr; }
  /// For logs and tests: id and parameters.
  std::string text() const;
};

}  // namespace convscope::core
