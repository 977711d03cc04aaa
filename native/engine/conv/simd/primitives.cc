// SPDX-License-Identifier: Apache-2.0
#include "conv/simd/functions.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {

const Primitives kPrimitives = {
    .gemm_panel = gemm_panel,
    .im2col = im2col,
};

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
