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
#include <mutex>
#include <vector>

#include "conv/kernel_list.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

// With so many parts per thread, every thread computes parts of its own; fewer are computed by all threads together.
constexpr long kPartsPerThread = 3;

struct Part {
  /// One image.
  ConvProblem problem;
  int first_out_channel, first_in_channel;
};

/// The input channels that a block of output channels needs, from a block's first to before `end`.
struct ChannelRange {
  int first, end;
  bool operator==(const ChannelRange&) const = default;
};

ChannelRange inputs_of(const ConvProblem& p, int block, int out_block) {
  const int group_in = p.in_channels / p.group, group_out = p.out_channels / p.group;
  const int last_channel = std::min((out_block + 1) * block, p.out_channels) - 1;
  const int end = (last_channel / group_out + 1) * group_in;
  // Pointwise products end where the group does; gathering is quicker where blocks are whole.
  const bool pointwise = p.kernel_height * p.kernel_width == 1;
  return {out_block * block / group_out * group_in / block * block,
          pointwise ? end : std::min(round_up(end, block), p.in_channels)};
}

/// f(part) for one after the other, until it gives false.
template <typename F>
void for_each_part(const ConvProblem& p, const Target& target, F&& f) {
  const int block = core::channel_block(target.isa);
  const int out_blocks = divide_up(p.out_channels, block);
  for (int first = 0, last; first < out_blocks; first = last) {
    const ChannelRange inputs = inputs_of(p, block, first);
    last = first + 1;
    while (last < out_blocks && inputs_of(p, block, last) == inputs) ++last;
    Part part = {p, first * block, inputs.first};
    part.problem.batch = 1;
    part.problem.group = 1;
    part.problem.is_part = true;
    part.problem.in_channels = inputs.end - inputs.first;
    part.problem.out_channels = std::min(last * block, p.out_channels) - part.first_out_channel;
    if (!f(part)) return;
  }
}

/// What a part is computed by.
Target part_target(const ConvProblem& p, const Target& target) {
  long parts = 0;
  for_each_part(p, target, [&](const Part&) { return ++parts * p.batch < kPartsPerThread * target.threads; });
  return {target.isa, parts * p.batch < kPartsPerThread * target.threads ? target.threads : 1, target.weights};
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (p.group == 1) return rejected({"refusal.severalGroups"});
  if (choice.inner == nullptr) return rejected({"refusal.noInner"});

  const Target own = part_target(p, target);
  Assessment neediest;
  Bytes packed;
  double operations = 0, bfloat16_operations = 0;
  Traffic traffic;
  for_each_part(p, target, [&](const Part& part) {
    Assessment inner = choice.inner->assess(part.problem, own, {choice.inner, nullptr});
    packed = packed + Bytes::product({static_cast<long long>(inner.packed_weight_bytes)});
    operations += p.batch * inner.operations;
    bfloat16_operations += p.batch * inner.bfloat16_operations;
    traffic.weights += p.batch * inner.traffic.weights;
    traffic.others += p.batch * inner.traffic.others;
    const bool supported = inner.supported;
    if (!supported || !neediest.supported || inner.workspace_bytes > neediest.workspace_bytes) neediest = inner;
    return supported;
  });
  if (!neediest.supported) return rejected({"refusal.inEveryGroup", {}, {neediest.refusal}});
  const auto copies = static_cast<std::size_t>(target.threads / own.threads);
  if (Bytes::product({static_cast<long long>(neediest.workspace_bytes), target.threads}).overflow()) {
    return rejected({"refusal.workspaceTooLarge"});
  }
  Assessment result = assessed(packed, {}, operations, traffic);
  if (!result.supported) return result;
  result.bfloat16_operations = bfloat16_operations;
  result.workspace = std::move(neediest.workspace);
  for (Section& section : result.workspace) {
    section.offset *= copies;
    section.bytes *= copies;
  }
  result.workspace_bytes = copies * neediest.workspace_bytes;
  return result;
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool& pool) {
  const KernelChoice inner = {choice.inner, nullptr};
  const Target own = part_target(p, target);
  for_each_part(p, target, [&](const Part& part) {
    const WeightShape shape = weights.shape.part(part.first_out_channel, part.first_in_channel);
    inner.kernel->pack(part.problem, own, inner, weights.part(shape), packed, pool);
    packed += inner.kernel->assess(part.problem, own, inner).packed_weight_bytes;
    return true;
  });
}

/// A part and where its packed weights are.
struct PlacedPart {
  Part part;
  const std::byte* packed;
};

core::Status run_part(const ConvProblem& p, const Target& own, const KernelChoice& inner, const PlacedPart& placed,
                      int image, const ConvBuffers& buffers, std::byte* workspace, core::ThreadPool& pool,
                      const core::CancellationToken& cancellation) {
  const Part& part = placed.part;
  const int block = core::channel_block(own.isa);
  const std::size_t in_pixels = std::size_t(p.in_height) * p.in_width;
  const std::size_t out_pixels = std::size_t(p.out_height) * p.out_width;
  const WeightShape shape = WeightShape(p).part(part.first_out_channel, part.first_in_channel);
  const std::size_t in = (std::size_t(image) * round_up(p.in_channels, block) + part.first_in_channel) * in_pixels;
  const std::size_t out = (std::size_t(image) * round_up(p.out_channels, block) + part.first_out_channel) * out_pixels;
  ConvBuffers of_part = {buffers.input + in, placed.packed, buffers.output + out, workspace, buffers.epilogue,
                         buffers.weights,    &shape};
  if (of_part.epilogue.slope != nullptr) of_part.epilogue.slope += part.first_out_channel;
  if (of_part.epilogue.residual != nullptr) of_part.epilogue.residual += out;
  return inner.kernel->run(part.problem, own, inner, of_part, pool, cancellation);
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const KernelChoice inner = {choice.inner, nullptr};
  const Target own = part_target(p, target);
  std::vector<PlacedPart> parts;
  std::size_t workspace_bytes = 0;
  const std::byte* packed = buffers.packed_weights;
  for_each_part(p, target, [&](const Part& part) {
    const Assessment assessment = inner.kernel->assess(part.problem, own, inner);
    parts.push_back({part, packed});
    packed += assessment.packed_weight_bytes;
    workspace_bytes = std::max(workspace_bytes, assessment.workspace_bytes);
    return true;
  });
  const long count = static_cast<long>(parts.size()) * p.batch;
  const auto run_one = [&](long index, int worker, core::ThreadPool& threads) {
    return run_part(p, own, inner, parts[static_cast<std::size_t>(index / p.batch)], static_cast<int>(index % p.batch),
                    buffers, buffers.workspace + worker * workspace_bytes, threads, cancellation);
  };
  core::Status failure;
  if (own.threads == target.threads) {
    for (long index = 0; index < count && failure.ok(); ++index) failure = run_one(index, 0, pool);
    return failure;
  }
  std::mutex mutex;
  pool.parallel_for(count, [&](long index, int worker) {
    core::Status status = run_one(index, worker, core::ThreadPool::serial());
    if (status.ok()) return;
    const std::lock_guard lock(mutex);
    failure = std::move(status);
  });
  return failure;
}

}  // namespace

const ConvKernel kGrouped = {"grouped", 0, assess, pack, run, false, true};

}  // namespace convscope::conv
