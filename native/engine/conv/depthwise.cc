// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel has a kernel of its own,
// y[c][p] = bias[c] + sum over taps t of x[c][p * stride + t * dilation - pad] * w[c][t].
// It does two operations per value read from cache, so that it is computed in place on blocked
// activations, a vector of channels at a time; rows are split over threads.
//
// Source: the definition (Sifre, "Rigid-Motion Scattering for Image Classification", 2014, 6.2).
#include <algorithm>

#include "conv/kernel_list.h"
#include "conv/primitives.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

// Positions per task: some tens of microseconds, so that cancelling and sharing work.
constexpr int kTaskPixels = 2048;
// Larger images are cut between the threads by rows, as the matrix product cuts them (gemm_tiling.cc): a thread finds
// what it reads in its own cache.
constexpr int kWholePixels = 112;

struct Tiling {
  int block, channel_blocks, taps;
  /// Output rows per task and tasks per channel block.
  int rows, bands;
};

Tiling tiling_for(const ConvProblem& p, const Target& target) {
  Tiling t;
  t.block = core::channel_block(target.isa);
  t.channel_blocks = divide_up(p.in_channels, t.block);
  t.taps = p.kernel_height * p.kernel_width;
  int most = std::max(1, kTaskPixels / p.out_width);
  if (p.out_height * p.out_width > kWholePixels) most = std::min(most, divide_up(p.out_height, target.threads));
  t.rows = divide_up(p.out_height, divide_up(p.out_height, most));
  t.bands = divide_up(p.out_height, t.rows);
  return t;
}

Assessment assess(const ConvProblem& p, const Target& target, const KernelChoice&) {
  if (std::string fault = problem_fault(p, target); !fault.empty()) return rejected(fault);
  if (p.group != p.in_channels || p.group != p.out_channels) {
    return rejected("It is for as many groups as input and output channels.");
  }
  const Tiling t = tiling_for(p, target);
  // Per channel block: the bias, then the taps.
  const Bytes packed = Bytes::product({t.channel_blocks, 1LL + t.taps, t.block, sizeof(float)});
  const double moved = 1.0 * blocked_input_bytes(p, target.isa).value() + blocked_output_bytes(p, target.isa).value() +
                       1.0 * packed.value() * p.batch * t.bands;
  return assessed(packed, {}, direct_operations(p), moved);
}

void pack(const ConvProblem& p, const Target& target, const KernelChoice&, const ConvWeights& weights,
          std::byte* packed, core::ThreadPool&) {
  const Tiling t = tiling_for(p, target);
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
  const Tiling t = tiling_for(p, target);
  const Primitives& simd = primitives(target.isa);
  const Epilogue& epilogue = buffers.epilogue;
  const float* packed = reinterpret_cast<const float*>(buffers.packed_weights);
  const std::size_t plane_in = std::size_t(p.in_height) * p.in_width * t.block;
  const std::size_t plane_out = std::size_t(p.out_height) * p.out_width * t.block;

  pool.parallel_for(long(p.batch) * t.channel_blocks * t.bands, [&](long index, int) {
    if (cancellation.cancelled()) return;
    const long channel_block = index % t.channel_blocks;
    const long plane = index / t.channel_blocks / t.bands * t.channel_blocks + channel_block;
    const int first_row = static_cast<int>(index / t.channel_blocks % t.bands) * t.rows;
    simd.depthwise({
        .problem = &p,
        .input = buffers.input + plane * plane_in,
        .weights = packed + channel_block * (1 + t.taps) * t.block,
        .output = buffers.output + plane * plane_out,
        .first_row = first_row,
        .last_row = std::min(first_row + t.rows, p.out_height),
        .residual = epilogue.residual == nullptr ? nullptr : epilogue.residual + plane * plane_out,
        .activation = epilogue.activation,
        .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + channel_block * t.block,
    });
  });
  return cancelled_or_done(cancellation);
}

}  // namespace

const ConvKernel kDepthwise = {"depthwise", 0, assess, pack, run};

}  // namespace convscope::conv
