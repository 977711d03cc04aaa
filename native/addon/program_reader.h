// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "field.h"
#include "graph/program.h"

namespace convscope::addon {

/// A NativeProgram of main/core/inference/native-program.ts. Types and the ranges of C++ types are checked here,
/// everything else by graph::validate. Copies all it needs.
graph::Program read_program(const Field& program);

}  // namespace convscope::addon
