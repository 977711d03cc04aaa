// SPDX-License-Identifier: Apache-2.0
// Events of a session, from any thread to whoever drains them. Bounded: when full, new events are counted and lost, so
// that what is in the queue stays in unbroken sequence.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "memory/tracking_allocator.h"

namespace convscope::graph {

/// The same numbers as TypeScript's EVENT_KINDS.
enum class EventKind : std::uint8_t { kAllocate = 0, kFree = 1, kLayerBegin = 2, kLayerEnd = 3, kResidentSet = 4 };

struct Event {
  /// Since the queue was made, steady clock.
  std::int64_t time_ns;
  EventKind kind;
  memory::Category category;
  /// Node id, or -1.
  std::int32_t node;
  /// Size of the block, or resident set; else 0.
  std::uint64_t bytes;
};

struct EventBatch {
  /// Sequence number of events[0], or of the next event where there is none.
  std::uint64_t first_sequence = 0;
  /// Events lost so far.
  std::uint64_t dropped = 0;
  std::vector<Event> events;
};

class EventQueue final : public memory::AllocationObserver {
 public:
  /// Room for `capacity` events (at least 1), taken now. Throws std::bad_alloc where there is no memory for it.
  explicit EventQueue(std::size_t capacity);

  void push(EventKind kind, std::int32_t node, std::uint64_t bytes, memory::Category category = {});
  /// At most `most` of the oldest events.
  EventBatch drain(std::size_t most);

  void on_allocate(memory::BlockLabel label, std::size_t bytes) override;
  void on_free(memory::BlockLabel label, std::size_t bytes) override;

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::vector<Event> ring_;
  std::size_t head_ = 0;
  std::size_t count_ = 0;
  std::uint64_t head_sequence_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace convscope::graph
