// SPDX-License-Identifier: Apache-2.0
// Interpolation along any axes, one after the other: every output position is a weighted sum of neighbours, whose
// weights are worked out once an axis. ONNX's Resize: R. Keys, "Cubic convolution interpolation" (1981), for cubic.
// Plain.
#include <algorithm>
#include <array>
#include <cmath>

#include "memory/tracking_allocator.h"
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/resize_coordinates.h"

namespace convscope::ops {
namespace {

constexpr float kFarthest = 1e9f;

/// Neighbours of an output position: index -1 stands for a position outside a crop.
struct Tap {
  std::int32_t index;
  float weight;
};

ResizedAxis axis_of(const Resample& op, const Signature& signature, int dim) {
  const auto i = static_cast<std::size_t>(dim);
  ResizedAxis axis = resized_axis(op.scales[i], signature.input(0).shape[dim], signature.output(0).shape[dim]);
  if (op.coordinates == Coordinates::kCrop) {
    axis.start = static_cast<float>(op.starts[i]);
    axis.end = static_cast<float>(op.ends[i]);
  }
  return axis;
}

bool is_still(const Resample& op, const ResizedAxis& axis) {
  if (axis.in != axis.out) return false;
  if (op.coordinates == Coordinates::kCrop) return axis.start == 0 && axis.end == 1;
  return axis.scale == 1 && op.coordinates != Coordinates::kTfHalfPixel;
}

/// By how much the filter is wider than between neighbours.
double widening(const Resample& op, const ResizedAxis& axis) {
  return op.antialias && op.mode != ResizeMode::kNearest && axis.scale < 1 ? 1.0 / axis.scale : 1.0;
}

/// Neighbours to the left of the one at or below the position.
std::int64_t reach(const Resample& op, const ResizedAxis& axis) {
  if (op.mode == ResizeMode::kNearest) return 0;
  const double width = (op.mode == ResizeMode::kCubic ? 2.0 : 1.0) * widening(op, axis);
  return static_cast<std::int64_t>(std::ceil(width)) - 1;
}

std::int64_t tap_count(const Resample& op, const ResizedAxis& axis) {
  return op.mode == ResizeMode::kNearest ? 1 : 2 * (reach(op, axis) + 1);
}

/// Weight of a neighbour at a distance.
double kernel(const Resample& op, double distance) {
  const double x = std::fabs(distance);
  if (op.mode == ResizeMode::kLinear) return std::max(0.0, 1 - x);
  const auto a = static_cast<double>(op.cubic_factor);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
}

void fill_taps(const Resample& op, const ResizedAxis& axis, std::int64_t position, Tap* taps) {
  const std::int64_t count = tap_count(op, axis);
  const auto last = static_cast<float>(axis.in - 1);
  float x = input_coordinate(op.coordinates, axis, position);
  // Scales that do not belong to the shapes may lead anywhere: no further than integers reach.
  if (!(std::fabs(x) < kFarthest)) x = x > 0 ? kFarthest : x < 0 ? -kFarthest : 0;
  if (op.coordinates == Coordinates::kCrop && (x < 0 || x > last)) {
    std::fill_n(taps, count, Tap{-1, 0});
    return;
  }
  if (op.mode == ResizeMode::kNearest) {
    taps[0] = {static_cast<std::int32_t>(std::clamp(round_coordinate(op.nearest, x), 0.0f, last)), 1};
    return;
  }
  const double wide = widening(op, axis);
  const auto base = static_cast<std::int64_t>(std::floor(x));
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t at = base - reach(op, axis) + i;
    const bool outside = at < 0 || at >= axis.in;
    const double weight =
        op.exclude_outside && outside ? 0 : kernel(op, (static_cast<double>(x) - static_cast<double>(at)) / wide);
    sum += weight;
    taps[i] = {static_cast<std::int32_t>(std::clamp<std::int64_t>(at, 0, axis.in - 1)), static_cast<float>(weight)};
  }
  if (sum == 0) return;
  for (std::int64_t i = 0; i < count; ++i) taps[i].weight = static_cast<float>(taps[i].weight / sum);
}

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

/// The axes that are not left as they are, in order; what is between two of them lies in one of two halves of the
/// workspace, the taps of one axis at its end.
struct Passes {
  int count = 0;
  std::array<int, kMaxRank> axes{};
  std::size_t half_bytes = 0, tap_bytes = 0;
};

bool plan_passes(const Resample& op, const Signature& signature, Passes* passes) {
  Shape shape = signature.input(0).shape;
  for (int dim = 0; dim < shape.rank; ++dim) {
    const ResizedAxis axis = axis_of(op, signature, dim);
    if (is_still(op, axis)) continue;
    if (passes->count > 0) {
      std::size_t bytes = sizeof(float);
      for (int i = 0; i < shape.rank; ++i) {
        if (!memory::checked_multiply(bytes, static_cast<std::size_t>(shape[i]), &bytes)) return false;
      }
      if (bytes > SIZE_MAX / 4) return false;
      passes->half_bytes = std::max(passes->half_bytes, aligned(bytes));
    }
    std::size_t taps = 0;
    if (!memory::checked_multiply(static_cast<std::size_t>(axis.out), static_cast<std::size_t>(tap_count(op, axis)),
                                  &taps) ||
        !memory::checked_multiply(taps, sizeof(Tap), &taps) || taps > SIZE_MAX / 4) {
      return false;
    }
    passes->tap_bytes = std::max(passes->tap_bytes, aligned(taps));
    passes->axes[static_cast<std::size_t>(passes->count++)] = dim;
    shape[dim] = axis.out;
  }
  return true;
}

core::Status run_pass(const Resample& op, const Call& call, const Shape& from, int dim, const Tap* taps,
                      const float* input, float* output) {
  const ResizedAxis axis = axis_of(op, call.signature, dim);
  const std::int64_t count = tap_count(op, axis);
  const std::int64_t inner = from.product(dim + 1, from.rank);
  const std::int64_t rows = from.product(0, dim) * axis.out;
  return parallel_ranges(call, rows, kElementGrain / (inner * count), [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const float* x = input + row / axis.out * axis.in * inner;
      const Tap* tap = taps + row % axis.out * count;
      float* y = output + row * inner;
      if (tap->index < 0) {
        std::fill_n(y, inner, op.extrapolation);
        continue;
      }
      std::fill_n(y, inner, 0.0f);
      for (std::int64_t i = 0; i < count; ++i) {
        const float* near = x + tap[i].index * inner;
        // An infinite neighbour without weight does not count.
        if (tap[i].weight == 0) continue;
        for (std::int64_t j = 0; j < inner; ++j) y[j] += tap[i].weight * near[j];
      }
    }
  });
}

}  // namespace

core::Status assess(const Resample& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& input = signature.input(0).shape;
  const Shape& output = signature.output(0).shape;
  if (output.rank != input.rank) return invalid("its input and output differ in rank.");
  const auto rank = static_cast<std::size_t>(input.rank);
  if (op.scales.size() != rank) {
    return invalid("scales has ", op.scales.size(), " values for a tensor of rank ", rank, ".");
  }
  for (const double scale : op.scales) {
    if (!(scale >= 1e-6 && scale <= 1e6)) return invalid("scale ", scale, " is not between 1e-6 and 1e6.");
  }
  if (op.coordinates == Coordinates::kCrop) {
    if (op.starts.size() != rank || op.ends.size() != rank) return invalid("its crop does not have ", rank, " dims.");
    for (std::size_t i = 0; i < rank; ++i) {
      if (!(std::fabs(op.starts[i]) <= 1e6 && std::fabs(op.ends[i]) <= 1e6)) {
        return invalid("its crop from ", op.starts[i], " to ", op.ends[i], " is too far away.");
      }
    }
  }
  for (int i = 0; i < input.rank; ++i) {
    // float32 coordinates are exact to a pixel only so far.
    if (std::max(input[i], output[i]) > kMaxParameter) {
      return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
    }
  }
  Passes passes;
  std::size_t halves = 0;
  if (!plan_passes(op, signature, &passes) || !memory::checked_multiply(2, passes.half_bytes, &halves) ||
      !memory::checked_add(halves, passes.tap_bytes, workspace_bytes)) {
    return core::Status(core::StatusCode::kOverflow, "its workspace has more bytes than can be addressed.");
  }
  return core::Status();
}

core::Status run(const Resample& op, const Call& call) {
  Passes passes;
  if (!plan_passes(op, call.signature, &passes)) {
    return core::Status(core::StatusCode::kInternal, "its workspace was not assessed.");
  }
  Shape shape = call.signature.input(0).shape;
  const float* from = call.inputs[0];
  if (passes.count == 0) std::copy_n(from, shape.elements(), call.outputs[0]);
  auto* taps = reinterpret_cast<Tap*>(call.workspace + 2 * passes.half_bytes);
  for (int pass = 0; pass < passes.count; ++pass) {
    const int dim = passes.axes[static_cast<std::size_t>(pass)];
    const ResizedAxis axis = axis_of(op, call.signature, dim);
    for (std::int64_t i = 0; i < axis.out; ++i) fill_taps(op, axis, i, taps + i * tap_count(op, axis));
    auto* half = reinterpret_cast<float*>(call.workspace + static_cast<std::size_t>(pass % 2) * passes.half_bytes);
    float* to = pass + 1 == passes.count ? call.outputs[0] : half;
    CONVSCOPE_CHECK(run_pass(op, call, shape, dim, taps, from, to));
    shape[dim] = axis.out;
    from = to;
  }
  return core::Status();
}

}  // namespace convscope::ops
