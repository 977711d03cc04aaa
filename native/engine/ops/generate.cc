// SPDX-License-Identifier: Apache-2.0
// Tensors that are made of nothing but their parameters; plain.
#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// The index-th number of a stream: SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators",
/// 2014), so that every thread can begin anywhere.
std::uint64_t number(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = seed + (index + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

core::Status assess_generated(const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 0, 0));
  return check_layout(signature, Layout::kPlain);
}

}  // namespace

core::Status assess(const Random&, const Signature& signature, std::size_t* workspace_bytes) {
  return assess_generated(signature, workspace_bytes);
}

core::Status run(const Random& op, const Call& call) {
  const std::int64_t count = call.signature.output(0).shape.elements();
  return parallel_ranges(call, count, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::uint64_t drawn = number(static_cast<std::uint64_t>(op.seed), static_cast<std::uint64_t>(i));
      // 24 bits: as many as float32 tells apart.
      call.outputs[0][i] = static_cast<float>(drawn >> 40) * 0x1p-24f;
    }
  });
}

core::Status assess(const Range&, const Signature& signature, std::size_t* workspace_bytes) {
  CONVSCOPE_CHECK(assess_generated(signature, workspace_bytes));
  const Shape& shape = signature.output(0).shape;
  return shape.rank == 1 ? core::Status() : invalid("its output of shape ", shape.text(), " is no list.");
}

core::Status run(const Range& op, const Call& call) {
  const std::int64_t count = call.signature.output(0).shape.elements();
  return parallel_ranges(call, count, kElementGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      // In double, so that the last numbers of a long list are as exact as the first.
      call.outputs[0][i] = static_cast<float>(static_cast<double>(op.start) + static_cast<double>(i) * op.step);
    }
  });
}

}  // namespace convscope::ops
