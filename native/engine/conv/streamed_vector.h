// SPDX-License-Identifier: Apache-2.0
// The streamed kernel's way with a single output position (fully connected layers): every weight is used once, so that
// it is multiplied in the order in which it was read.
#pragma once

#include "conv/sizes.h"
#include "conv/weight_panels.h"

namespace convscope::conv {

/// One position, one group, and an input of one position.
bool is_vector_product(const ConvProblem& problem);

/// Packed as for all that is streamed: biases, then factors, `channel_bytes` each. Requires is_vector_product().
Assessment assess_streamed_vector(const ConvProblem& problem, const Target& target, Bytes channel_bytes);

core::Status run_streamed_vector(const ConvProblem& problem, const Target& target, const WeightPanels& panels,
                                 const ConvBuffers& buffers, const float* biases, const float* factors,
                                 core::ThreadPool& pool, const core::CancellationToken& cancellation);

}  // namespace convscope::conv
