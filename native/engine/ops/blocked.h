// SPDX-License-Identifier: Apache-2.0
// The blocked layout: [n][C/b][h][w][b], channels rounded up to b, lanes of missing channels zero. Rank 4 is
// [n, c, h, w]; a constant of one value per channel may also be [c].
#pragma once

#include <cstdint>

#include "core/isa.h"
#include "ops/tensor.h"

namespace convscope::ops {

struct BlockedView {
  std::int64_t n = 1, c = 1, h = 1, w = 1;
  /// Channels of a block, and blocks of an image.
  std::int64_t lanes = 1, blocks = 1;

  std::int64_t pixels() const { return h * w; }
  std::int64_t elements() const { return n * blocks * h * w * lanes; }
  /// Channels of block `block` that exist.
  std::int64_t lanes_of(std::int64_t block) const { return block + 1 < blocks ? lanes : c - block * lanes; }
};

inline bool can_be_blocked(const Shape& shape) { return shape.rank == 4 || shape.rank == 1; }

/// The shape must be one that can be blocked.
inline BlockedView blocked_view(const Shape& shape, core::Isa isa) {
  BlockedView view;
  if (shape.rank == 1) {
    view.c = shape[0];
  } else {
    view.n = shape[0];
    view.c = shape[1];
    view.h = shape[2];
    view.w = shape[3];
  }
  view.lanes = core::channel_block(isa);
  view.blocks = (view.c + view.lanes - 1) / view.lanes;
  return view;
}

/// Elements that a tensor takes with the padding of its layout.
inline std::int64_t stored_elements(const TensorInfo& info, core::Isa isa) {
  return info.layout == Layout::kBlocked ? blocked_view(info.shape, isa).elements() : info.shape.elements();
}

/// Restores the invariant after a computation that does not keep zero at zero.
inline void zero_missing_lanes(const BlockedView& view, float* data) {
  const std::int64_t present = view.lanes_of(view.blocks - 1);
  if (present == view.lanes) return;
  for (std::int64_t n = 0; n < view.n; ++n) {
    float* block = data + ((n + 1) * view.blocks - 1) * view.pixels() * view.lanes;
    for (std::int64_t p = 0; p < view.pixels(); ++p) {
      for (std::int64_t lane = present; lane < view.lanes; ++lane) block[p * view.lanes + lane] = 0;
    }
  }
}

}  // namespace convscope::ops
