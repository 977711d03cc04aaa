// SPDX-License-Identifier: Apache-2.0
#include "graph/resident_set.h"

#include <chrono>
#include <cstdio>
#include <system_error>

#if defined(__linux__)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace convscope::graph {
namespace {

constexpr std::chrono::milliseconds kInterval{2};

/// Keeps /proc/self/statm open; read() gives bytes, 0 where unknown.
class ResidentSet {
 public:
#if defined(__linux__)
  ResidentSet() : file_(open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}
  ~ResidentSet() {
    if (file_ >= 0) close(file_);
  }
  std::uint64_t read() const {
    char text[128] = {};
    if (file_ < 0 || pread(file_, text, sizeof(text) - 1, 0) <= 0) return 0;
    unsigned long long size = 0;
    unsigned long long resident = 0;
    if (std::sscanf(text, "%llu %llu", &size, &resident) != 2) return 0;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  }
#else
  ResidentSet() = default;
  std::uint64_t read() const { return 0; }
#endif
  ResidentSet(const ResidentSet&) = delete;
  ResidentSet& operator=(const ResidentSet&) = delete;

#if defined(__linux__)
 private:
  int file_;
#endif
};

}  // namespace

ResidentSetSampler::ResidentSetSampler(EventQueue& queue) : queue_(queue) {
#if defined(__linux__)
  try {
    thread_ = std::thread([this] { sample_until_stopped(); });
  } catch (const std::system_error&) {
  }
#endif
}

ResidentSetSampler::~ResidentSetSampler() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopping_.notify_one();
  thread_.join();
}

void ResidentSetSampler::sample_until_stopped() {
  const ResidentSet resident_set;
  std::unique_lock lock(mutex_);
  do {
    lock.unlock();
    if (const std::uint64_t bytes = resident_set.read(); bytes != 0) queue_.push(EventKind::kResidentSet, -1, bytes);
    lock.lock();
  } while (!stopping_.wait_for(lock, kInterval, [this] { return stop_; }));
}

}  // namespace convscope::graph
