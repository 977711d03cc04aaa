// SPDX-License-Identifier: Apache-2.0
#include "conv/registry.h"

namespace convscope::conv {

extern const ConvKernel kTiled;

namespace {

constexpr const ConvKernel* kKernels[] = {
    &kTiled,
};

}  // namespace

std::span<const ConvKernel* const> kernels() { return kKernels; }

const ConvKernel* find_kernel(std::string_view algorithm, int unit) {
  for (const ConvKernel* kernel : kKernels) {
    if (kernel->algorithm == algorithm && kernel->unit == unit) return kernel;
  }
  return nullptr;
}

}  // namespace convscope::conv
