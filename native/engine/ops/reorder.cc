// SPDX-License-Identifier: Apache-2.0
#include "ops/reorder_layout.h"

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

void block_pixels(const BlockedView& view, std::int64_t image_block, std::int64_t begin, std::int64_t end,
                  const float* plain, float* blocked) {
  const std::int64_t block = image_block % view.blocks;
  const std::int64_t image = image_block / view.blocks;
  const std::int64_t present = view.lanes_of(block);
  const float* source = plain + (image * view.c + block * view.lanes) * view.pixels();
  float* destination = blocked + image_block * view.pixels() * view.lanes;
  for (std::int64_t p = begin; p < end; ++p) {
    float* pixel = destination + p * view.lanes;
    for (std::int64_t lane = 0; lane < present; ++lane) pixel[lane] = source[lane * view.pixels() + p];
    for (std::int64_t lane = present; lane < view.lanes; ++lane) pixel[lane] = 0;
  }
}

namespace {

void unblock_pixels(const BlockedView& view, std::int64_t image_block, std::int64_t begin, std::int64_t end,
                    const float* blocked, float* plain) {
  const std::int64_t block = image_block % view.blocks;
  const std::int64_t image = image_block / view.blocks;
  const std::int64_t present = view.lanes_of(block);
  const float* source = blocked + image_block * view.pixels() * view.lanes;
  float* destination = plain + (image * view.c + block * view.lanes) * view.pixels();
  // A few pixels at a time: each lane of them is one write stream, their blocks stay in the first-level cache.
  constexpr std::int64_t kPixels = 32;
  for (std::int64_t first = begin; first < end; first += kPixels) {
    const std::int64_t last = std::min(first + kPixels, end);
    for (std::int64_t lane = 0; lane < present; ++lane) {
      for (std::int64_t p = first; p < last; ++p) destination[lane * view.pixels() + p] = source[p * view.lanes + lane];
    }
  }
}

}  // namespace

core::Status assess(const Reorder&, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  const TensorInfo& input = signature.input(0);
  const TensorInfo& output = signature.output(0);
  if (!can_be_blocked(input.shape)) return invalid("a tensor of shape ", input.shape.text(), " cannot be blocked.");
  if (input.layout == output.layout) return invalid("its input and output have the same layout.");
  return check_output_shape(signature, input.shape);
}

core::Status run(const Reorder&, const Call& call) {
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const bool to_blocked = call.signature.output(0).layout == Layout::kBlocked;
  const std::int64_t pieces = std::max<std::int64_t>(1, view.pixels() * view.lanes / kElementGrain);
  const std::int64_t grain = (view.pixels() + pieces - 1) / pieces;
  return parallel_each(call, view.n * view.blocks * pieces, [&](std::int64_t task) {
    const std::int64_t begin = std::min(view.pixels(), task % pieces * grain);
    const std::int64_t end = std::min(view.pixels(), begin + grain);
    const auto transfer = to_blocked ? block_pixels : unblock_pixels;
    transfer(view, task / pieces, begin, end, call.inputs[0], call.outputs[0]);
  });
}

}  // namespace convscope::ops
