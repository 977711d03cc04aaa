// SPDX-License-Identifier: Apache-2.0
// Images, or volumes, looked up at given places: nearest, linear or, of images, cubic (factor -0.75); plain. Outside:
// zeros, the edge, or the image mirrored at its border.
#include <algorithm>
#include <array>
#include <cmath>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// A coordinate in [-1, 1] as one of pixels.
float to_pixels(float x, std::int64_t size, bool align_corners) {
  const auto length = static_cast<float>(size);
  return align_corners ? (x + 1) / 2 * (length - 1) : ((x + 1) * length - 1) / 2;
}

/// Folds a coordinate back and forth between low and high.
float reflected(float x, float low, float high) {
  const float range = high - low;
  if (range <= 0) return low;
  const float away = std::fabs(x - low);
  const float rest = std::fmod(away, range);
  return std::fmod(std::floor(away / range), 2.0f) == 0 ? low + rest : high - rest;
}

struct Image {
  const float* pixels;
  std::int64_t height, width;
  GridPadding padding;
  bool align_corners;

  /// The coordinate as the padding sees it; a whole one may still lie outside, where zeros are.
  float placed(float x, std::int64_t size) const {
    if (padding == GridPadding::kZeros) return x;
    const auto last = static_cast<float>(size - 1);
    if (padding == GridPadding::kReflection)
      x = align_corners ? reflected(x, 0, last) : reflected(x, -0.5f, last + 0.5f);
    // NaN is the first pixel.
    return x > 0 ? std::min(x, last) : 0;
  }

  float at(float row, float column) const {
    row = placed(row, height);
    column = placed(column, width);
    // Negated, so that NaN is outside too.
    if (!(row >= 0 && row < static_cast<float>(height) && column >= 0 && column < static_cast<float>(width))) return 0;
    return pixels[static_cast<std::int64_t>(row) * width + static_cast<std::int64_t>(column)];
  }
};

std::array<float, 4> cubic_weights(float t) {
  constexpr float a = -0.75f;
  const auto near = [](float x) { return ((a + 2) * x - (a + 3)) * x * x + 1; };
  const auto far = [](float x) { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a; };
  return {far(t + 1), near(t), near(1 - t), far(2 - t)};
}

float sample(GridMode mode, const Image& image, float row, float column) {
  if (mode == GridMode::kNearest) return image.at(std::nearbyint(row), std::nearbyint(column));
  const float top = std::floor(row);
  const float left = std::floor(column);
  const float down = row - top;
  const float right = column - left;
  if (mode == GridMode::kLinear) {
    const float above = image.at(top, left) * (1 - right) + image.at(top, left + 1) * right;
    const float below = image.at(top + 1, left) * (1 - right) + image.at(top + 1, left + 1) * right;
    return above * (1 - down) + below * down;
  }
  const auto rows = cubic_weights(down);
  const auto columns = cubic_weights(right);
  float sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      sum += rows[i] * columns[j] * image.at(top - 1 + static_cast<float>(i), left - 1 + static_cast<float>(j));
    }
  }
  return sum;
}

/// One image after the other: a place between two of them is between the two values there.
struct Volume {
  Image front;
  std::int64_t depth;

  float slice(GridMode mode, float index, float row, float column) const {
    index = front.placed(index, depth);
    if (!(index >= 0 && index < static_cast<float>(depth))) return 0;
    Image image = front;
    image.pixels += static_cast<std::int64_t>(index) * front.height * front.width;
    return sample(mode, image, row, column);
  }

  float at(GridMode mode, float place, float row, float column) const {
    if (mode == GridMode::kNearest) return slice(mode, std::nearbyint(place), row, column);
    const float before = std::floor(place);
    const float share = place - before;
    return slice(mode, before, row, column) * (1 - share) + slice(mode, before + 1, row, column) * share;
  }
};

core::Status run_volumes(const GridSample& op, const Call& call) {
  const Shape& x = call.signature.input(0).shape;
  const Shape& y = call.signature.output(0).shape;
  const std::int64_t places = y.product(2, 5);
  const std::int64_t size = x.product(2, 5);
  return parallel_ranges(call, y.elements(), kElementGrain / 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t volume = i / places;
      const Image front{call.inputs[0] + volume * size, x[3], x[4], op.padding, op.align_corners};
      const float* place = call.inputs[1] + (volume / x[1] * places + i % places) * 3;
      const float row = front.placed(to_pixels(place[1], x[3], op.align_corners), x[3]);
      const float column = front.placed(to_pixels(place[0], x[4], op.align_corners), x[4]);
      const float depth = front.placed(to_pixels(place[2], x[2], op.align_corners), x[2]);
      call.outputs[0][i] = Volume{front, x[2]}.at(op.mode, depth, row, column);
    }
  });
}

}  // namespace

core::Status assess(const GridSample& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 2, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& grid = signature.input(1).shape;
  if (x.rank == 5 && grid.rank == 5 && op.mode != GridMode::kCubic) {
    if (grid[0] != x[0] || grid[4] != 3) {
      return invalid("a grid of shape ", grid.text(), " does not fit volumes of shape ", x.text(), ".");
    }
    if (std::max({x[2], x[3], x[4]}) > kMaxParameter) {
      return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
    }
    return check_output_shape(signature, {.rank = 5, .dims = {x[0], x[1], grid[1], grid[2], grid[3]}});
  }
  if (x.rank != 4 || grid.rank != 4) return unsupported(core::Message{"unrunnable.samplingRank", {{"rank", x.rank}}});
  if (grid[0] != x[0] || grid[3] != 2) {
    return invalid("a grid of shape ", grid.text(), " does not fit images of shape ", x.text(), ".");
  }
  if (std::max(x[2], x[3]) > kMaxParameter) {
    return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
  }
  return check_output_shape(signature, {.rank = 4, .dims = {x[0], x[1], grid[1], grid[2]}});
}

core::Status run(const GridSample& op, const Call& call) {
  const Shape& x = call.signature.input(0).shape;
  const Shape& y = call.signature.output(0).shape;
  if (x.rank == 5) return run_volumes(op, call);
  const std::int64_t places = y[2] * y[3];
  return parallel_ranges(call, y.elements(), kElementGrain / 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t plane = i / places;
      const Image image{call.inputs[0] + plane * x[2] * x[3], x[2], x[3], op.padding, op.align_corners};
      const float* place = call.inputs[1] + (plane / x[1] * places + i % places) * 2;
      float row = to_pixels(place[1], x[2], op.align_corners);
      float column = to_pixels(place[0], x[3], op.align_corners);
      // Neighbours are those of the place in the image; a cubic's may lie outside and are placed one by one.
      if (op.mode != GridMode::kCubic) {
        row = image.placed(row, x[2]);
        column = image.placed(column, x[3]);
      }
      call.outputs[0][i] = sample(op.mode, image, row, column);
    }
  });
}

}  // namespace convscope::ops
