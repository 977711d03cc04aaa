// SPDX-License-Identifier: Apache-2.0
#include "conv/sizes.h"

#include <climits>
#include <cstdint>
#include <utility>

#include "memory/tracking_allocator.h"

namespace convscope::conv {
namespace {

// 64 TiB: more than a process can have; a sum of a few such sizes still fits, also a JavaScript number.
constexpr std::size_t kLargest = std::size_t{1} << 46;
// Positions and channels are ints in the kernels' inner loops, products of two of them included.
constexpr long long kLargestPlane = INT_MAX / 64;

/// Coordinates that the kernels compute along one axis: out * stride + kernel * dilation - pad.
bool axis_fits(int in, int out, int kernel, int stride, int dilation, int pad_before, int pad_after) {
  const long long reach = 1LL * out * stride + 1LL * kernel * dilation;
  return reach <= INT_MAX / 2 && 1LL * in + pad_before + pad_after <= INT_MAX / 2;
}

}  // namespace

Bytes Bytes::product(std::initializer_list<long long> factors) {
  Bytes result;
  result.value_ = 1;
  for (long long factor : factors) {
    if (factor < 0 || !memory::checked_multiply(result.value_, static_cast<std::size_t>(factor), &result.value_) ||
        result.value_ > kLargest) {
      result.overflow_ = true;
      return result;
    }
  }
  return result;
}

Bytes Bytes::operator+(Bytes other) const {
  Bytes sum;
  sum.overflow_ =
      overflow_ || other.overflow_ || !memory::checked_add(value_, other.value_, &sum.value_) || sum.value_ > kLargest;
  return sum;
}

Bytes Bytes::aligned() const {
  Bytes result = *this;
  if (!overflow_) result.value_ = round_up(value_, memory::kAlignment);
  return result;
}

Assessment assessed(Bytes packed_weights, std::initializer_list<NamedBytes> workspace, double operations,
                    Traffic traffic) {
  Assessment result;
  Bytes total;
  for (const NamedBytes& section : workspace) {
    const Bytes bytes = section.bytes.aligned();
    if (bytes.value() > 0) result.workspace.push_back({section.name, total.value(), bytes.value()});
    total = total + bytes;
  }
  packed_weights = packed_weights.aligned();
  if (packed_weights.overflow()) return rejected({"refusal.packedTooLarge"});
  if (total.overflow()) return rejected({"refusal.workspaceTooLarge"});
  result.supported = true;
  result.packed_weight_bytes = packed_weights.value();
  result.workspace_bytes = total.value();
  result.operations = operations;
  result.traffic = traffic;
  return result;
}

Assessment rejected(core::Message refusal) {
  Assessment result;
  result.refusal = std::move(refusal);
  return result;
}

core::Status cancelled_or_done(const core::CancellationToken& cancellation) {
  if (cancellation.cancelled()) return core::Status(core::StatusCode::kCancelled, "The convolution was cancelled.");
  return core::Status();
}

core::Message problem_fault(const ConvProblem& p, const Target& target) {
  const int positive[] = {p.batch,        p.in_channels, p.in_height,     p.in_width,        p.out_channels,
                          p.out_height,   p.out_width,   p.kernel_height, p.kernel_width,    p.stride_height,
                          p.stride_width, p.group,       target.threads,  p.dilation_height, p.dilation_width};
  for (int value : positive) {
    if (value < 1) return {"refusal.belowOne"};
  }
  for (int pad : {p.pad_top, p.pad_left, p.pad_bottom, p.pad_right}) {
    if (pad < 0) return {"refusal.negativePadding"};
  }
  if (p.in_channels % p.group != 0 || p.out_channels % p.group != 0) {
    return {"refusal.groupsDivide", {{"groups", p.group}}};
  }
  if (!axis_fits(p.in_height, p.out_height, p.kernel_height, p.stride_height, p.dilation_height, p.pad_top,
                 p.pad_bottom) ||
      !axis_fits(p.in_width, p.out_width, p.kernel_width, p.stride_width, p.dilation_width, p.pad_left, p.pad_right) ||
      1LL * p.in_height * p.in_width > kLargestPlane || 1LL * p.out_height * p.out_width > kLargestPlane ||
      p.in_channels > kLargestPlane || p.out_channels > kLargestPlane ||
      Bytes::product({p.in_channels / p.group, p.kernel_height, p.kernel_width}).value() - 1 >= kLargestPlane ||
      blocked_input_bytes(p, target.isa).overflow() || blocked_output_bytes(p, target.isa).overflow()) {
    return {"refusal.tooLarge"};
  }
  return {};
}

Bytes blocked_input_bytes(const ConvProblem& p, core::Isa isa) {
  const int block = core::channel_block(isa);
  return Bytes::product({p.batch, divide_up(p.in_channels, block), block, p.in_height, p.in_width, sizeof(float)});
}

Bytes blocked_output_bytes(const ConvProblem& p, core::Isa isa) {
  const int block = core::channel_block(isa);
  return Bytes::product({p.batch, divide_up(p.out_channels, block), block, p.out_height, p.out_width, sizeof(float)});
}

double direct_operations(const ConvProblem& p) {
  return 2.0 * p.batch * p.out_channels * p.out_height * p.out_width * (p.in_channels / p.group) * p.kernel_height *
         p.kernel_width;
}

}  // namespace convscope::conv
