// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ops/blocked.h"
#include "ops/loops.h"

namespace convscope::ops {

/// Pixels [begin, end) of one channel block of one image (counted image * blocks + block) from plain to blocked; lanes
/// of missing channels become zero.
void block_pixels(const Loops& loop, const BlockedView& view, std::int64_t image_block, std::int64_t begin,
                  std::int64_t end, const float* plain, float* blocked);

}  // namespace convscope::ops
