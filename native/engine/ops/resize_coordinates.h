// SPDX-License-Identifier: Apache-2.0
// Where a position of a resized axis lies in the input: the coordinates and roundings of ONNX's Resize, computed in
// float32 as other engines do, so that ties fall alike.
#pragma once

#include <cmath>
#include <cstdint>

#include "ops/operation.h"

namespace convscope::ops {

struct ResizedAxis {
  std::int64_t in, out;
  float scale;
  /// in · scale, of which `out` is the whole part: where ONNX aligns corners.
  double length;
  /// Of Coordinates::kCrop: shares of the input.
  float start = 0, end = 1;
};

inline ResizedAxis resized_axis(double scale, std::int64_t in, std::int64_t out) {
  double length = static_cast<double>(in) * scale;
  // Scales that come from sizes are rounded.
  if (std::fabs(length - static_cast<double>(out)) < 1e-6 * length) length = static_cast<double>(out);
  return {in, out, static_cast<float>(scale), length};
}

inline float input_coordinate(Coordinates coordinates, const ResizedAxis& axis, std::int64_t position) {
  const auto x = static_cast<float>(position);
  const auto last = static_cast<float>(axis.in - 1);
  switch (coordinates) {
    case Coordinates::kHalfPixel:
      return (x + 0.5f) / axis.scale - 0.5f;
    case Coordinates::kPytorchHalfPixel:
      return axis.out > 1 ? (x + 0.5f) / axis.scale - 0.5f : 0.0f;
    case Coordinates::kAlignCorners:
      return axis.out == 1 ? 0.0f : x * last / static_cast<float>(axis.length - 1);
    case Coordinates::kAsymmetric:
      return x / axis.scale;
    case Coordinates::kTfHalfPixel:
      return (x + 0.5f) / axis.scale;
    case Coordinates::kCrop:
      return axis.out > 1 ? axis.start * last + x * (axis.end - axis.start) * last / static_cast<float>(axis.length - 1)
                          : 0.5f * (axis.start + axis.end) * last;
  }
  return x;
}

inline float round_coordinate(NearestRule rule, float x) {
  switch (rule) {
    case NearestRule::kRoundPreferFloor:
      return std::ceil(x - 0.5f);
    case NearestRule::kRoundPreferCeil:
      return std::floor(x + 0.5f);
    case NearestRule::kFloor:
      return std::floor(x);
    case NearestRule::kCeil:
      return std::ceil(x);
  }
  return x;
}

}  // namespace convscope::ops
