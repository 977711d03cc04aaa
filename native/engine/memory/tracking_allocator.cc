// SPDX-License-Identifier: Apache-2.0
#include "memory/tracking_allocator.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>
#include <utility>

// The address sanitizer watches the borders of what operator new gives, not those of pages.
#if (defined(__unix__) || defined(__APPLE__)) && !defined(CONVSCOPE_SANITIZE)
#include <sys/mman.h>
#define CONVSCOPE_HAS_MMAP 1
#endif

namespace convscope::memory {
namespace {

#if defined(CONVSCOPE_HAS_MMAP)

// From here on a block has pages of its own; below, page rounding would cost more than it shows.
constexpr std::size_t kMappedFrom = std::size_t{64} << 10;
// A large page, on all processors but a few; from here on a block may have some.
constexpr std::size_t kLargePage = std::size_t{2} << 20;

bool mapped(std::size_t bytes) { return bytes >= kMappedFrom; }

std::byte* map_pages(std::size_t bytes) {
  void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return nullptr;
#if defined(MADV_HUGEPAGE)
  // Where the system has none, small pages do.
  if (bytes >= kLargePage) madvise(pages, bytes, MADV_HUGEPAGE);
#endif
  return static_cast<std::byte*>(pages);
}

void unmap_pages(std::byte* data, std::size_t bytes) { munmap(data, bytes); }

#else

bool mapped(std::size_t) { return false; }
std::byte* map_pages(std::size_t) { return nullptr; }
void unmap_pages(std::byte*, std::size_t) {}

#endif

std::byte* system_allocate(std::size_t bytes) {
  if (bytes > static_cast<std::size_t>(PTRDIFF_MAX)) return nullptr;
  if (mapped(bytes)) return map_pages(bytes);
  return static_cast<std::byte*>(::operator new(bytes, std::align_val_t{kAlignment}, std::nothrow));
}

void system_free(std::byte* data, std::size_t bytes) {
  if (mapped(bytes)) {
    unmap_pages(data, bytes);
  } else {
    ::operator delete(data, std::align_val_t{kAlignment});
  }
}

}  // namespace

Room::Room([[maybe_unused]] std::size_t bytes) {
#if defined(CONVSCOPE_HAS_MMAP) && defined(MADV_HUGEPAGE)
  if (bytes < kLargePage || bytes > static_cast<std::size_t>(PTRDIFF_MAX)) return;
  begin_ = map_pages(bytes);
  if (begin_ != nullptr) size_ = bytes;
#endif
}

Room::Room(Room&& other) noexcept { *this = std::move(other); }

Room& Room::operator=(Room&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  std::swap(used_, other.used_);
  return *this;
}

Room::~Room() {
  if (begin_ != nullptr) unmap_pages(begin_, size_);
}

std::size_t Room::taken(std::size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

std::byte* Room::take(std::size_t bytes) {
  if (bytes > size_ - used_) return nullptr;
  std::byte* begin = begin_ + used_;
  used_ = std::min(size_, used_ + taken(bytes));
  return begin;
}

Block::Block(Block&& other) noexcept { *this = std::move(other); }

Block& Block::operator=(Block&& other) noexcept {
  if (this != &other) {
    reset();
    owner_ = std::exchange(other.owner_, nullptr);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    label_ = other.label_;
    in_room_ = other.in_room_;
  }
  return *this;
}

Block::~Block() { reset(); }

void Block::reset() {
  if (data_ != nullptr) owner_->release(*this);
  owner_ = nullptr;
  data_ = nullptr;
  size_ = 0;
}

core::Status TrackingAllocator::allocate(std::size_t bytes, BlockLabel label, Room* room, Block* out) {
  out->reset();
  if (bytes == 0) return core::Status();

  std::uint64_t countdown = fail_countdown_.load();
  while (countdown != 0 && !fail_countdown_.compare_exchange_weak(countdown, countdown - 1)) {
  }
  std::byte* of_room = countdown == 1 || room == nullptr ? nullptr : room->take(bytes);
  std::byte* data = countdown == 1 || of_room != nullptr ? of_room : system_allocate(bytes);
  if (data == nullptr) {
    return core::Status(core::StatusCode::kOutOfMemory, core::Message{"problem.engine.noBlock", {{"bytes", bytes}}});
  }

  held_[static_cast<int>(label.category)].fetch_add(bytes);
  const std::size_t total = total_.fetch_add(bytes) + bytes;
  std::size_t peak = peak_.load();
  while (peak < total && !peak_.compare_exchange_weak(peak, total)) {
  }
  out->owner_ = this;
  out->data_ = data;
  out->size_ = bytes;
  out->label_ = label;
  out->in_room_ = of_room != nullptr;
  if (observer_ != nullptr) observer_->on_allocate(label, bytes);
  return core::Status();
}

void TrackingAllocator::release(const Block& block) {
  if (!block.in_room_) system_free(block.data_, block.size_);
  held_[static_cast<int>(block.label_.category)].fetch_sub(block.size_);
  total_.fetch_sub(block.size_);
  if (observer_ != nullptr) observer_->on_free(block.label_, block.size_);
}

std::size_t TrackingAllocator::held(Category category) const { return held_[static_cast<int>(category)].load(); }
std::size_t TrackingAllocator::held() const { return total_.load(); }
std::size_t TrackingAllocator::peak() const { return peak_.load(); }

bool checked_multiply(std::size_t a, std::size_t b, std::size_t* out) { return !__builtin_mul_overflow(a, b, out); }
bool checked_add(std::size_t a, std::size_t b, std::size_t* out) { return !__builtin_add_overflow(a, b, out); }

}  // namespace convscope::memory
