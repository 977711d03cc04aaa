// SPDX-License-Identifier: Apache-2.0
#include "graph/streamed_weights.h"

#include <algorithm>

#include "graph/widen.h"

namespace convscope::graph {
namespace {

using core::Status;

/// Elements that pass through the stack at once to be widened.
constexpr std::size_t kWidenedAtOnce = 1024;

std::uint64_t splitmix64(std::uint64_t state) {
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EBu;
  return state ^ (state >> 31);
}

Status read_file(const FileSource& source, const WeightFile& file, std::size_t first, std::size_t count,
                 float* destination) {
  const std::size_t size = element_bytes(source.type);
  const std::uint64_t offset = source.offset + first * size;
  if (source.type == DataType::kFloat32) return file.read(offset, count * size, destination);
  std::byte stored[kWidenedAtOnce * sizeof(double)];
  for (std::size_t done = 0; done < count; done += kWidenedAtOnce) {
    const std::size_t now = std::min(kWidenedAtOnce, count - done);
    if (Status status = file.read(offset + done * size, now * size, stored); !status.ok()) return status;
    widen(source.type, stored, now, destination + done);
  }
  return Status();
}

}  // namespace

bool StreamedWeights::can_read(const Constant& constant) {
  if (constant.stored) return false;
  return std::holds_alternative<FileSource>(constant.source) || std::holds_alternative<ValuesSource>(constant.source) ||
         std::holds_alternative<FillSource>(constant.source) ||
         std::holds_alternative<SynthesisedSource>(constant.source);
}

Status StreamedWeights::read(std::size_t first, std::size_t count, float* destination) const {
  if (const auto* source = std::get_if<FileSource>(&constant_.source)) {
    return read_file(*source, *file_, first, count, destination);
  }
  if (const auto* values = std::get_if<ValuesSource>(&constant_.source)) {
    std::copy_n(values->values.data() + first, count, destination);
  } else if (const auto* fill = std::get_if<FillSource>(&constant_.source)) {
    std::fill_n(destination, count, fill->value);
  } else if (const auto* made = std::get_if<SynthesisedSource>(&constant_.source)) {
    synthesise(*made, first, count, destination);
  }
  return Status();
}

void synthesise(const SynthesisedSource& source, std::size_t first, std::size_t count, float* destination) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t random = splitmix64(source.seed + (first + i + 1) * 0x9E3779B97F4A7C15u);
    destination[i] = source.scale * (static_cast<float>(random >> 40) * 0x1p-23f - 1.0f);
  }
}

}  // namespace convscope::graph
