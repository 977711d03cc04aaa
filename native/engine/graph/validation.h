// SPDX-License-Identifier: Apache-2.0
// A program may come from anywhere: what passes here runs without reading or writing outside its buffers.
#pragma once

#include "core/status.h"
#include "graph/program.h"

namespace convscope::graph {

/// As MAX_THREADS of the contract.
inline constexpr int kMaxThreads = 32;

/// Dims are positive and few enough, the layout fits the rank, and the elements (with padding) can be counted in bytes.
core::Status validate_tensor(const ops::TensorInfo& info, core::Isa isa);

/// kInvalidArgument or kUnsupported with the node; kInternal where the program states other sizes than the kernels do.
core::Status validate(const Program& program);

}  // namespace convscope::graph
