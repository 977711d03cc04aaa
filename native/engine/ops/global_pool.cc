// SPDX-License-Identifier: Apache-2.0
// Maximum or mean over height and width, blocked.
#include <array>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

core::Status assess(const GlobalPool&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kBlocked));
  const Shape& input = signature.input(0).shape;
  if (input.rank != 4) return unsupported(core::Message{"unrunnable.poolRank", {{"rank", input.rank}}});
  return check_output_shape(signature, {.rank = 4, .dims = {input[0], input[1], 1, 1}});
}

core::Status run(const GlobalPool& op, const Call& call) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const auto lanes = static_cast<std::size_t>(view.lanes);
  return parallel_each(call, view.n * view.blocks, [&](std::int64_t image_block) {
    const float* x = call.inputs[0] + image_block * view.pixels() * view.lanes;
    std::array<double, 16> result{};
    for (std::size_t lane = 0; lane < lanes; ++lane) result[lane] = op.mode == PoolMode::kMax ? x[lane] : 0.0;
    for (std::int64_t p = 0; p < view.pixels(); ++p, x += lanes) {
      if (op.mode == PoolMode::kMax) {
        for (std::size_t lane = 0; lane < lanes; ++lane) result[lane] = std::max<double>(result[lane], x[lane]);
      } else {
        for (std::size_t lane = 0; lane < lanes; ++lane) result[lane] += x[lane];
      }
    }
    const double divisor = op.mode == PoolMode::kMax ? 1.0 : static_cast<double>(view.pixels());
    float* y = call.outputs[0] + image_block * view.lanes;
    for (std::size_t lane = 0; lane < lanes; ++lane) y[lane] = static_cast<float>(result[lane] / divisor);
  });
}

}  // namespace convscope::ops
