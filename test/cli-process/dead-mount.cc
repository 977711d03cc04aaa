// SPDX-License-Identifier: Apache-2.0
// dead-mount FOLDER STAGE FILE...: mounts a file system with copies of the files on FOLDER (Linux, fuse(4)), and never
// answers to STAGE: "lookup", "open" or "read"; "none" answers all, "later" until more than a byte is read, a number so
// many questions. Says so on standard output once it is mounted, and unmounts when its standard input ends; then it
// says how many questions there were.
#include <fcntl.h>
#include <linux/fuse.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct File {
  /// Empty: it was deleted, or another has taken its place.
  std::string name;
  std::string content;
};

std::vector<File> files;
std::string dead;
bool gone = false;
long asked = 0;
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

/// The first of a number, or files.size().
std::size_t place_of(const std::string& name) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const File& file) { return file.name == name; });
  return static_cast<std::size_t>(found - files.begin());
}

fuse_entry_out entry(std::size_t place) {
  fuse_entry_out out{};
  out.nodeid = kFirst + place;
  out.attr = attributes(out.nodeid);
  return out;
}

void remove(const std::string& name) {
  if (const std::size_t place = place_of(name); place < files.size()) files[place].name.clear();
}

template <typename T>
T order_in(const char* body) {
  T order;
  std::memcpy(&order, body, sizeof(order));
  return order;
}

void list(const fuse_in_header& to, const char* body) {
  const auto order = order_in<fuse_read_in>(body);
  std::string out;
  for (std::size_t i = order.offset; i < files.size(); ++i) {
    const std::string& name = files[i].name;
    if (name.empty()) continue;
    fuse_dirent head{};
    head.ino = kFirst + i;
    head.off = i + 1;
    head.namelen = static_cast<std::uint32_t>(name.size());
    head.type = S_IFREG >> 12;
    std::string item(reinterpret_cast<const char*>(&head), FUSE_NAME_OFFSET);
    item += name;
    item.resize(FUSE_DIRENT_ALIGN(item.size()));
    if (out.size() + item.size() > order.size) break;
    out += item;
  }
  reply(to, 0, out.data(), out.size());
}

void answer(const fuse_in_header& to, const char* body) {
  const bool is_question = to.opcode != FUSE_INIT && to.opcode != FUSE_FORGET && to.opcode != FUSE_BATCH_FORGET &&
                           to.opcode != FUSE_INTERRUPT && to.opcode != FUSE_RELEASE && to.opcode != FUSE_RELEASEDIR;
  if (is_question) ++asked;
  if (is_question && std::isdigit(static_cast<unsigned char>(dead[0])) && asked > std::atol(dead.c_str())) gone = true;
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
      const std::size_t place = place_of(body);
      if (place == files.size()) return reply(to, -ENOENT);
      const fuse_entry_out out = entry(place);
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_SETATTR: {
      const auto order = order_in<fuse_setattr_in>(body);
      if ((order.valid & FATTR_SIZE) != 0) files[to.nodeid - kFirst].content.resize(order.size);
      fuse_attr_out out{};
      out.attr = attributes(to.nodeid);
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_CREATE: {
      files.push_back({body + sizeof(fuse_create_in), ""});
      struct {
        fuse_entry_out entry;
        fuse_open_out open;
      } out{entry(files.size() - 1), {}};
      out.open.open_flags = FOPEN_DIRECT_IO;
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_WRITE: {
      const auto order = order_in<fuse_write_in>(body);
      std::string& content = files[to.nodeid - kFirst].content;
      content.resize(std::max<std::size_t>(content.size(), order.offset + order.size));
      std::memcpy(content.data() + order.offset, body + sizeof(order), order.size);
      fuse_write_out out{};
      out.size = order.size;
      return reply(to, 0, &out, sizeof(out));
    }
    case FUSE_RENAME:
    case FUSE_RENAME2: {
      const char* from = body + (to.opcode == FUSE_RENAME ? sizeof(fuse_rename_in) : sizeof(fuse_rename2_in));
      const std::string target = from + std::strlen(from) + 1;
      remove(target);
      if (const std::size_t place = place_of(from); place < files.size()) files[place].name = target;
      return reply(to, 0);
    }
    case FUSE_UNLINK:
      remove(body);
      return reply(to, 0);
    case FUSE_READDIR:
      return list(to, body);
    case FUSE_OPENDIR: {
      const fuse_open_out out{};
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
      const auto order = order_in<fuse_read_in>(body);
      gone = dead == "later" && order.size > 1;
      if (gone) return;
      const std::string& content = files[to.nodeid - kFirst].content;
      const std::size_t from = std::min<std::size_t>(order.offset, content.size());
      return reply(to, 0, content.data() + from, std::min<std::size_t>(order.size, content.size() - from));
    }
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
    case FUSE_FLUSH:
    case FUSE_FSYNC:
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
  std::printf("%ld\n", asked);
  return umount2(argv[1], MNT_DETACH) == 0 ? 0 : 1;
}
