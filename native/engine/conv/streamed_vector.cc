// SPDX-License-Identifier: Apache-2.0
#include "conv/streamed_vector.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "conv/primitives.h"

namespace convscope::conv {
namespace {

// Weights that are read at once: of some output channels, or a part of one's.
constexpr int kSegment = 32 << 10;

int rows_of(const ConvProblem& p) { return std::clamp(kSegment / p.in_channels, 1, kMaxPanelChannels); }
int segment_of(const ConvProblem& p) { return std::min(p.in_channels, kSegment); }
Bytes read_bytes(const ConvProblem& p) { return Bytes::product({rows_of(p), segment_of(p), sizeof(float)}).aligned(); }

}  // namespace

bool is_vector_product(const ConvProblem& p) {
  return p.group == 1 && !p.is_part && p.batch == 1 && p.kernel_height == 1 && p.kernel_width == 1 &&
         p.in_height == 1 && p.in_width == 1 && p.out_height == 1 && p.out_width == 1 && p.pad_top == 0 &&
         p.pad_left == 0;
}

Assessment assess_streamed_vector(const ConvProblem& p, const Target& target, Bytes channel_bytes) {
  const double weights = 1.0 * sizeof(float) * p.in_channels * p.out_channels;
  return assessed(channel_bytes + channel_bytes,
                  {{"part.weightsAsRead", Bytes::product({read_bytes(p).signed_value(), target.threads})}},
                  direct_operations(p), {3 * weights, 0});
}

core::Status run_streamed_vector(const ConvProblem& p, const Target& target, const WeightPanels& panels,
                                 const ConvBuffers& buffers, const float* biases, const float* factors,
                                 core::ThreadPool& pool, const core::CancellationToken& cancellation) {
  const Primitives& simd = primitives(target.isa);
  const Epilogue& epilogue = buffers.epilogue;
  const std::size_t read_of_thread = read_bytes(p).value();
  std::mutex mutex;
  core::Status failure;
  pool.parallel_for(panels.count(), [&](long index, int worker) {
    const int panel = static_cast<int>(index), first_channel = panels.first_channel(panel);
    float* read = reinterpret_cast<float*>(buffers.workspace + worker * read_of_thread);
    alignas(64) std::array<float, kMaxPanelChannels> sums{};
    const int present = std::min(panels.channels(panel), p.out_channels - first_channel);
    for (int j = 0; j < present && !cancellation.cancelled(); j += rows_of(p)) {
      const int rows = std::min(rows_of(p), present - j);
      for (int first = 0; first < p.in_channels; first += segment_of(p)) {
        const int length = std::min(segment_of(p), p.in_channels - first);
        core::Status status = buffers.weights->read(std::size_t(first_channel + j) * p.in_channels + first,
                                                    std::size_t(rows) * length, read);
        if (!status.ok()) {
          const std::lock_guard lock(mutex);
          failure = std::move(status);
          return;
        }
        for (int row = 0; row < rows; ++row) {
          sums[static_cast<std::size_t>(j + row)] +=
              simd.dot(read + std::size_t(row) * length, buffers.input + first, length);
        }
      }
    }
    for (int j = 0; j < present; ++j) {
      float& sum = sums[static_cast<std::size_t>(j)];
      sum = biases[first_channel + j] + factors[first_channel + j] * sum;
    }
    // What remains of the product is what follows it.
    simd.gemm_panel({
        .a = buffers.input,
        .depth = 0,
        .weights = sums.data(),
        .vectors = panels.vectors(panel),
        .c = buffers.output + first_channel,
        .c_block_stride = static_cast<std::size_t>(core::channel_block(target.isa)),
        .pixels = 1,
        .bias = sums.data(),
        .residual = epilogue.residual == nullptr ? nullptr : epilogue.residual + first_channel,
        .activation = epilogue.activation,
        .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + first_channel,
    });
  });
  if (!failure.ok()) return failure;
  return cancelled_or_done(cancellation);
}

}  // namespace convscope::conv
