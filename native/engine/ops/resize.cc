// SPDX-License-Identifier: Apache-2.0
// Nearest and linear interpolation over height and width, blocked.
#include <cmath>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/resize_coordinates.h"

namespace convscope::ops {
namespace {

/// Between which two input positions an output position lies; their weights are 1 - fraction and fraction.
struct Sample {
  std::int32_t low, high;
  float fraction;
};

ResizedAxis axis_of(const Resize& op, const Signature& signature, int dim) {
  return resized_axis(op.scales[static_cast<std::size_t>(dim)], signature.input(0).shape[dim],
                      signature.output(0).shape[dim]);
}

Sample sample_of(const Resize& op, const ResizedAxis& axis, std::int64_t position) {
  const auto last = static_cast<float>(axis.in - 1);
  float x = input_coordinate(op.coordinates, axis, position);
  if (op.mode == ResizeMode::kNearest) x = round_coordinate(op.nearest, x);
  // Beyond the edge, the edge.
  x = std::fmin(std::fmax(x, 0.0f), last);
  const auto low = static_cast<std::int32_t>(x);
  const auto high = static_cast<std::int32_t>(std::min<std::int64_t>(low + 1, axis.in - 1));
  return {low, high, x - static_cast<float>(low)};
}

template <int kLanes>
void nearest_row(const Sample* columns, std::int64_t count, const float* top, const float*, float, float* y) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float* from = top + static_cast<std::int64_t>(columns[i].low) * kLanes;
    for (int lane = 0; lane < kLanes; ++lane) y[i * kLanes + lane] = from[lane];
  }
}

template <int kLanes>
void linear_row(const Sample* columns, std::int64_t count, const float* top, const float* bottom, float fraction,
                float* y) {
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t left = static_cast<std::int64_t>(columns[i].low) * kLanes;
    const std::int64_t right = static_cast<std::int64_t>(columns[i].high) * kLanes;
    const float f = columns[i].fraction;
    for (int lane = 0; lane < kLanes; ++lane) {
      const float above = top[left + lane] + (top[right + lane] - top[left + lane]) * f;
      const float below = bottom[left + lane] + (bottom[right + lane] - bottom[left + lane]) * f;
      y[i * kLanes + lane] = above + (below - above) * fraction;
    }
  }
}

template <int kLanes>
auto row_function(ResizeMode mode) {
  return mode == ResizeMode::kNearest ? nearest_row<kLanes> : linear_row<kLanes>;
}

}  // namespace

core::Status assess(const Resize& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kBlocked));
  if (op.mode == ResizeMode::kCubic || op.coordinates == Coordinates::kCrop) {
    return unsupported("blocked tensors are resized to the nearest or linearly, and whole.");
  }
  const Shape& input = signature.input(0).shape;
  const Shape& output = signature.output(0).shape;
  if (input.rank != 4) return unsupported(core::Message{"unrunnable.resizeRank", {{"rank", input.rank}}});
  if (op.scales.size() != 4) return invalid("scales has ", op.scales.size(), " values for a tensor of rank 4.");
  for (const double scale : op.scales) {
    if (!(scale >= 1e-6 && scale <= 1e6)) return invalid("scale ", scale, " is not between 1e-6 and 1e6.");
  }
  if (op.scales[0] != 1 || op.scales[1] != 1) return unsupported(core::Message{"unrunnable.resizeChannels"});
  CONVSCOPE_CHECK(check_output_shape(signature, {.rank = 4, .dims = {input[0], input[1], output[2], output[3]}}));
  // float32 coordinates are exact to a pixel only so far.
  if (std::max({input[2], input[3], output[2], output[3]}) > kMaxParameter) {
    return unsupported(core::Message{"unrunnable.tooLong", {{"most", kMaxParameter}}});
  }
  *workspace_bytes = (static_cast<std::size_t>(output[3]) * sizeof(Sample) + 63) / 64 * 64;
  return core::Status();
}

core::Status run(const Resize& op, const Call& call) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const ResizedAxis rows = axis_of(op, call.signature, 2);
  const ResizedAxis columns = axis_of(op, call.signature, 3);
  auto* samples = reinterpret_cast<Sample*>(call.workspace);
  for (std::int64_t i = 0; i < columns.out; ++i) samples[i] = sample_of(op, columns, i);

  const auto make_row = view.lanes == 16  ? row_function<16>(op.mode)
                        : view.lanes == 8 ? row_function<8>(op.mode)
                                          : row_function<4>(op.mode);
  return parallel_each(call, view.n * view.blocks * rows.out, [&](std::int64_t task) {
    const std::int64_t image_block = task / rows.out;
    const Sample row = sample_of(op, rows, task % rows.out);
    const float* image = call.inputs[0] + image_block * view.pixels() * view.lanes;
    make_row(samples, columns.out, image + row.low * view.w * view.lanes, image + row.high * view.w * view.lanes,
             row.fraction, call.outputs[0] + task * columns.out * view.lanes);
  });
}

}  // namespace convscope::ops
