// SPDX-License-Identifier: Apache-2.0
// dead-mount FOLDER STAGE FILE...: mounts a file system with copies of the files on FOLDER (Linux, fuse(4)), and never
// answers to STAGE: "lookup", "open" or "read"; "none" answers all, "later" until more than a byte is read. Says so on
// standard output once it is mounted, and unmounts when its standard input ends.
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct File {
  std::string name;
  std::string content;
};

std::vector<File> files;
std::string dead;
bool gone = false;
int device = -1;

/// The root is 1, the files follow it.
constexpr std::uint64_t kFirst = 2;

void reply(const fuse_in_header& to, int error, const void* data = nullptr, std::size_t size = 0) {
  fuse_out_header head{static_cast<std::uint32_t>(sizeof(fuse_out_header) + size), error, to.unique};
  const iovec parts[] = {{&head, sizeof(head)}, {const_cast<void*>(data), size}};
  if (writev(device, parts, size > 0 ? 2 : 1) < 0) std::perror("reply");
}

fuse_attr attributes(std::uint64_t node) {
  fuse_attr of{};
  of.ino = node;
  of.nlink = 1;
  of.blksize = 4096;
  of.mode = node < kFirst ? S_IFDIR | 0755 : S_IFREG | 0644;
  if (node >= kFirst) of.size = files[node - kFirst].content.size();
  return of;
}

void answer(const fuse_in_header& to, const char* body) {
  if (gone) return;
  switch (to.opcode) {
    case FUSE_INIT: {
      fuse_init_out out{};
      out.major = FUSE_KERNEL_VERSION;
      out.minor = FUSE_KERNEL_MINOR_VERSION;
      out.max_write = 1 << 16;
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_GETATTR: {
      fuse_attr_out out{};
      out.attr = attributes(to.nodeid);
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_LOOKUP: {
      if (dead == "lookup") return;
      const auto found = std::find_if(files.begin(), files.end(), [&](const File& file) { return file.name == body; });
      if (found == files.end()) return reply(to, -ENOENT);
      fuse_entry_out out{};
      out.nodeid = kFirst + static_cast<std::uint64_t>(found - files.begin());
      out.attr = attributes(out.nodeid);
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_OPEN: {
      if (dead == "open") return;
      fuse_open_out out{};
      out.open_flags = FOPEN_DIRECT_IO;
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_READ: {
      if (dead == "read") return;
      fuse_read_in order;
      std::memcpy(&order, body, sizeof(order));
      gone = dead == "later" && order.size > 1;
      if (gone) return;
      const std::string& content = files[to.nodeid - kFirst].content;
      const std::size_t from = std::min<std::size_t>(order.offset, content.size());
      return reply(to, 0, content.data() + from, std::min<std::size_t>(order.size, content.size() - from));
    }
    case FUSE_RELEASE:
    case FUSE_FLUSH:
      return reply(to, 0);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
      return;
    default:
      return reply(to, -ENOSYS);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  dead = argv[2];
  for (int i = 3; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const std::string path = argv[i];
    files.push_back({path.substr(path.rfind('/') + 1), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  const std::string options = "fd=" + std::to_string(device) + ",rootmode=40000,user_id=0,group_id=0";
  if (device < 0 || mount("dead-mount", argv[1], "fuse", MS_NOSUID | MS_NODEV, options.c_str()) != 0) {
    std::perror("mount");
    return 1;
  }
  std::puts("mounted");
  std::fflush(stdout);
  std::vector<char> buffer(1 << 17);
  for (;;) {
    pollfd both[] = {{device, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
    poll(both, 2, -1);
    if (both[1].revents != 0) break;
    if (both[0].revents == 0) continue;
    const ssize_t length = read(device, buffer.data(), buffer.size());
    if (length < 0 && errno != EINTR && errno != ENOENT) break;
    if (length < 0) continue;
    fuse_in_header head;
    std::memcpy(&head, buffer.data(), sizeof(head));
    answer(head, buffer.data() + sizeof(head));
  }
  return umount2(argv[1], MNT_DETACH) == 0 ? 0 : 1;
}
