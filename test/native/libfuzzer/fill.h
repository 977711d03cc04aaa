// SPDX-License-Identifier: Apache-2.0
// Values for the fuzzer out of its bytes: mostly small, so that most programs are nearly right, at times anything.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace convscope::fuzz {

/// The bytes of one input. Behind their end there are zeros.
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> left) : left_(left) {}

  std::uint8_t next() {
    if (left_.empty()) return 0;
    const std::uint8_t byte = left_.front();
    left_ = left_.subspan(1);
    return byte;
  }
  /// 0 .. count - 1.
  std::size_t below(std::size_t count) { return next() % count; }
  /// True once in `times`, and not for a zero.
  bool seldom(std::uint8_t times) { return next() % times == times - 1u; }
  template <typename T>
  T raw() {
    std::array<std::uint8_t, sizeof(T)> bytes{};
    for (std::uint8_t& byte : bytes) byte = next();
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }

 private:
  std::span<const std::uint8_t> left_;
};

/// How clang spells a value: an enumerator by its name, anything else as a cast.
template <auto value>
constexpr std::string_view spelling() {
  return __PRETTY_FUNCTION__;
}

template <typename E, int count = 0>
constexpr int enumerators() {
  constexpr std::string_view name = spelling<static_cast<E>(count)>();
  if constexpr (name.find("= (") != std::string_view::npos) {
    return count;
  } else {
    return enumerators<E, count + 1>();
  }
}

/// Whatever an aggregate asks for: as many as it takes are its fields.
struct Anything {
  template <typename T>
  operator T() const;
};

template <typename T, typename... Fields>
constexpr int fields() {
  if constexpr (requires { T{Fields{}..., Anything{}}; }) {
    return fields<T, Fields..., Anything>();
  } else {
    return sizeof...(Fields);
  }
}

template <typename T>
void fill(Bytes& bytes, T& value);

template <typename... T>
void fill_each(Bytes& bytes, T&... values) {
  (fill(bytes, values), ...);
}

template <typename T>
void fill_fields(Bytes& bytes, T& value) {
  constexpr int count = fields<T>();
  if constexpr (count == 1) {
    auto& [a] = value;
    fill_each(bytes, a);
  } else if constexpr (count == 2) {
    auto& [a, b] = value;
    fill_each(bytes, a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = value;
    fill_each(bytes, a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = value;
    fill_each(bytes, a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = value;
    fill_each(bytes, a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = value;
    fill_each(bytes, a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    fill_each(bytes, a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = value;
    fill_each(bytes, a, b, c, d, e, f, g, h);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    fill_each(bytes, a, b, c, d, e, f, g, h, i, j);
  } else {
    static_assert(count == 0, "An operation with as many parameters is to be added here.");
  }
}

template <typename T>
struct Held;
template <typename T>
struct Held<std::vector<T>> {
  static void fill_in(Bytes& bytes, std::vector<T>& list) {
    list.resize(bytes.below(9));
    for (T& each : list) fill(bytes, each);
  }
};
template <typename T>
struct Held<std::optional<T>> {
  static void fill_in(Bytes& bytes, std::optional<T>& perhaps) {
    if (bytes.below(2) == 0) return;
    perhaps.emplace();
    fill(bytes, *perhaps);
  }
};

template <typename T>
void fill(Bytes& bytes, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = bytes.below(2) == 1;
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(bytes.below(enumerators<T>()));
  } else if constexpr (std::is_floating_point_v<T>) {
    constexpr T kValues[] = {0, 1, -1, T(0.5), 2, T(-0.25), 1e30f, std::numeric_limits<T>::quiet_NaN()};
    value = bytes.seldom(16) ? bytes.raw<T>() : kValues[bytes.below(std::size(kValues))];
  } else if constexpr (std::is_integral_v<T>) {
    value = bytes.seldom(64) ? bytes.raw<T>() : static_cast<T>(static_cast<int>(bytes.below(12)) - 2);
  } else if constexpr (requires { Held<T>::fill_in(bytes, value); }) {
    Held<T>::fill_in(bytes, value);
  } else {
    fill_fields(bytes, value);
  }
}

/// One of the alternatives, with its fields.
template <typename Variant, std::size_t... indices>
Variant any_of(Bytes& bytes, std::index_sequence<indices...>) {
  const std::size_t chosen = bytes.below(sizeof...(indices));
  Variant result;
  const auto make = [&]<std::size_t index>() {
    if (index != chosen) return;
    std::variant_alternative_t<index, Variant> alternative{};
    fill(bytes, alternative);
    result = std::move(alternative);
  };
  (make.template operator()<indices>(), ...);
  return result;
}

template <typename Variant>
Variant any_of(Bytes& bytes) {
  return any_of<Variant>(bytes, std::make_index_sequence<std::variant_size_v<Variant>>());
}

}  // namespace convscope::fuzz
