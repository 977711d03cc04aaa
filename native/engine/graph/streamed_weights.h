// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "conv/weight_source.h"
#include "graph/program.h"
#include "graph/weight_file.h"

namespace convscope::graph {

/// A constant of a validated program that is read while the program runs. Weights are read, not mapped: a file that
/// was cut off meanwhile gives kIo where a mapping would end the process, and what is read is bounded by the kernel's
/// workspace and counted there, where mapped pages would stay resident uncounted.
class StreamedWeights final : public conv::WeightSource {
 public:
  /// Both must outlive it. `file` is null where the constant is in none.
  StreamedWeights(const Constant& constant, const WeightFile* file) : constant_(constant), file_(file) {}

  /// Whether every element of the constant can be had without the others.
  static bool can_read(const Constant& constant);

  core::Status read(std::size_t first, std::size_t count, float* destination) const override;

 private:
  const Constant& constant_;
  const WeightFile* file_;
};

/// Elements [first, first + count) of a made-up constant.
void synthesise(const SynthesisedSource& source, std::size_t first, std::size_t count, float* destination);

}  // namespace convscope::graph
