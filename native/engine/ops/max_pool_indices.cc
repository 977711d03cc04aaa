// SPDX-License-Identifier: Apache-2.0
// Maxima of windows and where they were found, over one to three axes; plain. Of equal ones the first.
#include <array>
#include <cmath>

#include "ops/checks.h"
#include "ops/operations.h"
#include "ops/partition.h"

namespace convscope::ops {
namespace {

using Axes = std::array<std::int64_t, 3>;

/// Over depth, height and width; leading axes that the tensors lack have length 1.
struct Window {
  Axes in{1, 1, 1}, out{1, 1, 1}, kernel{1, 1, 1}, stride{1, 1, 1}, dilation{1, 1, 1}, pad{};

  std::int64_t inputs() const { return in[0] * in[1] * in[2]; }
  std::int64_t outputs() const { return out[0] * out[1] * out[2]; }
};

Window window_of(const MaxPoolIndices& op, const Signature& signature) {
  Window w;
  const std::size_t axes = op.kernel.size();
  for (std::size_t i = 0; i < axes; ++i) {
    const std::size_t at = 3 - axes + i;
    w.in[at] = signature.input(0).shape.dims[i + 2];
    w.out[at] = signature.output(0).shape.dims[i + 2];
    w.kernel[at] = op.kernel[i];
    w.stride[at] = op.strides[i];
    w.dilation[at] = op.dilations[i];
    w.pad[at] = op.pads[i];
  }
  return w;
}

/// Position of the maximum in the plane; -1 where the window sees nothing but padding.
std::int64_t find_maximum(const Window& w, const float* plane, std::int64_t position) {
  const Axes first{position / (w.out[1] * w.out[2]) * w.stride[0] - w.pad[0],
                   position / w.out[2] % w.out[1] * w.stride[1] - w.pad[1],
                   position % w.out[2] * w.stride[2] - w.pad[2]};
  std::int64_t best = -1;
  for (std::int64_t kz = 0; kz < w.kernel[0]; ++kz) {
    const std::int64_t z = first[0] + kz * w.dilation[0];
    if (z < 0 || z >= w.in[0]) continue;
    for (std::int64_t ky = 0; ky < w.kernel[1]; ++ky) {
      const std::int64_t y = first[1] + ky * w.dilation[1];
      if (y < 0 || y >= w.in[1]) continue;
      for (std::int64_t kx = 0; kx < w.kernel[2]; ++kx) {
        const std::int64_t x = first[2] + kx * w.dilation[2];
        if (x < 0 || x >= w.in[2]) continue;
        const std::int64_t at = (z * w.in[1] + y) * w.in[2] + x;
        if (best < 0 || plane[at] > plane[best]) best = at;
      }
    }
  }
  return best;
}

}  // namespace

core::Status assess(const MaxPoolIndices& op, const Signature& signature, std::size_t* workspace_bytes) {
  *workspace_bytes = 0;
  CONVSCOPE_CHECK(check_counts(signature, 1, 1, 2));
  CONVSCOPE_CHECK(check_layout(signature, Layout::kPlain));
  const Shape& x = signature.input(0).shape;
  const Shape& y = signature.output(0).shape;
  const std::size_t axes = op.kernel.size();
  if (axes < 1 || axes > 3 || x.rank != static_cast<int>(axes) + 2 || y.rank != x.rank) {
    return unsupported(core::Message{"unrunnable.pooling", {{"axes", axes}, {"rank", x.rank}}});
  }
  CONVSCOPE_CHECK(check_parameter("kernel", op.kernel, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("stride", op.strides, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("dilation", op.dilations, axes, 1, kMaxParameter));
  CONVSCOPE_CHECK(check_parameter("pad", op.pads, 2 * axes, 0, kMaxParameter));
  Shape expected{.rank = x.rank, .dims = {x[0], x[1]}};
  for (std::size_t i = 0; i < axes; ++i) {
    const std::int64_t extent = op.dilations[i] * (op.kernel[i] - 1) + 1;
    const std::int64_t span = x.dims[i + 2] + op.pads[i] + op.pads[i + axes] - extent;
    const std::int64_t out = y.dims[i + 2];
    // The last window may reach beyond the padding (ceil), but begins in what is padded.
    if (span < 0 || out < span / op.strides[i] + 1 || out - 1 > (x.dims[i + 2] + op.pads[i] - 1) / op.strides[i]) {
      return invalid("its output has ", out, " elements along axis ", i + 2, ", which its windows do not give.");
    }
    expected.dims[i + 2] = out;
  }
  CONVSCOPE_CHECK(check_output_shape(signature, expected));
  if (signature.output(1).shape == y) return core::Status();
  return invalid("its outputs differ in shape.");
}

core::Status run(const MaxPoolIndices& op, const Call& call) {
  const Window w = window_of(op, call.signature);
  const std::int64_t work = w.kernel[0] * w.kernel[1] * w.kernel[2];
  return parallel_ranges(call, call.signature.output(0).shape.elements(), kElementGrain / work,
                         [&](std::int64_t begin, std::int64_t end) {
                           for (std::int64_t i = begin; i < end; ++i) {
                             const std::int64_t plane = i / w.outputs();
                             const float* x = call.inputs[0] + plane * w.inputs();
                             const std::int64_t best = find_maximum(w, x, i % w.outputs());
                             call.outputs[0][i] = best < 0 ? -INFINITY : x[best];
                             std::int64_t at = std::max<std::int64_t>(best, 0);
                             if (op.column_major) {
                               const std::int64_t z = at / (w.in[1] * w.in[2]);
                               const std::int64_t y = at / w.in[2] % w.in[1];
                               at = z + w.in[0] * (y + w.in[1] * (at % w.in[2]));
                             }
                             call.outputs[1][i] = static_cast<float>(plane * w.inputs() + at);
                           }
                         });
}

}  // namespace convscope::ops
