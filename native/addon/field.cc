// SPDX-License-Identifier: Apache-2.0
#include "field.h"

#include <cmath>

#include "status_to_js.h"

namespace convscope::addon {
namespace {

constexpr std::uint32_t kMaxLength = 1u << 22;

}  // namespace

void Field::fail(const std::string& why) const {
  throw to_error(value_.Env(), core::Status(core::StatusCode::kInvalidArgument, path_ + " " + why + "."));
}

Napi::Object Field::object() const {
  if (!value_.IsObject()) fail("is not an object");
  return value_.As<Napi::Object>();
}

Field Field::operator[](const char* name) const {
  return Field(object().Get(name), path_.empty() ? name : path_ + "." + name);
}

std::uint32_t Field::length() const {
  if (!value_.IsArray()) fail("is not an array");
  const std::uint32_t length = value_.As<Napi::Array>().Length();
  if (length > kMaxLength) fail("is too long");
  return length;
}

Field Field::at(std::uint32_t index) const {
  return Field(object().Get(index), path_ + "[" + std::to_string(index) + "]");
}

bool Field::boolean() const {
  if (!value_.IsBoolean()) fail("is not a boolean");
  return value_.As<Napi::Boolean>().Value();
}

std::string Field::text() const {
  if (!value_.IsString()) fail("is not a string");
  return value_.As<Napi::String>().Utf8Value();
}

double Field::number() const {
  if (!value_.IsNumber()) fail("is not a number");
  const double number = value_.As<Napi::Number>().DoubleValue();
  if (std::isnan(number)) fail("is not a number");
  return number;
}

std::int64_t Field::integer(std::int64_t low, std::int64_t high) const {
  const double number = this->number();
  if (!(number >= static_cast<double>(low) && number <= static_cast<double>(high)) || number != std::floor(number)) {
    fail("is not an integer from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return static_cast<std::int64_t>(number);
}

std::vector<std::int64_t> Field::integers(std::int64_t low, std::int64_t high) const {
  std::vector<std::int64_t> result(length());
  for (std::uint32_t i = 0; i < result.size(); ++i) result[i] = at(i).integer(low, high);
  return result;
}

std::vector<double> Field::numbers() const {
  std::vector<double> result(length());
  for (std::uint32_t i = 0; i < result.size(); ++i) result[i] = at(i).number();
  return result;
}

std::span<float> Field::floats() const {
  if (!value_.IsTypedArray() || value_.As<Napi::TypedArray>().TypedArrayType() != napi_float32_array) {
    fail("is not a Float32Array");
  }
  auto array = value_.As<Napi::Float32Array>();
  return {array.Data(), array.ElementLength()};
}

}  // namespace convscope::addon
