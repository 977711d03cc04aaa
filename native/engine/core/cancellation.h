// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace convscope::core {

/// Set from any thread; kernels look at it between tiles and then return early.
class CancellationToken {
 public:
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace convscope::core
