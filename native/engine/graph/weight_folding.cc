// SPDX-License-Identifier: Apache-2.0
#include "graph/weight_folding.h"

#include <algorithm>
#include <cmath>

#include "ops/checks.h"

namespace convscope::graph {
namespace {

using core::Status;
using memory::Block;
using memory::Category;

/// [oc] floats, all `value`.
Status allocate_filled(std::size_t channels, float value, int node, memory::TrackingAllocator& allocator, Block* out) {
  CONVSCOPE_CHECK(allocator.allocate(channels * sizeof(float), {Category::kModelBuffer, node}, out));
  std::fill_n(out->floats(), channels, value);
  return Status();
}

/// One value of a stage: that of the channel, the only one, or `missing` where the part is left out.
double value_of(const Block& part, std::size_t channel, double missing) {
  if (!part) return missing;
  return static_cast<double>(part.floats()[part.size() == sizeof(float) ? 0 : channel]);
}

}  // namespace

Status load_staged(const Program& program, int constant, int node, ConstantLoader& loader,
                   memory::TrackingAllocator& allocator, Block* out) {
  const std::int64_t elements = program.constants[static_cast<std::size_t>(constant)].shape.elements();
  CONVSCOPE_CHECK(
      allocator.allocate(static_cast<std::size_t>(elements) * sizeof(float), {Category::kModelBuffer, node}, out));
  return loader.load(constant, node, out->floats());
}

Status fold(const Program& program, const Convolution& convolution, int node, ConstantLoader& loader,
            memory::TrackingAllocator& allocator, Block* factors, Block* bias) {
  if (convolution.affine.empty()) return Status();
  const auto channels = static_cast<std::size_t>(convolution.problem.out_channels);
  CONVSCOPE_CHECK(allocate_filled(channels, 1.0f, node, allocator, factors));
  if (!*bias) CONVSCOPE_CHECK(allocate_filled(channels, 0.0f, node, allocator, bias));
  for (const Affine& stage : convolution.affine) {
    const int parts[] = {stage.scale, stage.bias, stage.mean, stage.variance};
    Block blocks[4];
    for (int part = 0; part < 4; ++part) {
      if (parts[part] >= 0) CONVSCOPE_CHECK(load_staged(program, parts[part], node, loader, allocator, &blocks[part]));
    }
    for (std::size_t channel = 0; channel < channels; ++channel) {
      const double deviation = blocks[3] ? std::sqrt(value_of(blocks[3], channel, 1) + stage.epsilon) : 1;
      const double scale = value_of(blocks[0], channel, 1) / deviation;
      float& factor = factors->floats()[channel];
      float& offset = bias->floats()[channel];
      factor = static_cast<float>(factor * scale);
      offset = static_cast<float>((offset - value_of(blocks[2], channel, 0)) * scale + value_of(blocks[1], channel, 0));
    }
  }
  return Status();
}

}  // namespace convscope::graph
