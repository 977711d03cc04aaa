// SPDX-License-Identifier: Apache-2.0
// Element-wise functions of two tensors that broadcast against each other, plain or blocked.
#pragma once

#include "core/status.h"
#include "ops/operation.h"
#include "ops/tensor.h"

namespace convscope::ops {

/// Whether `operand` broadcasts to `result`: numpy's rule where plain; where blocked, every dim of a rank-4 operand
/// (or of a constant [c]) equals the result's or is 1, except channels, which must be equal. A plain
/// operand of one element broadcasts to anything.
core::Status check_broadcast(const TensorInfo& operand, const TensorInfo& result);

/// y = f(a, b), of the shape and layout of `result`; y may be a or b where that has the shape of the result.
/// Does not restore zeros in missing lanes.
core::Status broadcast_binary(const Call& call, BinaryFunction f, const TensorInfo& a_info, const float* a,
                              const TensorInfo& b_info, const float* b, const TensorInfo& result, float* y);

}  // namespace convscope::ops
