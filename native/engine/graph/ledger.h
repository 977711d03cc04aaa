// SPDX-License-Identifier: Apache-2.0
// What is told of a run, whichever of its sessions holds the bytes: one queue of events, one count of bytes, one
// sampler of the resident set. All of it may be called from any thread.
#pragma once

#include <cstddef>

#include "graph/event_queue.h"
#include "graph/resident_set.h"
#include "memory/tracking_allocator.h"

namespace convscope::graph {

struct Ledger {
  /// As EventQueue; throws std::bad_alloc where there is no memory for it.
  explicit Ledger(std::size_t event_capacity) : events(event_capacity) {}

  EventQueue events;
  ResidentSetSampler sampler{events};
  memory::TrackingAllocator allocator{&events};
};

}  // namespace convscope::graph
