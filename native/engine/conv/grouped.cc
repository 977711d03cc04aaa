// SPDX-License-Identifier: Apache-2.0
// Grouped convolution: input and output channels are cut into groups and every group is a
// convolution of its own, run one after the other by the kernel that the choice names. Where a
// group's channels fill whole blocks they are read and written in place; otherwise they are copied
// into blocks of their own, since a channel block belongs to one group only.
//
// Source: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural
// Networks", 2012 (the definition).
#include <algorithm>
#include <cstring>

#include "conv/kernel_list.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

// Positions per copying task.
constexpr int kCopyPixels = 1024;

/// One image of one group.
ConvProblem group_problem(const ConvProblem& p) {
  ConvProblem g = p;
  g.batch = 1;
  g.in_channels = p.in_channels / p.group;
  g.out_channels = p.out_channels / p.group;
  g.group = 1;
  return g;
}

struct Staging {
  ConvProblem group;
  KernelChoice inner;
  /// 0 where the channels of a group fill whole blocks.
  Bytes input, output;
  Assessment inner_assessment;
};

Staging staging_for(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  Staging s;
  s.group = group_problem(p);
  s.inner = {choice.inner, nullptr};
  s.inner_assessment = choice.inner->assess(s.group, target, s.inner);
  const int block = core::channel_block(target.isa);
  if (s.group.in_channels % block != 0) s.input = blocked_input_bytes(s.group, target.isa).aligned();
  if (s.group.out_channels % block != 0) s.output = blocked_output_bytes(s.group, target.isa).aligned();
  return s;
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (std::string fault = problem_fault(p, target); !fault.empty()) return rejected(fault);
  if (p.group == 1) return rejected("It is for more than one group.");
  if (choice.inner == nullptr) return rejected("It needs a kernel to run in every group, and none was named.");
  const Staging s = staging_for(p, target, choice);
  if (!s.inner_assessment.supported) return rejected("In every group: " + s.inner_assessment.reason);

  const double runs = 1.0 * p.batch * p.group;
  const long long inner_packed = static_cast<long long>(s.inner_assessment.packed_weight_bytes);
  Assessment result =
      assessed(Bytes::product({p.group, inner_packed}), {{"group input", s.input}, {"group output", s.output}},
               runs * s.inner_assessment.operations,
               runs * (s.inner_assessment.bytes_moved + 2.0 * s.input.value() + 2.0 * s.output.value()));
  if (!result.supported) return result;
  std::erase_if(result.workspace, [](const Section& section) { return section.bytes == 0; });
  for (Section section : s.inner_assessment.workspace) {
    section.offset += result.workspace_bytes;
    result.workspace.push_back(section);
  }
  // Neither is near the limit of its type.
  result.workspace_bytes += s.inner_assessment.workspace_bytes;
  return result;
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice& choice, const float* weights,
          const float* bias, std::byte* packed) {
  const Staging s = staging_for(p, target, choice);
  const std::size_t group_weights =
      std::size_t(s.group.out_channels) * s.group.in_channels * p.kernel_height * p.kernel_width;
  // In place of weights, a kernel that streams them is given factors of the output channels.
  const std::size_t stride = choice.inner->streams_weights ? std::size_t(s.group.out_channels) : group_weights;
  for (int g = 0; g < p.group; ++g) {
    choice.inner->pack(s.group, target, s.inner, weights == nullptr ? nullptr : weights + g * stride,
                       bias == nullptr ? nullptr : bias + std::size_t(g) * s.group.out_channels,
                       packed + g * s.inner_assessment.packed_weight_bytes);
  }
}

/// Copies `channels` channels of `pixels` positions between blocked tensors, beginning at channel
/// `from_channel` of one and `to_channel` of the other. Threads take positions, not channels: a
/// position's lanes share a cache line.
void copy_channels(core::ThreadPool& pool, int block, int channels, int pixels, const float* from, int from_channel,
                   float* to, int to_channel) {
  pool.parallel_for(divide_up(pixels, kCopyPixels), [&](long band, int) {
    const std::size_t first = std::size_t(band) * kCopyPixels;
    const std::size_t last = std::min<std::size_t>(first + kCopyPixels, pixels);
    for (int c = 0; c < channels; ++c) {
      const int source = from_channel + c, target = to_channel + c;
      const float* s = from + std::size_t(source / block) * pixels * block + source % block;
      float* t = to + std::size_t(target / block) * pixels * block + target % block;
      for (std::size_t i = first; i < last; ++i) t[i * block] = s[i * block];
    }
  });
}

/// Zeroes the last channel block of a blocked image where it has missing lanes.
void zero_last_block(int block, int channels, std::size_t pixels, float* image) {
  if (channels % block == 0) return;
  std::memset(image + std::size_t(channels / block) * pixels * block, 0, pixels * block * sizeof(float));
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice& choice, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Staging s = staging_for(p, target, choice);
  const int block = core::channel_block(target.isa);
  const int in_pixels = p.in_height * p.in_width, out_pixels = p.out_height * p.out_width;
  float* staged_in = reinterpret_cast<float*>(buffers.workspace);
  float* staged_out = reinterpret_cast<float*>(buffers.workspace + s.input.value());
  std::byte* inner_workspace = buffers.workspace + s.input.value() + s.output.value();
  const Epilogue& epilogue = buffers.epilogue;
  const std::size_t group_weights =
      std::size_t(s.group.out_channels) * s.group.in_channels * p.kernel_height * p.kernel_width;
  if (s.input.value() > 0) zero_last_block(block, s.group.in_channels, in_pixels, staged_in);

  for (int image = 0; image < p.batch; ++image) {
    const float* in = buffers.input + std::size_t(image) * round_up(p.in_channels, block) * in_pixels;
    float* out = buffers.output + std::size_t(image) * round_up(p.out_channels, block) * out_pixels;
    // Not where the residual is the output itself: its missing lanes are zero already.
    if (s.output.value() > 0 && epilogue.residual != buffers.output) {
      zero_last_block(block, p.out_channels, out_pixels, out);
    }
    for (int g = 0; g < p.group; ++g) {
      const int in_channel = g * s.group.in_channels, out_channel = g * s.group.out_channels;
      ConvBuffers inner = {in + std::size_t(in_channel) * in_pixels,
                           buffers.packed_weights + g * s.inner_assessment.packed_weight_bytes,
                           out + std::size_t(out_channel) * out_pixels,
                           inner_workspace,
                           epilogue,
                           buffers.weights,
                           buffers.first_weight + g * group_weights};
      if (epilogue.slope != nullptr) inner.epilogue.slope += out_channel;
      if (s.input.value() > 0) {
        copy_channels(pool, block, s.group.in_channels, in_pixels, in, in_channel, staged_in, 0);
        inner.input = staged_in;
      }
      if (epilogue.residual != nullptr) inner.epilogue.residual += inner.output - buffers.output;
      if (s.output.value() > 0) {
        if (epilogue.residual != nullptr) {
          const float* image_residual = epilogue.residual + (out - buffers.output);
          copy_channels(pool, block, s.group.out_channels, out_pixels, image_residual, out_channel, staged_out, 0);
          inner.epilogue.residual = staged_out;
        }
        inner.output = staged_out;
      }
      core::Status status = choice.inner->run(s.group, target, s.inner, inner, pool, cancellation);
      if (!status.ok()) return status;
      if (s.output.value() > 0) {
        copy_channels(pool, block, s.group.out_channels, out_pixels, staged_out, 0, out, out_channel);
      }
    }
  }
  return core::Status();
}

}  // namespace

const ConvKernel kGrouped = {"grouped", 0, assess, pack, run};

}  // namespace convscope::conv
