// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "conv/conv_kernel.h"

namespace convscope::conv {

/// All kernels, in the order in which a plan considers them.
std::span<const ConvKernel* const> kernels();

/// Null where there is none.
const ConvKernel* find_kernel(std::string_view algorithm, int unit);

/// What a choice from anywhere takes for a problem: as its kernel assesses it, and refused where it names an inner
/// kernel that nothing would run.
Assessment assess_choice(const ConvProblem&, const Target&, const KernelChoice&);

}  // namespace convscope::conv
