// SPDX-License-Identifier: Apache-2.0
// Why a kernel does not take a problem, before it has a language: people read the sentence that the
// messages of preload/contract have for the id.
#pragma once

#include <string>
#include <vector>

namespace convscope::conv {

struct Refusal {
  struct Figure {
    const char* name;
    int value;
  };

  /// Stable, shared with TypeScript: "refusal.oneGroup"; null where nothing is refused.
  const char* id = nullptr;
  /// What the sentence puts in, by the names that it has there.
  std::vector<Figure> figures;
  /// The kernel that each group would run refuses.
  bool in_every_group = false;

  explicit operator bool() const { return id != nullptr; }
  /// For statuses, which only a program that was planned wrongly leads to.
  std::string text() const;
};

}  // namespace convscope::conv
