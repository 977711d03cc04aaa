// SPDX-License-Identifier: Apache-2.0
#include "conv/simd/functions.h"

namespace convscope::conv::simd::CONVSCOPE_SIMD {

const Primitives kPrimitives = {
    .gemm_panel = gemm_panel,
    .pair_products = pair_products,
    .begin_pairs = begin_pairs,
    .end_pairs = end_pairs,
    .im2col = im2col,
    .transpose_rows = transpose_rows,
    .widen = widen,
    .narrow = narrow,
    .to_bfloat16 = to_bfloat16,
    .dot = dot,
    .depthwise = depthwise,
    .winograd_input = winograd_input,
    .winograd_weights = winograd_weights,
    .winograd_output = winograd_output,
    .multiply_add_chains = multiply_add_chains,
    .bfloat16_chains = bfloat16_chains,
    .tile_chains = tile_chains,
    .read_through = read_through,
};

}  // namespace convscope::conv::simd::CONVSCOPE_SIMD
