// SPDX-License-Identifier: Apache-2.0
#include "graph/event_queue.h"

#include <algorithm>

namespace convscope::graph {

EventQueue::EventQueue(std::size_t capacity) : ring_(std::max<std::size_t>(capacity, 1)) {}

void EventQueue::push(EventKind kind, std::int32_t node, std::uint64_t bytes, memory::Category category) {
  const std::lock_guard lock(mutex_);
  if (count_ == ring_.size()) {
    ++dropped_;
    return;
  }
  // Taken under the lock, so that times are in order.
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start_);
  ring_[(head_ + count_) % ring_.size()] = {time.count(), kind, category, node, bytes};
  ++count_;
}

EventBatch EventQueue::drain(std::size_t most) {
  EventBatch batch;
  // The batch takes its memory outside the lock; more events than were there before simply wait for the next call.
  std::size_t expected = 0;
  {
    const std::lock_guard lock(mutex_);
    expected = std::min(most, count_);
  }
  batch.events.reserve(expected);
  const std::lock_guard lock(mutex_);
  batch.first_sequence = head_sequence_;
  batch.dropped = dropped_;
  const std::size_t taken = std::min(expected, count_);
  for (std::size_t i = 0; i < taken; ++i) batch.events.push_back(ring_[(head_ + i) % ring_.size()]);
  head_ = (head_ + taken) % ring_.size();
  count_ -= taken;
  head_sequence_ += taken;
  return batch;
}

void EventQueue::on_allocate(memory::BlockLabel label, std::size_t bytes) {
  push(EventKind::kAllocate, label.node, bytes, label.category);
}

void EventQueue::on_free(memory::BlockLabel label, std::size_t bytes) {
  push(EventKind::kFree, label.node, bytes, label.category);
}

}  // namespace convscope::graph
