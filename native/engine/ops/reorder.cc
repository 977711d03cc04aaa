// SPDX-License-Identifier: Apache-2.0
#include "ops/reorder_layout.h"

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {

void block_pixels(const Loops& loop, const BlockedView& view, std::int64_t image_block, std::int64_t begin,
                  std::int64_t end, const float* plain, float* blocked) {
  const std::int64_t block = image_block % view.blocks;
  const std::int64_t image = image_block / view.blocks;
  const float* source = plain + (image * view.c + block * view.lanes) * view.pixels();
  float* destination = blocked + image_block * view.pixels() * view.lanes;
  loop.to_block(source + begin, view.pixels(), static_cast<int>(view.lanes_of(block)), destination + begin * view.lanes,
                end - begin);
}

namespace {

void unblock_pixels(const Loops& loop, const BlockedView& view, std::int64_t image_block, std::int64_t begin,
                    std::int64_t end, const float* blocked, float* plain) {
  const std::int64_t block = image_block % view.blocks;
  const std::int64_t image = image_block / view.blocks;
  const float* source = blocked + image_block * view.pixels() * view.lanes;
  float* destination = plain + (image * view.c + block * view.lanes) * view.pixels();
  loop.from_block(source + begin * view.lanes, destination + begin, view.pixels(),
                  static_cast<int>(view.lanes_of(block)), end - begin);
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
  const Loops& loop = loops(call.signature.isa);
  const BlockedView view = blocked_view(call.signature.input(0).shape, call.signature.isa);
  const bool to_blocked = call.signature.output(0).layout == Layout::kBlocked;
  const std::int64_t pieces = std::max<std::int64_t>(1, view.pixels() * view.lanes / kElementGrain);
  const std::int64_t grain = (view.pixels() + pieces - 1) / pieces;
  return parallel_each(call, view.n * view.blocks * pieces, [&](std::int64_t task) {
    const std::int64_t begin = std::min(view.pixels(), task % pieces * grain);
    const std::int64_t end = std::min(view.pixels(), begin + grain);
    const auto transfer = to_blocked ? block_pixels : unblock_pixels;
    transfer(loop, view, task / pieces, begin, end, call.inputs[0], call.outputs[0]);
  });
}

}  // namespace convscope::ops
