// SPDX-License-Identifier: Apache-2.0
// Every byte the engine holds goes through here, labelled with category and node. Thread-safe.
// Blocks are 64-byte aligned; large ones come straight from the operating system and go back to
// it when freed, so that the resident set follows the timeline. What is held together may come from one room.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/status.h"

namespace convscope::memory {

inline constexpr std::size_t kAlignment = 64;

/// Same order as TypeScript's CATEGORIES.
enum class Category : std::uint8_t {
  kPackedWeights,
  kWorkspace,
  kActivations,
  kModelBuffer,
  /// Values on their way into and out of a run. The engine holds none outside of its arena: whoever feeds it does.
  kInputsOutputs,
  kOther
};
inline constexpr int kCategoryCount = 6;

struct BlockLabel {
  Category category = Category::kOther;
  /// Node id of the model, or -1.
  std::int32_t node = -1;
};

/// Told of every block, from the thread that allocates or frees it. Must not allocate through the allocator.
class AllocationObserver {
 public:
  virtual ~AllocationObserver() = default;
  virtual void on_allocate(BlockLabel label, std::size_t bytes) = 0;
  virtual void on_free(BlockLabel label, std::size_t bytes) = 0;
};

class TrackingAllocator;

/// Addresses for blocks that are all freed before it, one after another on pages of two megabytes: a product that reads
/// many megabytes of weights once waits for addresses of small pages to be looked up, about a twelfth of its time. What
/// no block has touched takes no memory, but for the rest of such a page. Move-only.
class Room {
 public:
  Room() = default;
  /// Empty where the system has no such pages or no such addresses, or where `bytes` are few.
  explicit Room(std::size_t bytes);
  Room(Room&& other) noexcept;
  Room& operator=(Room&& other) noexcept;
  ~Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  /// What a block takes of a room.
  static std::size_t taken(std::size_t bytes);

 private:
  friend class TrackingAllocator;
  /// Null where not so many are left.
  std::byte* take(std::size_t bytes);

  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t used_ = 0;
};

/// Owns one block; frees it when destroyed. Move-only. The allocator must outlive it.
class Block {
 public:
  Block() = default;
  Block(Block&& other) noexcept;
  Block& operator=(Block&& other) noexcept;
  ~Block();
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  std::byte* data() const { return data_; }
  float* floats() const { return reinterpret_cast<float*>(data_); }
  /// As requested, in bytes.
  std::size_t size() const { return size_; }
  explicit operator bool() const { return data_ != nullptr; }
  void reset();

 private:
  friend class TrackingAllocator;
  TrackingAllocator* owner_ = nullptr;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  BlockLabel label_;
  bool in_room_ = false;
};

class TrackingAllocator {
 public:
  /// `observer` may be null; it must outlive the allocator.
  explicit TrackingAllocator(AllocationObserver* observer = nullptr) : observer_(observer) {}

  /// A block of `bytes` (0 gives an empty block). Contents are undefined. kOutOfMemory where the
  /// system has no more, or where fail_at() says so.
  core::Status allocate(std::size_t bytes, BlockLabel label, Block* out) {
    return allocate(bytes, label, nullptr, out);
  }
  /// The same from `room` as far as it goes; for one thread at a time.
  core::Status allocate(std::size_t bytes, BlockLabel label, Room* room, Block* out);

  /// Bytes held now, and their highest sum so far.
  std::size_t held(Category category) const;
  std::size_t held() const;
  std::size_t peak() const;

  /// For tests: the n-th allocation from now (1 = the next) fails; 0 = none.
  void fail_at(std::uint64_t n) { fail_countdown_.store(n); }

 private:
  friend class Block;
  void release(const Block& block);

  AllocationObserver* observer_;
  std::atomic<std::size_t> held_[kCategoryCount] = {};
  std::atomic<std::size_t> total_{0};
  std::atomic<std::size_t> peak_{0};
  std::atomic<std::uint64_t> fail_countdown_{0};
};

/// a * b or a + b with the overflow reported instead of wrapped; false on overflow.
[[nodiscard]] bool checked_multiply(std::size_t a, std::size_t b, std::size_t* out);
[[nodiscard]] bool checked_add(std::size_t a, std::size_t b, std::size_t* out);

}  // namespace convscope::memory
