// SPDX-License-Identifier: Apache-2.0
// Local response normalisation across channels (Krizhevsky et al. 2012, in ONNX's form), plain:
// y = x / (bias + alpha / size * sum of squares over floor((size - 1) / 2) channels before to ceil((size - 1) / 2)
// after)^beta
#include <array>

#include "ops/checks.h"
#include "ops/loops.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

/// Pixels handled together: their sums stay in the first-level cache.
constexpr std::int64_t kSummedPixels = 256;

}  // namespace

core::Status assess(const Lrn& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  CONVSCOPE_CHECK(check_parameter("size", {op.size}, 1, 1, kMaxParameter));
  if (signature.input(0).shape.rank < 2) return invalid("its input has no channels.");
  return check_output_shape(signature, signature.input(0).shape);
}

core::Status run(const Lrn& op, const Call& call) {
  const Loops& loop = loops(call.signature.isa);
  const Shape& shape = call.signature.input(0).shape;
  const std::int64_t channels = shape[1];
  const std::int64_t pixels = shape.product(2, shape.rank);
  const std::int64_t groups = (pixels + kSummedPixels - 1) / kSummedPixels;
  const float scale = op.alpha / static_cast<float>(op.size);
  return parallel_each(call, shape[0] * groups * channels, [&](std::int64_t task) {
    const std::int64_t channel = task % channels;
    const std::int64_t begin = task / channels % groups * kSummedPixels;
    const std::int64_t count = std::min(kSummedPixels, pixels - begin);
    const std::int64_t image = task / channels / groups * channels * pixels;
    const std::int64_t first = std::max<std::int64_t>(0, channel - (op.size - 1) / 2);
    const std::int64_t last = std::min(channels - 1, channel + op.size / 2);
    std::array<float, kSummedPixels> sums{};
    for (std::int64_t c = first; c <= last; ++c) {
      const float* x = call.inputs[0] + image + c * pixels + begin;
      loop.add_squares(x, sums.data(), count);
    }
    const float* x = call.inputs[0] + image + channel * pixels + begin;
    float* y = call.outputs[0] + image + channel * pixels + begin;
    loop.normalise(x, sums.data(), op.bias, scale, op.beta, y, count);
  });
}

}  // namespace convscope::ops
