// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/status.h"
#include "graph/constant_loader.h"
#include "graph/program.h"
#include "memory/tracking_allocator.h"

namespace convscope::graph {

/// What follows a convolution by output channel, as one factor for its weights and its bias: y = factor * sum + bias.
/// `bias` holds the convolution's own, or nothing; `factors` stays empty where nothing follows. Both are [oc], labelled
/// model buffer of `node`.
core::Status fold(const Program& program, const Convolution& convolution, int node, ConstantLoader& loader,
                  memory::TrackingAllocator& allocator, memory::Block* factors, memory::Block* bias);

/// A constant, plain, in a block of its own that is labelled model buffer of `node`.
core::Status load_staged(const Program& program, int constant, int node, ConstantLoader& loader,
                         memory::TrackingAllocator& allocator, memory::Block* out);

}  // namespace convscope::graph
