// SPDX-License-Identifier: Apache-2.0
// How a depthwise convolution is cut into tasks: channel blocks, for each the rows in one or more bands.
#pragma once

#include "conv/primitives.h"
#include "conv/sizes.h"

namespace convscope::conv {

/// As many groups as input and output channels.
bool is_depthwise(const ConvProblem& problem);

struct DepthwiseTask {
  /// Of the image's channel blocks, and among those of all images.
  int channel_block;
  long plane;
  int first_row, last_row;
};

struct DepthwiseTiling {
  int block, channel_blocks, taps;
  /// Output rows per band and bands per channel block.
  int rows, bands;

  DepthwiseTiling(const ConvProblem& problem, const Target& target);
  long tasks(const ConvProblem& problem) const { return long(problem.batch) * channel_blocks * bands; }
  DepthwiseTask task_at(const ConvProblem& problem, long index) const;
  /// `weights`: of the task's channel block, as DepthwiseRows has them.
  DepthwiseRows rows_of(const ConvProblem& problem, const DepthwiseTask& task, const ConvBuffers& buffers,
                        const float* weights) const;
};

}  // namespace convscope::conv
