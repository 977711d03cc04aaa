// SPDX-License-Identifier: Apache-2.0
// Regions of images, each cut into as many bins as the output has pixels: the mean, or the largest part, of samples at
// evenly distributed places of a bin, each between four pixels (He et al., "Mask R-CNN", 2017); plain.
#include <algorithm>
#include <cmath>

#include "ops/checks.h"
#include "ops/indices.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Samples of a bin along one axis that are taken seriously: more would be a region of absurd size.
constexpr std::int64_t kMostSamples = 1 << 12;

/// A region along one axis.
struct Extent {
  float start, bin;
  /// Of a bin.
  std::int64_t samples;
};

/// Negative samples: too many, or the region is not a number.
Extent extent(const RoiAlign& op, float from, float to, std::int64_t bins) {
  const float shift = op.half_pixel ? 0.5f : 0.0f;
  const float start = from * op.scale - shift;
  float length = to * op.scale - shift - start;
  if (!op.half_pixel) length = std::max(length, 1.0f);
  const float bin = length / static_cast<float>(bins);
  if (op.sampling > 0) return {start, bin, op.sampling};
  const float wanted = std::ceil(bin);
  if (!(wanted <= static_cast<float>(kMostSamples))) return {start, bin, -1};
  return {start, bin, static_cast<std::int64_t>(std::max(wanted, 0.0f))};
}

float sample_at(const Extent& e, std::int64_t bin, std::int64_t sample) {
  return e.start + static_cast<float>(bin) * e.bin +
         (static_cast<float>(sample) + 0.5f) * e.bin / static_cast<float>(e.samples);
}

/// The two pixels beside a place, and the share of the second.
struct Neighbours {
  std::int64_t low, high;
  float share;
};

/// False where the place is outside, more than a pixel away; NaN is outside too.
bool neighbours(float place, std::int64_t size, Neighbours* out) {
  if (!(place >= -1.0f && place <= static_cast<float>(size))) return false;
  place = std::max(place, 0.0f);
  const auto low = static_cast<std::int64_t>(place);
  if (low >= size - 1) {
    *out = {size - 1, size - 1, 0};
  } else {
    *out = {low, low + 1, place - static_cast<float>(low)};
  }
  return true;
}

float pooled(const RoiAlign& op, const float* pixels, const Shape& x, const Extent& rows, const Extent& columns,
             std::int64_t row_bin, std::int64_t column_bin) {
  float sum = 0;
  float most = 0;
  bool any = false;
  for (std::int64_t i = 0; i < rows.samples; ++i) {
    Neighbours y{};
    const bool inside = neighbours(sample_at(rows, row_bin, i), x[2], &y);
    for (std::int64_t j = 0; j < columns.samples; ++j) {
      Neighbours c{};
      float parts[4] = {};
      if (inside && neighbours(sample_at(columns, column_bin, j), x[3], &c)) {
        const float* above = pixels + y.low * x[3];
        const float* below = pixels + y.high * x[3];
        parts[0] = (1 - y.share) * (1 - c.share) * above[c.low];
        parts[1] = (1 - y.share) * c.share * above[c.high];
        parts[2] = y.share * (1 - c.share) * below[c.low];
        parts[3] = y.share * c.share * below[c.high];
      }
      // The largest is one of the four parts, not of the sums: as in ONNX's reference and ONNX Runtime.
      const float largest = *std::max_element(parts, parts + 4);
      most = any ? std::max(most, largest) : largest;
      any = true;
      sum += parts[0] + parts[1] + parts[2] + parts[3];
    }
  }
  if (op.maximum) return most;
  return sum / static_cast<float>(std::max<std::int64_t>(rows.samples * columns.samples, 1));
}

}  // namespace

core::Status assess(const RoiAlign& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 3, 3));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& regions = signature.input(1).shape;
  const Shape& output = signature.output(0).shape;
  if (x.rank != 4) return unsupported(core::Message{"unrunnable.samplingRank", {{"rank", x.rank}}});
  if (regions.rank != 2 || regions[1] != 4 || signature.input(2).shape != Shape{.rank = 1, .dims = {regions[0]}}) {
    return invalid("regions of shape ", regions.text(), " are not four numbers and an image each.");
  }
  if (op.sampling < 0 || op.sampling > kMostSamples) return invalid("it takes ", op.sampling, " samples.");
  if (output.rank != 4) return invalid("its output is no image for every region.");
  return check_output_shape(signature, {.rank = 4, .dims = {regions[0], x[1], output[2], output[3]}});
}

core::Status run(const RoiAlign& op, const Call& call) {
  const Shape& x = call.signature.input(0).shape;
  const Shape& y = call.signature.output(0).shape;
  const float* regions = call.inputs[1];
  CONVSCOPE_CHECK(check_indices({call.inputs[2], static_cast<std::size_t>(y[0])}, x[0]));
  for (std::int64_t r = 0; r < y[0]; ++r) {
    const float* region = regions + 4 * r;
    if (extent(op, region[1], region[3], y[2]).samples < 0 || extent(op, region[0], region[2], y[3]).samples < 0) {
      return invalid("region ", r, " is too large to be sampled.");
    }
  }
  return parallel_each(call, y[0] * y[1], [&](std::int64_t plane) {
    const std::int64_t r = plane / y[1];
    const float* region = regions + 4 * r;
    const Extent rows = extent(op, region[1], region[3], y[2]);
    const Extent columns = extent(op, region[0], region[2], y[3]);
    const std::int64_t image = normal_index(call.inputs[2][r], x[0]);
    const float* pixels = call.inputs[0] + (image * x[1] + plane % y[1]) * x[2] * x[3];
    float* out = call.outputs[0] + plane * y[2] * y[3];
    for (std::int64_t i = 0; i < y[2] * y[3]; ++i) {
      out[i] = pooled(op, pixels, x, rows, columns, i / y[3], i % y[3]);
    }
  });
}

}  // namespace convscope::ops
