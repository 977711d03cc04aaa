// SPDX-License-Identifier: Apache-2.0
// Einstein's sums over any number of plain tensors, term by term in double: straightforward, not fast.
#include <array>
#include <vector>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

constexpr std::int64_t kLabels = 64;
constexpr std::size_t kTerms = 16;
/// Nobody waits for more.
constexpr std::int64_t kMostProducts = std::int64_t{1} << 40;

/// By label: how long its dims are (0: unused), and every input's stride.
struct Labels {
  std::array<std::int64_t, kLabels> size{};
  std::array<std::array<std::int64_t, kLabels>, kTerms> strides{};
};

/// A dim of one element repeats along a label that is longer.
core::Status read_labels(const Einsum& op, const Signature& signature, Labels* labels) {
  for (std::size_t term = 0; term < op.terms.size(); ++term) {
    const Shape& shape = signature.input(term).shape;
    CONVSCOPE_CHECK(check_parameter("label", op.terms[term], static_cast<std::size_t>(shape.rank), 0, kLabels - 1));
    const auto strides = plain_strides(shape);
    for (std::size_t i = 0; i < op.terms[term].size(); ++i) {
      const auto label = static_cast<std::size_t>(op.terms[term][i]);
      std::int64_t& size = labels->size[label];
      if (size > 1 && shape.dims[i] > 1 && size != shape.dims[i]) {
        return invalid("a dim of ", shape.dims[i], " elements has the label of one of ", size, ".");
      }
      size = std::max(size, shape.dims[i]);
      if (shape.dims[i] != 1) labels->strides[term][label] += strides[i];
    }
  }
  return core::Status();
}

}  // namespace

core::Status assess(const Einsum& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  if (op.terms.empty() || op.terms.size() > kTerms) return invalid("it has ", op.terms.size(), " terms.");
  CONVSCOPE_CHECK(check_counts(signature, op.terms.size(), op.terms.size()));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  Labels labels;
  CONVSCOPE_CHECK(read_labels(op, signature, &labels));
  if (op.output.size() > kMaxRank) return invalid("its output has ", op.output.size(), " dims.");
  CONVSCOPE_CHECK(check_parameter("output label", op.output, op.output.size(), 0, kLabels - 1));
  Shape expected{.rank = static_cast<int>(op.output.size())};
  for (std::size_t i = 0; i < op.output.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (op.output[i] == op.output[j]) return invalid("its output repeats a label.");
    }
    expected.dims[i] = labels.size[static_cast<std::size_t>(op.output[i])];
    if (expected.dims[i] == 0) return invalid("its output has a label that no input has.");
  }
  std::int64_t products = 1;
  for (const std::int64_t size : labels.size) {
    if (size == 0) continue;
    if (size > kMostProducts / products)
      return unsupported(core::Message{"unrunnable.manyProducts", {{"most", kMostProducts}}});
    products *= size;
  }
  return check_output_shape(signature, expected);
}

core::Status run(const Einsum& op, const Call& call) {
  Labels labels;
  CONVSCOPE_CHECK(read_labels(op, call.signature, &labels));
  std::vector<std::size_t> summed;
  std::int64_t sums = 1;
  for (std::size_t label = 0; label < labels.size.size(); ++label) {
    if (labels.size[label] == 0) continue;
    bool kept = false;
    for (const std::int64_t each : op.output) kept |= static_cast<std::size_t>(each) == label;
    if (kept) continue;
    summed.push_back(label);
    sums *= labels.size[label];
  }
  const std::size_t terms = op.terms.size();
  const Shape& shape = call.signature.output(0).shape;
  return parallel_ranges(call, shape.elements(), kElementGrain / sums, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      std::array<const float*, kTerms> from{};
      for (std::size_t term = 0; term < terms; ++term) from[term] = call.inputs[term];
      std::int64_t rest = i;
      for (std::size_t axis = op.output.size(); axis-- > 0;) {
        const auto label = static_cast<std::size_t>(op.output[axis]);
        for (std::size_t term = 0; term < terms; ++term)
          from[term] += rest % shape.dims[axis] * labels.strides[term][label];
        rest /= shape.dims[axis];
      }
      double total = 0;
      for (std::int64_t s = 0; s < sums; ++s) {
        double product = 1;
        for (std::size_t term = 0; term < terms; ++term) {
          std::int64_t offset = 0;
          std::int64_t left = s;
          for (const std::size_t label : summed) {
            offset += left % labels.size[label] * labels.strides[term][label];
            left /= labels.size[label];
          }
          product *= static_cast<double>(from[term][offset]);
        }
        total += product;
      }
      call.outputs[0][i] = static_cast<float>(total);
    }
  });
}

}  // namespace convscope::ops
