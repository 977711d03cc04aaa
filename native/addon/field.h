// SPDX-License-Identifier: Apache-2.0
// Reading what JavaScript passes. Every accessor checks type and range and throws an Error with code
// engine/invalid-argument that names the place ("ops[3].inputs[0]") where the value is not what it has to be.
#pragma once

#include <napi.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace convscope::addon {

/// A name in JavaScript and the value it stands for.
template <typename T>
struct Named {
  const char* name;
  T value;
};

class Field {
 public:
  Field(Napi::Value value, std::string path) : value_(value), path_(std::move(path)) {}

  /// A property of an object; undefined where there is none.
  Field operator[](const char* name) const;
  /// Elements of an array, at most 2^22.
  std::uint32_t length() const;
  Field at(std::uint32_t index) const;

  /// Null or undefined.
  bool absent() const { return value_.IsNull() || value_.IsUndefined(); }
  bool boolean() const;
  std::string text() const;
  /// Not NaN; may be infinite.
  double number() const;
  std::int64_t integer(std::int64_t low, std::int64_t high) const;
  std::vector<std::int64_t> integers(std::int64_t low, std::int64_t high) const;
  std::vector<double> numbers() const;
  /// Valid while the array lives and JavaScript does not run.
  std::span<float> floats() const;
  template <typename T>
  T one_of(std::span<const Named<T>> names) const {
    const std::string wanted = text();
    for (const Named<T>& named : names) {
      if (wanted == named.name) return named.value;
    }
    fail("is no known name: " + wanted);
  }

  Napi::Value value() const { return value_; }
  [[noreturn]] void fail(const std::string& why) const;

 private:
  Napi::Object object() const;

  Napi::Value value_;
  std::string path_;
};

/// The largest integer that a JavaScript number holds exactly.
inline constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

}  // namespace convscope::addon
