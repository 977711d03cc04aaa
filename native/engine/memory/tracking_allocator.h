// SPDX-License-Identifier: Apache-2.0
// Every byte the engine holds goes through here, labelled with category and node. Thread-safe.
// Blocks are 64-byte aligned; large ones come straight from the operating system and go back to
// it when freed, so that the resident set follows the timeline.
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
};

class TrackingAllocator {
 public:
  /// `observer` may be null; it must outlive the allocator.
  explicit TrackingAllocator(AllocationObserver* observer = nullptr) : observer_(observer) {}

  /// A block of `bytes` (0 gives an empty block). Contents are undefined. kOutOfMemory where the
  /// system has no more, or where fail_at() says so.
  core::Status allocate(std::size_t bytes, BlockLabel label, Block* out);

  /// Bytes held now, and their highest sum so far.
  std::size_t held(Category category) const;
  std::size_t held() const;
  std::size_t peak() const;

  /// For tests: the n-th allocation from now (1 = the next) fails; 0 = none.
  void fail_at(std::uint64_t n) { fail_countdown_.store(n); }

 private:
  friend class Block;
  void release(std::byte* data, std::size_t bytes, BlockLabel label);

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
