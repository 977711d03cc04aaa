// SPDX-License-Identifier: Apache-2.0
// The addon for tests of want: the same objects as the product's, with an allocator that refuses on demand. Everything
// that the C++ code takes from the system is counted, by whichever thread: operator new, the pages of large blocks,
// threads.
//
//   failAt(n): the n-th request from now is refused (0: none); answers how many there were since the last call.
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "exports.h"

namespace {

std::atomic<std::uint64_t> requests{0};
std::atomic<std::uint64_t> refused{0};

bool refuse() { return requests.fetch_add(1) + 1 == refused.load(); }

void* take(std::size_t bytes, std::size_t alignment) {
  if (refuse()) return nullptr;
  if (alignment <= alignof(max_align_t)) return std::malloc(bytes == 0 ? 1 : bytes);
  return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

void* take_or_throw(std::size_t bytes, std::size_t alignment) {
  void* data = take(bytes, alignment);
  if (data == nullptr) throw std::bad_alloc();
  return data;
}

std::size_t of(std::align_val_t alignment) { return static_cast<std::size_t>(alignment); }

}  // namespace

void* operator new(std::size_t n) { return take_or_throw(n, 1); }
void* operator new[](std::size_t n) { return take_or_throw(n, 1); }
void* operator new(std::size_t n, std::align_val_t a) { return take_or_throw(n, of(a)); }
void* operator new[](std::size_t n, std::align_val_t a) { return take_or_throw(n, of(a)); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return take(n, 1); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return take(n, 1); }
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept { return take(n, of(a)); }
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept { return take(n, of(a)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

// The linker has every call of these go here (--wrap), and leaves the real ones under another name.
extern "C" {
void* __real_mmap(void* at, size_t bytes, int protection, int flags, int file, off_t offset);
void* __wrap_mmap(void* at, size_t bytes, int protection, int flags, int file, off_t offset) {
  if (!refuse()) return __real_mmap(at, bytes, protection, flags, file, offset);
  errno = ENOMEM;
  return MAP_FAILED;
}

int __real_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument);
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  return refuse() ? EAGAIN : __real_pthread_create(thread, attributes, start, argument);
}
}

namespace convscope::addon {
namespace {

Napi::Value fail_at(const Napi::CallbackInfo& info) {
  const auto n = static_cast<std::uint64_t>(info[0].As<Napi::Number>().Int64Value());
  refused.store(0);
  const Napi::Value count = Napi::Number::New(info.Env(), static_cast<double>(requests.exchange(0)));
  refused.store(n);
  return count;
}

Napi::Object add_with_faults(Napi::Env env, Napi::Object exports) {
  exports.Set("failAt", Napi::Function::New(env, fail_at, "failAt"));
  return add_exports(env, exports);
}

NODE_API_MODULE(convscope, add_with_faults)

}  // namespace
}  // namespace convscope::addon
