// SPDX-License-Identifier: Apache-2.0
// The streamed kernel's way with depthwise convolutions: a task reads the weights of its channel block, orders them in
// the workspace and computes what depthwise.cc computes.
#pragma once

#include "conv/sizes.h"

namespace convscope::conv {

/// Packed as for all that is streamed: biases, then factors, `channel_bytes` each. Requires is_depthwise().
Assessment assess_streamed_depthwise(const ConvProblem& problem, const Target& target, Bytes channel_bytes);

core::Status run_streamed_depthwise(const ConvProblem& problem, const Target& target, const ConvBuffers& buffers,
                                    const float* biases, const float* factors, core::ThreadPool& pool,
                                    const core::CancellationToken& cancellation);

}  // namespace convscope::conv
