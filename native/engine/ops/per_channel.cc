// SPDX-License-Identifier: Apache-2.0
// Affine by channel: y = f(factor[c] · x + offset[c]), blocked.
#include <algorithm>
#include <array>
#include <cmath>

#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

constexpr std::size_t kMaxLanes = 16;
/// Inputs of a stage: scale, bias, mean, variance.
constexpr std::size_t kParts = 4;
/// Pixels of a piece: in the first-level cache when the activation follows.
constexpr std::int64_t kPixels = 256;

struct Lanes {
  /// Zero for missing channels.
  std::array<float, kMaxLanes> factor{}, offset{};
};

/// lane_values(channel, &factor, &offset) for every channel that exists.
template <typename F>
core::Status affine_by_channel(const Affine& op, const Call& call, F&& lane_values) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const Loops& loop = loops(call.signature.isa);
  const core::Status status = parallel_each(call, view.n * view.blocks, [&](std::int64_t image_block) {
    const std::int64_t block = image_block % view.blocks;
    Lanes lanes;
    for (std::int64_t lane = 0; lane < view.lanes_of(block); ++lane) {
      const auto at = static_cast<std::size_t>(lane);
      lane_values(block * view.lanes + lane, &lanes.factor[at], &lanes.offset[at]);
    }
    for (std::int64_t pixel = 0; pixel < view.pixels(); pixel += kPixels) {
      const std::int64_t offset = (image_block * view.pixels() + pixel) * view.lanes;
      const std::int64_t pixels = std::min(kPixels, view.pixels() - pixel);
      float* y = call.outputs[0] + offset;
      loop.affine(call.inputs[0] + offset, lanes.factor.data(), lanes.offset.data(), y, pixels);
      if (op.activation) loop.unary(*op.activation, y, y, pixels * view.lanes);
    }
  });
  if (op.activation) {
    const float zero = 0;
    float at_zero = 0;
    loop.unary(*op.activation, &zero, &at_zero, 1);
    // Negated, so that NaN counts as changed too.
    if (!(at_zero == 0)) zero_missing_lanes(view, call.outputs[0]);
  }
  return status;
}

}  // namespace

core::Status assess(const Affine& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1 + kParts * op.epsilons.size()));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kBlocked));
  if (signature.input(0).shape.rank != 4) return invalid("its input is not of rank 4.");
  CONVSCOPE_CHECK(check_output_shape(signature, signature.input(0).shape));
  for (std::size_t i = 1; i < signature.inputs.size(); ++i) {
    if (signature.has_input(i)) CONVSCOPE_CHECK(check_channel_constant(signature, i, signature.input(0).shape[1]));
  }
  return core::Status();
}

core::Status run(const Affine& op, const Call& call) {
  const Signature& signature = call.signature;
  const auto part = [&](std::size_t stage, std::size_t which, std::int64_t channel, double missing) {
    const std::size_t i = 1 + kParts * stage + which;
    return signature.has_input(i) ? static_cast<double>(call.inputs[i][channel]) : missing;
  };
  return affine_by_channel(op, call, [&](std::int64_t channel, float* factor, float* offset) {
    double k = 1, d = 0;
    for (std::size_t stage = 0; stage < op.epsilons.size(); ++stage) {
      const bool normalised = signature.has_input(1 + kParts * stage + 3);
      const double deviation = normalised ? std::sqrt(part(stage, 3, channel, 1) + op.epsilons[stage]) : 1;
      const double scale = part(stage, 0, channel, 1) / deviation;
      k *= scale;
      d = (d - part(stage, 2, channel, 0)) * scale + part(stage, 1, channel, 0);
    }
    *factor = static_cast<float>(k);
    *offset = static_cast<float>(d);
  });
}

}  // namespace convscope::ops
