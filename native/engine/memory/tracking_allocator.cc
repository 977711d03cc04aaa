// SPDX-License-Identifier: Apache-2.0
#include "memory/tracking_allocator.h"

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

bool mapped(std::size_t bytes) { return bytes >= kMappedFrom; }

std::byte* map_pages(std::size_t bytes) {
  void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? nullptr : static_cast<std::byte*>(pages);
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

Block::Block(Block&& other) noexcept { *this = std::move(other); }

Block& Block::operator=(Block&& other) noexcept {
  if (this != &other) {
    reset();
    owner_ = std::exchange(other.owner_, nullptr);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    label_ = other.label_;
  }
  return *this;
}

Block::~Block() { reset(); }

void Block::reset() {
  if (data_ != nullptr) owner_->release(data_, size_, label_);
  owner_ = nullptr;
  data_ = nullptr;
  size_ = 0;
}

core::Status TrackingAllocator::allocate(std::size_t bytes, BlockLabel label, Block* out) {
  out->reset();
  if (bytes == 0) return core::Status();

  std::uint64_t countdown = fail_countdown_.load();
  while (countdown != 0 && !fail_countdown_.compare_exchange_weak(countdown, countdown - 1)) {
  }
  std::byte* data = countdown == 1 ? nullptr : system_allocate(bytes);
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
  if (observer_ != nullptr) observer_->on_allocate(label, bytes);
  return core::Status();
}

void TrackingAllocator::release(std::byte* data, std::size_t bytes, BlockLabel label) {
  system_free(data, bytes);
  held_[static_cast<int>(label.category)].fetch_sub(bytes);
  total_.fetch_sub(bytes);
  if (observer_ != nullptr) observer_->on_free(label, bytes);
}

std::size_t TrackingAllocator::held(Category category) const { return held_[static_cast<int>(category)].load(); }
std::size_t TrackingAllocator::held() const { return total_.load(); }
std::size_t TrackingAllocator::peak() const { return peak_.load(); }

bool checked_multiply(std::size_t a, std::size_t b, std::size_t* out) { return !__builtin_mul_overflow(a, b, out); }
bool checked_add(std::size_t a, std::size_t b, std::size_t* out) { return !__builtin_add_overflow(a, b, out); }

}  // namespace convscope::memory
