// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/cancellation.h"
#include "core/status.h"
#include "graph/program.h"
#include "graph/weight_file.h"
#include "memory/tracking_allocator.h"

namespace convscope::graph {

/// Reads or makes up the values of a validated program's constants. Keeps the files open for as long as it lives.
class ConstantLoader {
 public:
  /// Program and allocator must outlive the loader, the token every load.
  ConstantLoader(const Program& program, memory::TrackingAllocator& allocator, const core::CancellationToken& cancel);

  /// All elements, plain, as float32. What it needs meanwhile is labelled model buffer of `node`. kIo, kOutOfMemory or
  /// kCancelled.
  core::Status load(int constant, int node, float* destination);

  /// The file that a constant is in, open for as long as the loader lives; null where it is in none.
  core::Status open_file(const Constant& constant, const WeightFile** out);

 private:
  core::Status load_from(const FileSource& source, std::size_t elements, int node, float* destination);
  core::Status load_from(const ValuesSource& source, std::size_t elements, int node, float* destination);
  core::Status load_from(const FillSource& source, std::size_t elements, int node, float* destination);
  core::Status load_from(const SynthesisedSource& source, std::size_t elements, int node, float* destination);
  core::Status load_from(const SparseSource& source, std::size_t elements, int node, float* destination);
  core::Status file(int index, const WeightFile** out);

  const Program& program_;
  memory::TrackingAllocator& allocator_;
  const core::CancellationToken& cancel_;
  std::vector<std::optional<WeightFile>> files_;
};

}  // namespace convscope::graph
