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

}  // namespace convscope::conv
