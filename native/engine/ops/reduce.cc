// SPDX-License-Identifier: Apache-2.0
// Reductions over any axes, accumulated in double, and ArgMax along one; plain.
#include <array>
#include <cmath>
#include <limits>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"
#include "ops/strided_copy.h"

namespace convscope::ops {
namespace {

/// Neighbouring outputs that are accumulated together where they are neighbours in the input too.
constexpr std::int64_t kChunk = 128;

/// The input's dims, those that stay and those that go.
struct SplitAxes {
  StridedView kept, reduced;
};

SplitAxes axes_of(const Reduce& op, const Shape& shape) {
  const auto strides = plain_strides(shape);
  std::array<bool, kMaxRank> goes{};
  for (const std::int64_t axis : op.axes) goes[static_cast<std::size_t>(axis)] = true;
  SplitAxes axes;
  for (std::size_t i = 0; i < static_cast<std::size_t>(shape.rank); ++i) {
    (goes[i] ? axes.reduced : axes.kept).append(shape.dims[i], strides[i]);
  }
  return axes;
}

std::int64_t elements(const StridedView& view) {
  std::int64_t result = 1;
  for (int i = 0; i < view.rank; ++i) result *= view.dims[static_cast<std::size_t>(i)];
  return result;
}

/// Where element `index` of a view (counted in its order) is.
std::int64_t offset_of(const StridedView& view, std::int64_t index) {
  std::int64_t offset = 0;
  for (int i = view.rank - 1; i >= 0; --i) {
    const auto axis = static_cast<std::size_t>(i);
    offset += index % view.dims[axis] * view.strides[axis];
    index /= view.dims[axis];
  }
  return offset;
}

template <typename Step, typename Finish>
core::Status reduce(const Call& call, const SplitAxes& axes, double start, Step step, Finish finish) {
  const StridedView& kept = axes.kept;
  const StridedView& reduced = axes.reduced;
  const auto kept_last = static_cast<std::size_t>(std::max(kept.rank - 1, 0));
  const bool neighbours = kept.rank > 0 && kept.strides[kept_last] == 1;
  const std::int64_t row = neighbours ? kept.dims[kept_last] : 1;
  const std::int64_t chunks = (row + kChunk - 1) / kChunk;
  const auto reduced_last = static_cast<std::size_t>(std::max(reduced.rank - 1, 0));
  const std::int64_t run_length = reduced.rank > 0 ? reduced.dims[reduced_last] : 1;
  const std::int64_t run_stride = reduced.rank > 0 ? reduced.strides[reduced_last] : 0;
  const std::int64_t reduced_count = elements(reduced);

  const auto one_chunk = [&](std::int64_t task) {
    const std::int64_t column = task % chunks * kChunk;
    const std::int64_t first = task / chunks * row + column;
    const std::int64_t count = std::min(kChunk, row - column);
    const float* x = call.inputs[0] + offset_of(kept, first);
    std::array<double, kChunk> sums;
    sums.fill(start);
    for (std::int64_t done = 0; done < reduced_count; done += run_length) {
      const float* values = x + offset_of(reduced, done);
      for (std::int64_t i = 0; i < run_length; ++i, values += run_stride) {
        for (std::int64_t j = 0; j < count; ++j) {
          const auto at = static_cast<std::size_t>(j);
          sums[at] = step(sums[at], static_cast<double>(values[j]));
        }
      }
    }
    float* y = call.outputs[0] + first;
    for (std::int64_t j = 0; j < count; ++j) y[j] = static_cast<float>(finish(sums[static_cast<std::size_t>(j)]));
  };
  const std::int64_t tasks = elements(kept) / row * chunks;
  const std::int64_t work = std::min(row, kChunk) * reduced_count;
  return parallel_ranges(call, tasks, kElementGrain / work, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) one_chunk(task);
  });
}

}  // namespace

core::Status assess(const Reduce& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  for (const std::int64_t axis : op.axes) CONVSCOPE_CHECK(check_axis(axis, shape.rank));
  const std::int64_t left = elements(axes_of(op, shape).kept);
  const Shape& output = signature.output(0).shape;
  if (output.elements() == left) return core::Status();
  return invalid("its output of shape ", output.text(), " does not have ", left, " elements.");
}

core::Status run(const Reduce& op, const Call& call) {
  const SplitAxes axes = axes_of(op, call.signature.input(0).shape);
  const auto count = static_cast<double>(elements(axes.reduced));
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto same = [](double sum) { return sum; };
  const auto add = [](double sum, double x) { return sum + x; };
  const auto add_square = [](double sum, double x) { return sum + x * x; };
  // log(exp(a) + exp(b)) without leaving the range of double.
  const auto add_logarithms = [](double a, double b) {
    const double low = std::min(a, b);
    const double high = std::max(a, b);
    return low == -kInfinity || high == kInfinity ? high : high + std::log1p(std::exp(low - high));
  };
  switch (op.function) {
    case ReduceFunction::kSum:
      return reduce(call, axes, 0, add, same);
    case ReduceFunction::kMean:
      return reduce(call, axes, 0, add, [=](double sum) { return sum / count; });
    case ReduceFunction::kSumSquare:
      return reduce(call, axes, 0, add_square, same);
    case ReduceFunction::kL2:
      return reduce(call, axes, 0, add_square, [](double sum) { return std::sqrt(sum); });
    case ReduceFunction::kL1:
      return reduce(call, axes, 0, [](double sum, double x) { return sum + std::fabs(x); }, same);
    case ReduceFunction::kLogSum:
      return reduce(call, axes, 0, add, [](double sum) { return std::log(sum); });
    case ReduceFunction::kLogSumExp:
      return reduce(call, axes, -kInfinity, add_logarithms, same);
    case ReduceFunction::kProd:
      return reduce(call, axes, 1, [](double product, double x) { return product * x; }, same);
    case ReduceFunction::kMax:
      return reduce(call, axes, -kInfinity, [](double best, double x) { return x > best ? x : best; }, same);
    case ReduceFunction::kMin:
      return reduce(call, axes, kInfinity, [](double best, double x) { return x < best ? x : best; }, same);
  }
  return core::Status();
}

core::Status assess(const ArgMax& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& shape = signature.input(0).shape;
  CONVSCOPE_CHECK(check_axis(op.axis, shape.rank));
  const std::int64_t left = shape.elements() / shape[static_cast<int>(op.axis)];
  const Shape& output = signature.output(0).shape;
  if (output.elements() == left) return core::Status();
  return invalid("its output of shape ", output.text(), " does not have ", left, " elements.");
}

core::Status run(const ArgMax& op, const Call& call) {
  const Shape& shape = call.signature.input(0).shape;
  const int axis = static_cast<int>(op.axis);
  const std::int64_t length = shape[axis];
  const std::int64_t inner = shape.product(axis + 1, shape.rank);
  const std::int64_t total = shape.product(0, axis) * inner;
  return parallel_ranges(call, total, kElementGrain / length, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const float* x = call.inputs[0] + i / inner * length * inner + i % inner;
      std::int64_t best = 0;
      for (std::int64_t at = 1; at < length; ++at) {
        const float value = x[at * inner];
        const float held = x[best * inner];
        const bool better = op.mode == ArgMode::kMax ? value > held : value < held;
        if (better || (op.last && value == held)) best = at;
      }
      call.outputs[0][i] = static_cast<float>(best);
    }
  });
}

}  // namespace convscope::ops
