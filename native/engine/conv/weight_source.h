// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/status.h"

namespace convscope::conv {

/// Weights where the model has them, for kernels that keep no copy of their own.
class WeightSource {
 public:
  virtual ~WeightSource() = default;
  /// Elements [first, first + count) of [oc][ic / group][kh][kw] as float32; from any thread. kIo where they cannot be
  /// read.
  virtual core::Status read(std::size_t first, std::size_t count, float* destination) const = 0;
};

}  // namespace convscope::conv
