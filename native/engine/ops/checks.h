// SPDX-License-Identifier: Apache-2.0
// Checks that many operations share. Each returns OK or says what is wrong.
#pragma once

#include <cstdint>
#include <vector>

#include "core/status.h"
#include "ops/blocked.h"
#include "ops/message.h"
#include "ops/tensor.h"

/// Returns from the enclosing function where `expression` is not OK.
#define CONVSCOPE_CHECK(expression)                                                        \
  do {                                                                                     \
    if (core::Status check_status = (expression); !check_status.ok()) return check_status; \
  } while (false)

namespace convscope::ops {

/// Inputs [0, required) must be there, [required, most) may be; exactly `outputs` outputs.
core::Status check_counts(const Signature& signature, std::size_t required, std::size_t most, std::size_t outputs = 1);

/// Every tensor has this layout (and a rank that allows it).
core::Status check_layout(const Signature& signature, Layout layout);

/// Every tensor has the layout of the first input.
core::Status check_same_layout(const Signature& signature);

core::Status check_output_shape(const Signature& signature, const Shape& expected);

/// 0 <= axis < rank.
core::Status check_axis(std::int64_t axis, int rank);

/// `values` has `count` entries, each in [low, high].
core::Status check_parameter(const char* name, const std::vector<std::int64_t>& values, std::size_t count,
                             std::int64_t low, std::int64_t high);

/// Input `i` is a per-channel constant [c], blocked.
core::Status check_channel_constant(const Signature& signature, std::size_t i, std::int64_t channels);

/// Largest kernel, stride, dilation or pad that is taken seriously; keeps index arithmetic far from overflow.
inline constexpr std::int64_t kMaxParameter = 1 << 24;

}  // namespace convscope::ops
