// SPDX-License-Identifier: Apache-2.0
#include "conv/depthwise_tiling.h"

#include <algorithm>

namespace convscope::conv {
namespace {

// Positions per task: some tens of microseconds, so that cancelling and sharing work.
constexpr int kTaskPixels = 2048;
// Larger images are cut between the threads by rows, as the matrix product cuts them (gemm_tiling.cc): a thread finds
// what it reads in its own cache.
constexpr int kWholePixels = 112;

}  // namespace

bool is_depthwise(const ConvProblem& p) { return p.group == p.in_channels && p.group == p.out_channels; }

DepthwiseTiling::DepthwiseTiling(const ConvProblem& p, const Target& target) {
  block = core::channel_block(target.isa);
  channel_blocks = divide_up(p.in_channels, block);
  taps = p.kernel_height * p.kernel_width;
  int most = std::max(1, kTaskPixels / p.out_width);
  if (p.out_height * p.out_width > kWholePixels) most = std::min(most, divide_up(p.out_height, target.threads));
  rows = divide_up(p.out_height, divide_up(p.out_height, most));
  bands = divide_up(p.out_height, rows);
}

DepthwiseTask DepthwiseTiling::task_at(const ConvProblem& p, long index) const {
  DepthwiseTask task;
  task.channel_block = static_cast<int>(index % channel_blocks);
  task.plane = index / channel_blocks / bands * channel_blocks + task.channel_block;
  task.first_row = static_cast<int>(index / channel_blocks % bands) * rows;
  task.last_row = std::min(task.first_row + rows, p.out_height);
  return task;
}

DepthwiseRows DepthwiseTiling::rows_of(const ConvProblem& p, const DepthwiseTask& task, const ConvBuffers& buffers,
                                       const float* weights) const {
  const Epilogue& epilogue = buffers.epilogue;
  const std::size_t in = std::size_t(task.plane) * p.in_height * p.in_width * block;
  const std::size_t out = std::size_t(task.plane) * p.out_height * p.out_width * block;
  return {
      .problem = &p,
      .input = buffers.input + in,
      .weights = weights,
      .output = buffers.output + out,
      .first_row = task.first_row,
      .last_row = task.last_row,
      .residual = epilogue.residual == nullptr ? nullptr : epilogue.residual + out,
      .activation = epilogue.activation,
      .slope = epilogue.slope == nullptr ? nullptr : epilogue.slope + std::size_t(task.channel_block) * block,
  };
}

}  // namespace convscope::conv
