// SPDX-License-Identifier: Apache-2.0
// Splits work over the threads of a call, looking at the cancellation token before every piece.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/status.h"
#include "ops/tensor.h"

namespace convscope::ops {

/// Elements of a piece of simple per-element work: small enough to balance, large enough not to notice the hand-out.
inline constexpr std::int64_t kElementGrain = 16384;

constexpr std::int64_t divide_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

inline core::Status outcome(const Call& call) {
  if (call.cancel.cancelled()) return core::Status(core::StatusCode::kCancelled, "the run was cancelled.");
  return core::Status();
}

/// f(index) for every index in [0, count).
template <typename F>
core::Status parallel_each(const Call& call, std::int64_t count, F&& f) {
  call.pool.parallel_for(static_cast<long>(count), [&](long index, int) {
    if (!call.cancel.cancelled()) f(static_cast<std::int64_t>(index));
  });
  return outcome(call);
}

/// f(begin, end) for consecutive ranges of at most `grain` that cover [0, total).
template <typename F>
core::Status parallel_ranges(const Call& call, std::int64_t total, std::int64_t grain, F&& f) {
  grain = std::max<std::int64_t>(grain, 1);
  return parallel_each(call, divide_up(total, grain),
                       [&](std::int64_t piece) { f(piece * grain, std::min(total, (piece + 1) * grain)); });
}

}  // namespace convscope::ops
