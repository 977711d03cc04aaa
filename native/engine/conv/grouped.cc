// SPDX-License-Identifier: Apache-2.0
// Grouped convolution: input and output channels are cut into groups and every group is a
// convolution of its own, run by the kernel that the choice names. Kernels read and write whole
// channel blocks, so that the unit of work here is a part: neighbouring blocks of output channels
// that need the same blocks of input channels, computed as a dense convolution with zeros for
// weights between different groups. Where the channels of a group fill whole blocks, a part is a
// group and nothing is wasted; otherwise some products with zero buy that nothing is copied.
//
// Source: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural
// Networks", 2012 (the definition).
#include <algorithm>

#include "conv/kernel_list.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

struct Part {
  /// One image.
  ConvProblem problem;
  int first_out_channel, first_in_channel;
};

/// The blocks of input channels that a block of output channels needs, [first, last).
struct BlockRange {
  int first, last;
  bool operator==(const BlockRange&) const = default;
};

BlockRange inputs_of(const ConvProblem& p, int block, int out_block) {
  const int group_in = p.in_channels / p.group, group_out = p.out_channels / p.group;
  const int first_group = out_block * block / group_out;
  const int last_group = (std::min((out_block + 1) * block, p.out_channels) - 1) / group_out;
  return {first_group * group_in / block, divide_up((last_group + 1) * group_in, block)};
}

/// f(part) for one after the other, until it gives false.
template <typename F>
void for_each_part(const ConvProblem& p, const Target& target, F&& f) {
  const int block = core::channel_block(target.isa);
  const int out_blocks = divide_up(p.out_channels, block);
  for (int first = 0, last; first < out_blocks; first = last) {
    const BlockRange inputs = inputs_of(p, block, first);
    last = first + 1;
    while (last < out_blocks && inputs_of(p, block, last) == inputs) ++last;
    Part part = {p, first * block, inputs.first * block};
    part.problem.batch = 1;
    part.problem.group = 1;
    part.problem.is_part = true;
    part.problem.in_channels = std::min(inputs.last * block, p.in_channels) - part.first_in_channel;
    part.problem.out_channels = std::min(last * block, p.out_channels) - part.first_out_channel;
    if (!f(part)) return;
  }
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (std::string fault = problem_fault(p, target); !fault.empty()) return rejected(fault);
  if (p.group == 1) return rejected("It is for more than one group.");
  if (choice.inner == nullptr) return rejected("It needs a kernel to run in every group, and none was named.");

  Assessment neediest;
  Bytes packed;
  double operations = 0, bytes_moved = 0;
  for_each_part(p, target, [&](const Part& part) {
    Assessment inner = choice.inner->assess(part.problem, target, {choice.inner, nullptr});
    packed = packed + Bytes::product({static_cast<long long>(inner.packed_weight_bytes)});
    operations += p.batch * inner.operations;
    bytes_moved += p.batch * inner.bytes_moved;
    const bool supported = inner.supported;
    if (!supported || !neediest.supported || inner.workspace_bytes > neediest.workspace_bytes) neediest = inner;
    return supported;
  });
  if (!neediest.supported) return rejected("In every group: " + neediest.reason);
  Assessment result = assessed(packed, {}, operations, bytes_moved);
  if (!result.supported) return result;
  result.workspace = std::move(neediest.workspace);
  result.workspace_bytes = neediest.workspace_bytes;
  return result;
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const KernelChoice inner = {choice.inner, nullptr};
  for_each_part(p, target, [&](const Part& part) {
    const WeightShape shape = weights.shape.part(part.first_out_channel, part.first_in_channel);
    inner.kernel->pack(part.problem, target, inner, weights.part(shape), packed, pool);
    packed += inner.kernel->assess(part.problem, target, inner).packed_weight_bytes;
    return true;
  });
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const KernelChoice inner = {choice.inner, nullptr};
  const int block = core::channel_block(target.isa);
  const std::size_t in_pixels = std::size_t(p.in_height) * p.in_width;
  const std::size_t out_pixels = std::size_t(p.out_height) * p.out_width;
  core::Status status;
  const std::byte* packed = buffers.packed_weights;
  for_each_part(p, target, [&](const Part& part) {
    const WeightShape shape = WeightShape(p).part(part.first_out_channel, part.first_in_channel);
    for (int image = 0; image < p.batch && status.ok(); ++image) {
      const std::size_t in = (std::size_t(image) * round_up(p.in_channels, block) + part.first_in_channel) * in_pixels;
      const std::size_t out =
          (std::size_t(image) * round_up(p.out_channels, block) + part.first_out_channel) * out_pixels;
      ConvBuffers own = {buffers.input + in, packed, buffers.output + out, buffers.workspace, buffers.epilogue,
                         buffers.weights,    &shape};
      if (own.epilogue.slope != nullptr) own.epilogue.slope += part.first_out_channel;
      if (own.epilogue.residual != nullptr) own.epilogue.residual += out;
      status = inner.kernel->run(part.problem, target, inner, own, pool, cancellation);
    }
    packed += inner.kernel->assess(part.problem, target, inner).packed_weight_bytes;
    return status.ok();
  });
  return status;
}

}  // namespace

const ConvKernel kGrouped = {"grouped", 0, assess, pack, run};

}  // namespace convscope::conv
