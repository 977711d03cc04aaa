// SPDX-License-Identifier: Apache-2.0
#include "conv/registry.h"

#include "conv/kernel_list.h"
#include "conv/sizes.h"

namespace convscope::conv {
namespace {

constexpr const ConvKernel* kKernels[] = {
    &kDepthwise, &kGrouped,   &kGemm1x1, &kWinograd2, &kWinograd3,         &kWinograd4,         &kWinograd5,
    &kWinograd6, &kWinograd7, &kTiled,   &kStreamed,  &kStreamedWinograd2, &kStreamedWinograd4, &kStreamedWinograd6,
};

}  // namespace

std::span<const ConvKernel* const> kernels() { return kKernels; }

const ConvKernel* find_kernel(std::string_view algorithm, int unit) {
  for (const ConvKernel* kernel : kKernels) {
    if (kernel->algorithm == algorithm && kernel->unit == unit) return kernel;
  }
  return nullptr;
}

Assessment assess_choice(const ConvProblem& p, const Target& target, const KernelChoice& choice) {
  if (choice.inner != nullptr && !choice.kernel->runs_another) return rejected({"refusal.innerUnasked"});
  return choice.kernel->assess(p, target, choice);
}

}  // namespace convscope::conv
