// SPDX-License-Identifier: Apache-2.0
#include "graph/resident_set.h"

#include <cstdio>
#include <system_error>

#if defined(__linux__)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace convscope::graph {
namespace {

constexpr std::chrono::milliseconds kInterval{2};

/// -1 where the platform has no such file.
int open_statistics() {
#if defined(__linux__)
  return open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
#else
  return -1;
#endif
}

/// Bytes, or 0 where unknown.
std::uint64_t resident_bytes([[maybe_unused]] int statistics) {
#if defined(__linux__)
  char text[128] = {};
  if (statistics < 0 || pread(statistics, text, sizeof(text) - 1, 0) <= 0) return 0;
  unsigned long long size = 0;
  unsigned long long resident = 0;
  if (std::sscanf(text, "%llu %llu", &size, &resident) != 2) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#else
  return 0;
#endif
}

}  // namespace

ResidentSetSampler::ResidentSetSampler(EventQueue& queue) : queue_(queue), statistics_(open_statistics()) {
  if (statistics_ < 0) return;
  try {
    thread_ = std::thread([this] { sample_until_stopped(); });
  } catch (const std::system_error&) {
  }
}

ResidentSetSampler::~ResidentSetSampler() {
  if (thread_.joinable()) {
    set(State::kStopped);
    thread_.join();
  }
#if defined(__linux__)
  if (statistics_ >= 0) close(statistics_);
#endif
}

void ResidentSetSampler::set(State state) {
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
    if (state == State::kActive) sample();
  }
  // A thread that shall go idle notices before its next sample.
  if (state != State::kIdle) changed_.notify_one();
}

void ResidentSetSampler::sample_now() {
  const std::lock_guard lock(mutex_);
  sample();
}

void ResidentSetSampler::sample_if_due() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() - sampled_ >= kInterval) sample();
}

void ResidentSetSampler::sample() {
  sampled_ = std::chrono::steady_clock::now();
  if (const std::uint64_t bytes = resident_bytes(statistics_); bytes != 0) {
    queue_.push(EventKind::kResidentSet, -1, bytes);
  }
}

void ResidentSetSampler::sample_until_stopped() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return state_ != State::kIdle; });
    if (changed_.wait_for(lock, kInterval, [this] { return state_ == State::kStopped; })) return;
    if (state_ == State::kActive) sample();
  }
}

}  // namespace convscope::graph
