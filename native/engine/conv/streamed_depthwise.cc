// SPDX-License-Identifier: Apache-2.0
#include "conv/streamed_depthwise.h"

#include <algorithm>
#include <mutex>

#include "conv/depthwise_tiling.h"

namespace convscope::conv {
namespace {

/// One thread's sections: as read, [channel][taps]; and as DepthwiseRows has them, bias [b] and [taps][b].
Bytes read_bytes(const DepthwiseTiling& t) { return Bytes::product({t.taps, t.block, sizeof(float)}).aligned(); }
Bytes ordered_bytes(const DepthwiseTiling& t) {
  return Bytes::product({1LL + t.taps, t.block, sizeof(float)}).aligned();
}

}  // namespace

Assessment assess_streamed_depthwise(const ConvProblem& p, const Target& target, Bytes channel_bytes) {
  const DepthwiseTiling t(p, target);
  const Bytes ordered = ordered_bytes(t), read = read_bytes(t);
  const double weights = 6.0 * read.value() * t.tasks(p);
  const double images = 1.0 * blocked_input_bytes(p, target.isa).value() + blocked_output_bytes(p, target.isa).value();
  return assessed(channel_bytes + channel_bytes,
                  {{"part.weightPanels", Bytes::product({ordered.signed_value(), target.threads})},
                   {"part.weightsAsRead", Bytes::product({read.signed_value(), target.threads})}},
                  direct_operations(p), {weights, images});
}

core::Status run_streamed_depthwise(const ConvProblem& p, const Target& target, const ConvBuffers& buffers,
                                    const float* biases, const float* factors, core::ThreadPool& pool,
                                    const core::CancellationToken& cancellation) {
  const DepthwiseTiling t(p, target);
  const Primitives& simd = primitives(target.isa);
  const int lanes = core::vector_lanes(target.isa);
  const std::size_t ordered_of_thread = ordered_bytes(t).value(), read_of_thread = read_bytes(t).value();
  std::byte* read_begin = buffers.workspace + ordered_of_thread * target.threads;
  std::mutex mutex;
  core::Status failure;
  pool.parallel_for(t.tasks(p), [&](long index, int worker) {
    if (cancellation.cancelled()) return;
    const DepthwiseTask task = t.task_at(p, index);
    float* ordered = reinterpret_cast<float*>(buffers.workspace + worker * ordered_of_thread);
    float* read = reinterpret_cast<float*>(read_begin + worker * read_of_thread);
    const int channel = task.channel_block * t.block;
    const int present = std::min(t.block, p.in_channels - channel);
    core::Status status = buffers.weights->read(std::size_t(channel) * t.taps, std::size_t(present) * t.taps, read);
    if (!status.ok()) {
      const std::lock_guard lock(mutex);
      failure = std::move(status);
      return;
    }
    std::copy_n(biases + channel, t.block, ordered);
    for (int lane = 0; lane < t.block; lane += lanes) {
      simd.transpose_rows({
          .rows = read + std::size_t(lane) * t.taps,
          .row_stride = static_cast<std::size_t>(t.taps),
          .present = std::clamp(present - lane, 0, lanes),
          .first = 0,
          .count = t.taps,
          .taps = 1,
          .channels = t.taps,
          .factors = factors + channel + lane,
          .panel = ordered + t.block + lane,
          .columns = t.block,
      });
    }
    simd.depthwise(t.rows_of(p, task, buffers, ordered));
  });
  if (!failure.ok()) return failure;
  return cancelled_or_done(cancellation);
}

}  // namespace convscope::conv
