// SPDX-License-Identifier: Apache-2.0
// One 2-D convolution with every size known, and the layouts that all kernels share.
//
// Activations are blocked NCHWc: [n][C/b][h][w][b], float32, b = core::channel_block(isa), channels
// rounded up to b. Lanes of channels that do not exist are zero, on input and on output. The input of
// a kernel whose assessment says so is plain: [n][c][h][w].
// Weights arrive as [oc][ic/group][kh][kw] float32, bias as [oc] or null.
#pragma once

#include <cstddef>

#include "core/isa.h"

namespace convscope::conv {

struct ConvProblem {
  int batch = 1;
  int in_channels = 0, in_height = 0, in_width = 0;
  int out_channels = 0, out_height = 0, out_width = 0;
  int kernel_height = 1, kernel_width = 1;
  int stride_height = 1, stride_width = 1;
  int dilation_height = 1, dilation_width = 1;
  int pad_top = 0, pad_left = 0, pad_bottom = 0, pad_right = 0;
  int group = 1;
  /// A part of a grouped convolution: its input is blocked, however few its channels.
  bool is_part = false;
};

/// How packed weights are kept, by kernels that can keep them so; all others keep float32. Arithmetic is in float32,
/// but for products of bfloat16, whose other factors are rounded to it too.
enum class WeightStorage { kFloat32, kFloat16, kBFloat16 };

/// What the kernels are asked for: sizes may be asked for any Isa, execution only for an executable one.
struct Target {
  core::Isa isa = core::Isa::kPortable;
  int threads = 1;
  WeightStorage weights = WeightStorage::kFloat32;
};

}  // namespace convscope::conv
