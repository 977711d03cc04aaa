// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel has a kernel of its own,
// y[c][p] = bias[c] + sum over taps t of x[c][p * stride + t * dilation - pad] * w[c][t].
// It does two operations per value read from cache, so that it is computed in place on blocked
// activations, a vector of channels at a time; rows are split over threads.
//
// Source: the definition (Sifre, "Rigid-Motion Scattering for Image Classification", 2014, 6.2).
#include "conv/depthwise_tiling.h"
#include "conv/kernel_list.h"
#include "conv/primitives.h"

namespace convscope::conv {
namespace {

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (core::Message fault = problem_fault(p, target)) return rejected(std::move(fault));
  if (!is_depthwise(p)) {
    return rejected({"refusal.depthwiseOnly"});
  }
  const DepthwiseTiling t(p, target);
  // Per channel block: the bias, then the taps.
  const Bytes packed = Bytes::product({t.channel_blocks, 1LL + t.taps, t.block, sizeof(float)});
  const double weights = 1.0 * packed.value() * p.batch * t.bands;
  const double images = 1.0 * blocked_input_bytes(p, target.isa).value() + blocked_output_bytes(p, target.isa).value();
  return assessed(packed, {}, direct_operations(p), {weights, images});
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool&) {
  const DepthwiseTiling t(p, target);
  const float* bias = weights.biases();
  float* to = reinterpret_cast<float*>(packed);
  for (int block = 0; block < t.channel_blocks; ++block) {
    for (int tap = -1; tap < t.taps; ++tap) {
      for (int lane = 0; lane < t.block; ++lane) {
        const int channel = block * t.block + lane;
        float value = 0.0f;
        if (channel < p.in_channels) {
          value = tap >= 0 ? weights.kernel(channel, channel)[tap] : bias != nullptr ? bias[channel] : 0.0f;
        }
        *to++ = value;
      }
    }
  }
}

core::Status run(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvBuffers& buffers,
                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const DepthwiseTiling t(p, target);
  const Primitives& simd = primitives(target.isa);
  const float* packed = reinterpret_cast<const float*>(buffers.packed_weights);
  pool.parallel_for(t.tasks(p), [&](long index, int) {
    if (cancellation.cancelled()) return;
    const DepthwiseTask task = t.task_at(p, index);
    simd.depthwise(t.rows_of(p, task, buffers, packed + std::size_t(task.channel_block) * (1 + t.taps) * t.block));
  });
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kDepthwise = {"depthwise", 0, assess, pack, run};

}  // namespace convscope::conv
