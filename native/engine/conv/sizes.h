// SPDX-License-Identifier: Apache-2.0
// Arithmetic of sizes shared by the kernels' assessments: nothing wraps around.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <vector>

#include "conv/conv_kernel.h"

namespace convscope::conv {

constexpr int divide_up(int a, int b) { return a / b + (a % b != 0); }
constexpr std::size_t divide_up(std::size_t a, std::size_t b) { return a / b + (a % b != 0); }
constexpr int round_up(int a, int b) { return divide_up(a, b) * b; }
constexpr std::size_t round_up(std::size_t a, std::size_t b) { return divide_up(a, b) * b; }

/// A size in bytes that remembers whether computing it overflowed.
class Bytes {
 public:
  /// Product of all factors; a negative one counts as an overflow.
  static Bytes product(std::initializer_list<long long> factors);

  Bytes operator+(Bytes other) const;
  /// Rounded up to the alignment of blocks and sections, 64 bytes.
  Bytes aligned() const;
  bool overflow() const { return overflow_; }
  /// 0 where it overflowed.
  std::size_t value() const { return overflow_ ? 0 : value_; }
  /// As a factor of another product; negative where it overflowed, which overflows that one too.
  long long signed_value() const { return overflow_ ? -1 : static_cast<long long>(value_); }

 private:
  std::size_t value_ = 0;
  bool overflow_ = false;
};

struct NamedBytes {
  const char* name;
  Bytes bytes;
};

/// A supported assessment of these sizes, sections in this order but for empty ones, or one that says they are too
/// large.
Assessment assessed(Bytes packed_weights, std::initializer_list<NamedBytes> workspace, double operations,
                    Traffic traffic);

/// `refusal`: a message "refusal.…".
Assessment rejected(core::Message refusal);

/// What a kernel's run ends with.
core::Status cancelled_or_done(const core::CancellationToken& cancellation);

/// None where the problem's own numbers make sense and its tensors can be addressed.
core::Message problem_fault(const ConvProblem& problem, const Target& target);

/// Bytes of the blocked input and output.
Bytes blocked_input_bytes(const ConvProblem& problem, core::Isa isa);
Bytes blocked_output_bytes(const ConvProblem& problem, core::Isa isa);

/// Floating-point operations of the direct convolution.
double direct_operations(const ConvProblem& problem);

}  // namespace convscope::conv
