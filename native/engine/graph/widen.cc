// SPDX-License-Identifier: Apache-2.0
#include "graph/widen.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace convscope::graph {
namespace {

static_assert(std::endian::native == std::endian::little, "Model files are little-endian and read as they are.");

float from_bfloat16(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

/// IEEE 754 binary16.
float from_float16(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
  const std::uint32_t exponent = bits >> 10 & 0x1Fu;
  const std::uint32_t fraction = bits & 0x3FFu;
  if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000u | fraction << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112u) << 23 | fraction << 13);
  const float magnitude = std::ldexp(static_cast<float>(fraction), -24);
  return sign != 0 ? -magnitude : magnitude;
}

template <typename Element, typename Convert>
void widen_as(const std::byte* source, std::size_t count, float* destination, Convert convert) {
  for (std::size_t i = 0; i < count; ++i) {
    Element element;
    std::memcpy(&element, source + i * sizeof(Element), sizeof(Element));
    destination[i] = convert(element);
  }
}

template <typename Element>
void widen_number(const std::byte* source, std::size_t count, float* destination) {
  widen_as<Element>(source, count, destination, [](Element element) { return static_cast<float>(element); });
}

}  // namespace

std::size_t element_bytes(DataType type) {
  switch (type) {
    case DataType::kFloat64:
    case DataType::kInt64:
    case DataType::kUint64:
      return 8;
    case DataType::kFloat32:
    case DataType::kInt32:
    case DataType::kUint32:
      return 4;
    case DataType::kFloat16:
    case DataType::kBfloat16:
    case DataType::kInt16:
    case DataType::kUint16:
      return 2;
    case DataType::kInt8:
    case DataType::kUint8:
    case DataType::kBool:
      return 1;
  }
  return 1;
}

void widen(DataType type, const std::byte* source, std::size_t count, float* destination) {
  switch (type) {
    case DataType::kFloat64:
      return widen_number<double>(source, count, destination);
    case DataType::kFloat32:
      return widen_number<float>(source, count, destination);
    case DataType::kFloat16:
      return widen_as<std::uint16_t>(source, count, destination, from_float16);
    case DataType::kBfloat16:
      return widen_as<std::uint16_t>(source, count, destination, from_bfloat16);
    case DataType::kInt64:
      return widen_number<std::int64_t>(source, count, destination);
    case DataType::kInt32:
      return widen_number<std::int32_t>(source, count, destination);
    case DataType::kInt16:
      return widen_number<std::int16_t>(source, count, destination);
    case DataType::kInt8:
      return widen_number<std::int8_t>(source, count, destination);
    case DataType::kUint64:
      return widen_number<std::uint64_t>(source, count, destination);
    case DataType::kUint32:
      return widen_number<std::uint32_t>(source, count, destination);
    case DataType::kUint16:
      return widen_number<std::uint16_t>(source, count, destination);
    case DataType::kUint8:
      return widen_number<std::uint8_t>(source, count, destination);
    case DataType::kBool:
      return widen_as<std::uint8_t>(source, count, destination,
                                    [](std::uint8_t element) { return element != 0 ? 1.0f : 0.0f; });
  }
}

}  // namespace convscope::graph
