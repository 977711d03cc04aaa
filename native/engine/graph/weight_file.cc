// SPDX-License-Identifier: Apache-2.0
#include "graph/weight_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace convscope::graph {
namespace {

core::Status io_error(const char* id, const std::string& path, std::vector<core::Message::Parameter> more = {}) {
  more.emplace_back("path", path);
  return core::Status(core::StatusCode::kIo, core::Message{id, std::move(more)});
}

/// What the system says of the last call.
core::Message::Parameter cause() { return {"cause", std::string(std::strerror(errno))}; }

#if defined(_WIN32)
int open_file(const char* path) { return ::_open(path, _O_RDONLY | _O_BINARY); }
void close_file(int descriptor) { ::_close(descriptor); }
/// Seeking and reading are two steps, which other threads must not come between.
long long read_at(int descriptor, void* destination, std::size_t bytes, std::uint64_t offset) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  if (::_lseeki64(descriptor, static_cast<long long>(offset), SEEK_SET) < 0) return -1;
  return ::_read(descriptor, destination, static_cast<unsigned>(bytes));
}
#else
/// Without waiting for a writer where the path is a named pipe.
int open_file(const char* path) { return ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); }
void close_file(int descriptor) { ::close(descriptor); }
long long read_at(int descriptor, void* destination, std::size_t bytes, std::uint64_t offset) {
  return ::pread(descriptor, destination, bytes, static_cast<off_t>(offset));
}
#endif

/// Systems refuse to read more at once.
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

}  // namespace

WeightFile::WeightFile(WeightFile&& other) noexcept { *this = std::move(other); }

WeightFile& WeightFile::operator=(WeightFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WeightFile::~WeightFile() {
  if (descriptor_ >= 0) close_file(descriptor_);
}

core::Status WeightFile::open(const std::string& path, WeightFile* out) {
  WeightFile file;
  file.path_ = path;
  file.descriptor_ = open_file(path.c_str());
  if (file.descriptor_ < 0) return io_error("problem.weights.open", path, {cause()});
  struct stat information{};
  if (fstat(file.descriptor_, &information) != 0 || (information.st_mode & S_IFMT) != S_IFREG) {
    return io_error("problem.weights.noFile", path);
  }
  *out = std::move(file);
  return core::Status();
}

core::Status WeightFile::read(std::uint64_t offset, std::size_t bytes, void* destination) const {
  if (offset > static_cast<std::uint64_t>(INT64_MAX) - bytes) {
    return core::Status(core::StatusCode::kIo, "the weight file " + path_ + " cannot be that large.");
  }
  auto* to = static_cast<char*>(destination);
  for (std::size_t done = 0; done < bytes;) {
    const long long count = read_at(descriptor_, to + done, std::min(bytes - done, kMostAtOnce), offset + done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return io_error("problem.weights.read", path_, {cause()});
    if (count == 0) {
      struct stat now{};
      const std::uint64_t end = fstat(descriptor_, &now) == 0 ? static_cast<std::uint64_t>(now.st_size) : offset + done;
      return io_error("problem.weights.short", path_, {{"end", end}, {"needed", offset + bytes}});
    }
    done += static_cast<std::size_t>(count);
  }
  return core::Status();
}

}  // namespace convscope::graph
