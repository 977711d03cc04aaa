// SPDX-License-Identifier: Apache-2.0
// Convolution kernels for JavaScript: kernels(), assessConvolution(), convolve(). What JavaScript
// passes is checked; a fault is thrown as an Error with `code`.
#pragma once

#include <napi.h>

#include "conv/conv_kernel.h"

namespace convscope::addon {

void register_convolution(Napi::Env env, Napi::Object exports);

/// A ConvProblem of main/core/planning/layers/conv-problem.ts; throws where a field is no 32-bit integer.
conv::ConvProblem read_problem(Napi::Object object);

/// {algorithm, unit, inner: {algorithm, unit} | null}, unit 0 or null for none; throws where there is no such kernel.
conv::KernelChoice read_choice(Napi::Object object);

/// From the fields activation (a name), alpha and beta (0 where absent).
conv::Activation read_activation(Napi::Object object);

/// Instruction set by its id, a thread count of 1..32, and "float32" or "float16", absent: the former.
conv::Target read_target(Napi::Value isa, Napi::Value threads, Napi::Value weights = {});

}  // namespace convscope::addon
