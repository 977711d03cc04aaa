// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/status.h"

namespace convscope::graph {

/// A file that constants are read from. It is read, not mapped: a file that shrinks meanwhile gives kIo, not a fault.
class WeightFile {
 public:
  WeightFile() = default;
  WeightFile(WeightFile&& other) noexcept;
  WeightFile& operator=(WeightFile&& other) noexcept;
  ~WeightFile();

  /// kIo where it is not there, may not be read or is no regular file.
  static core::Status open(const std::string& path, WeightFile* out);

  /// Exactly `bytes` from `offset`, from any thread; kIo where the file ends before.
  core::Status read(std::uint64_t offset, std::size_t bytes, void* destination) const;

 private:
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace convscope::graph
