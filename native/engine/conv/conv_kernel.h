// SPDX-License-Identifier: Apache-2.0
// The contract of a convolution kernel. Each algorithm is one source file that ends by exporting
// one constant ConvKernel; registry.cc lists them. Kernels keep no state and allocate nothing:
// they get their packed weights and their workspace from the plan.
#pragma once

#include <cstddef>
#include <vector>

#include "conv/conv_problem.h"
#include "conv/conv_weights.h"
#include "conv/epilogue.h"
#include "conv/weight_source.h"
#include "core/cancellation.h"
#include "core/message.h"
#include "core/status.h"
#include "core/thread_pool.h"

namespace convscope::conv {

struct ConvKernel;

/// What to execute. `inner` is what each group runs, for kernels with ConvKernel::runs_another, and null for all others
/// (assess_choice).
struct KernelChoice {
  const ConvKernel* kernel = nullptr;
  const ConvKernel* inner = nullptr;
};

/// A named, 64-byte aligned part of the workspace.
struct Section {
  /// Stable id, shared with TypeScript's PartId: "part.im2colTiles".
  const char* name;
  std::size_t offset;
  std::size_t bytes;
};

/// Bytes that a kernel moves between the core and what is around it, estimated.
struct Traffic {
  /// Packed weights, as often as the threads read them in all.
  double weights = 0;
  /// Inputs, outputs, and what it puts into its workspace.
  double others = 0;
};

struct Assessment {
  bool supported = false;
  /// Why not: "refusal.…".
  core::Message refusal = {};
  std::size_t packed_weight_bytes = 0;
  std::size_t workspace_bytes = 0;
  std::vector<Section> workspace;
  /// Floating-point operations executed (multiply and add are two), transforms included.
  double operations = 0;
  /// Of these, products of bfloat16, which a processor may do faster.
  double bfloat16_operations = 0;
  Traffic traffic;
  /// The input is plain [n][c][h][w] instead of blocked.
  bool plain_input = false;
};

struct ConvBuffers {
  const float* input;
  const std::byte* packed_weights;
  float* output;
  std::byte* workspace;
  Epilogue epilogue = {};
  /// For kernels that stream weights: where to read them from, and which are the problem's (null: all).
  const WeightSource* weights = nullptr;
  const WeightShape* weight_shape = nullptr;
};

struct ConvKernel {
  /// Stable id, shared with TypeScript's Algorithm: "tiled", "winograd", "gemm-1x1", "depthwise", "grouped",
  /// "streamed", "streamed-winograd".
  const char* algorithm;
  /// Winograd's output tile edge m of F(m, k); 0 for other algorithms.
  int unit;
  /// Pure arithmetic, overflow-checked; valid for any Isa.
  Assessment (*assess)(const ConvProblem&, const Target&, const KernelChoice&);
  /// Writes assess().packed_weight_bytes bytes at `packed`.
  void (*pack)(const ConvProblem&, const Target&, const KernelChoice&, const ConvWeights&, std::byte* packed,
               core::ThreadPool&);
  /// Executes; kCancelled where the token was set meanwhile.
  core::Status (*run)(const ConvProblem&, const Target&, const KernelChoice&, const ConvBuffers&, core::ThreadPool&,
                      const core::CancellationToken&);
  /// It reads its weights from ConvBuffers::weights whenever it runs; pack() is then given one factor for each output
  /// channel instead of weights (null: all 1), and run() may fail with kIo.
  bool streams_weights = false;
  /// Of every group it makes a convolution, and leaves that to the inner kernel.
  bool runs_another = false;
};

/// Whether the kernel, or the one that it runs in every group, streams weights.
inline bool streams_weights(const KernelChoice& choice) {
  return (choice.inner != nullptr ? choice.inner : choice.kernel)->streams_weights;
}

}  // namespace convscope::conv
