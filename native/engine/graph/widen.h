// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "graph/program.h"

namespace convscope::graph {

std::size_t element_bytes(DataType type);

/// `count` little-endian elements of any alignment to float32; values outside its range or precision are rounded.
void widen(DataType type, const std::byte* source, std::size_t count, float* destination);

}  // namespace convscope::graph
