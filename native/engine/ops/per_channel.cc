// SPDX-License-Identifier: Apache-2.0
// Scale and BatchNorm: y = factor[c] · x + offset[c], blocked.
#include <array>
#include <cmath>

#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

constexpr std::size_t kMaxLanes = 16;
struct Lanes {
  /// Zero for missing channels.
  std::array<float, kMaxLanes> factor{}, offset{};
};

core::Status check(const Signature& signature, std::size_t required, std::size_t most) {
  CONVSCOPE_CHECK(check_counts(signature, required, most));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kBlocked));
  if (signature.input(0).shape.rank != 4) return invalid("its input is not of rank 4.");
  CONVSCOPE_CHECK(check_output_shape(signature, signature.input(0).shape));
  for (std::size_t i = 1; i < most; ++i) {
    if (signature.has_input(i)) CONVSCOPE_CHECK(check_channel_constant(signature, i, signature.input(0).shape[1]));
  }
  return core::Status();
}

/// lane_values(channel, &factor, &offset) for every channel that exists.
template <typename F>
core::Status affine_by_channel(const Call& call, F&& lane_values) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const Loops& loop = loops(call.signature.isa);
  return parallel_each(call, view.n * view.blocks, [&](std::int64_t image_block) {
    const std::int64_t block = image_block % view.blocks;
    Lanes lanes;
    for (std::int64_t lane = 0; lane < view.lanes_of(block); ++lane) {
      const auto at = static_cast<std::size_t>(lane);
      lane_values(block * view.lanes + lane, &lanes.factor[at], &lanes.offset[at]);
    }
    const std::int64_t offset = image_block * view.pixels() * view.lanes;
    loop.affine(call.inputs[0] + offset, lanes.factor.data(), lanes.offset.data(), call.outputs[0] + offset,
                view.pixels());
  });
}

}  // namespace

core::Status assess(const Scale&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  return check(signature, 2, 3);
}

core::Status run(const Scale&, const Call& call) {
  const float* bias = call.signature.has_input(2) ? call.inputs[2] : nullptr;
  return affine_by_channel(call, [&](std::int64_t channel, float* factor, float* offset) {
    *factor = call.inputs[1][channel];
    *offset = bias == nullptr ? 0 : bias[channel];
  });
}

core::Status assess(const BatchNorm&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  return check(signature, 5, 5);
}

core::Status run(const BatchNorm& op, const Call& call) {
  return affine_by_channel(call, [&](std::int64_t channel, float* factor, float* offset) {
    *factor = call.inputs[1][channel] / std::sqrt(call.inputs[4][channel] + op.epsilon);
    *offset = call.inputs[2][channel] - call.inputs[3][channel] * *factor;
  });
}

}  // namespace convscope::ops
