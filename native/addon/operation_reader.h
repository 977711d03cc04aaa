// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "field.h"
#include "ops/operation.h"
#include "ops/tensor.h"

namespace convscope::addon {

/// A tensor's `dims` and `layout`; ranges of dims are checked later.
ops::TensorInfo read_tensor(const Field& tensor);

ops::Shape read_shape(const Field& dims);

/// Any operation but Conv: `kind` and the fields of TypeScript's operation of that kind.
ops::Operation read_operation(const Field& kind, const Field& params);

}  // namespace convscope::addon
