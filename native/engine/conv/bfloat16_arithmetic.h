// SPDX-License-Identifier: Apache-2.0
// What multiplies bfloat16 on this processor: not every one that has an instruction for it is faster by it. VDPBF16PS
// does up to twice the products of a multiply-add in float32, or half of them where a core has it in several steps;
// then products of what is widened before may be as fast.
#pragma once

#include "core/isa.h"

namespace convscope::conv {

enum class BFloat16Arithmetic { kWidened, kPairs, kTiles };

/// The fastest that is there; the first call measures it, in about a tenth of a millisecond.
BFloat16Arithmetic bfloat16_arithmetic(core::Isa isa);

}  // namespace convscope::conv
