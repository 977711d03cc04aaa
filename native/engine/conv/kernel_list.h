// SPDX-License-Identifier: Apache-2.0
// The kernels by name: each is defined in the file of its algorithm and listed in registry.cc.
#pragma once

#include "conv/conv_kernel.h"

namespace convscope::conv {

extern const ConvKernel kDepthwise;
extern const ConvKernel kGrouped;
extern const ConvKernel kGemm1x1;
/// Winograd's F(m, k) for m = 2..7.
extern const ConvKernel kWinograd2, kWinograd3, kWinograd4, kWinograd5, kWinograd6, kWinograd7;
extern const ConvKernel kTiled;
extern const ConvKernel kStreamed;
/// The same by F(m, 3).
extern const ConvKernel kStreamedWinograd2, kStreamedWinograd4, kStreamedWinograd6;

}  // namespace convscope::conv
