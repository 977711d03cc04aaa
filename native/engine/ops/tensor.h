// SPDX-License-Identifier: Apache-2.0
// What an operation is told of its tensors: first their descriptions (to assess), then also the data (to run).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/cancellation.h"
#include "core/isa.h"
#include "core/thread_pool.h"
#include "ops/shape.h"

namespace convscope::ops {

/// kPlain: row-major. kBlocked: [n][C/b][h][w][b] with b = core::channel_block(isa), see blocked.h.
enum class Layout : std::uint8_t { kPlain, kBlocked };

struct TensorInfo {
  Shape shape;
  Layout layout = Layout::kPlain;
  bool constant = false;
};

struct Signature {
  /// Null for an optional input that is left out.
  std::span<const TensorInfo* const> inputs;
  /// Never null.
  std::span<const TensorInfo* const> outputs;
  core::Isa isa = core::Isa::kPortable;
  int threads = 1;

  bool has_input(std::size_t i) const { return i < inputs.size() && inputs[i] != nullptr; }
  const TensorInfo& input(std::size_t i) const { return *inputs[i]; }
  const TensorInfo& output(std::size_t i) const { return *outputs[i]; }
};

/// One execution. Everything in it has been assessed before.
struct Call {
  const Signature& signature;
  std::span<const float* const> inputs;
  std::span<float* const> outputs;
  /// As many bytes as assess asked for, 64-byte aligned.
  std::byte* workspace;
  core::ThreadPool& pool;
  const core::CancellationToken& cancel;
};

}  // namespace convscope::ops
