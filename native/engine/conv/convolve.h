// SPDX-License-Identifier: Apache-2.0
// One convolution on plain tensors from start to end, the way a session does it layer by layer:
// assess, allocate, pack, run. For tests and benches.
#pragma once

#include "conv/conv_kernel.h"
#include "memory/tracking_allocator.h"

namespace convscope::conv {

/// Plain tensors; the caller has checked that they have the sizes that the problem states.
struct PlainTensors {
  const float* weights;             ///< [oc][ic / group][kh][kw]
  const float* bias;                ///< [oc] or null
  const float* input;               ///< [n][ic][h][w]
  float* output;                    ///< [n][oc][h][w]
  const float* residual = nullptr;  ///< [n][oc][h][w] or null
  const float* slope = nullptr;     ///< [oc] or null
  Activation activation = {};
};

struct ConvolveFigures {
  /// Bytes, as the allocator counted them.
  std::size_t packed_weights = 0;
  std::size_t workspace = 0;
  /// Time of the fastest run, without packing and layout changes.
  std::int64_t run_ns = 0;
};

/// How often, and in what state of the caches.
struct ConvolveRuns {
  /// At least 1.
  int count = 1;
  /// What the threads read before each run, as other layers' weights between two inferences: it takes the place of the
  /// weights in the caches. Input, output and workspace are read after it, as the layers before would leave them.
  std::size_t bytes_between = 0;
};

/// kUnsupported with the kernel's reason, kInvalidArgument where this machine cannot execute
/// target.isa, kOutOfMemory, or what the kernel returns.
core::Status convolve(const ConvProblem& problem, const Target& target, const KernelChoice& choice,
                      const PlainTensors& tensors, memory::TrackingAllocator& allocator,
                      const core::CancellationToken& cancellation, const ConvolveRuns& runs, ConvolveFigures* figures);

}  // namespace convscope::conv
