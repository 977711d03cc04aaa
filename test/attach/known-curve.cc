// SPDX-License-Identifier: Apache-2.0
// A program whose memory is known: does what each line of its input says, and answers each with "done".
//   map N      N MiB, private, every page written
//   unmap      gives the last of them back
//   file PATH  maps a file and reads every page
//   fork N     a child with N MiB of its own, which lives until the end of the input
//   grow N     starts such a child with 1 MiB, and once it is there maps N MiB as above
//   crash      writes where it may not
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

struct Block {
  void* address;
  size_t bytes;
};

void* map_private(size_t bytes) {
  void* address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (address == MAP_FAILED) abort();
  // Pages of the usual size, whatever the system would rather give.
  madvise(address, bytes, MADV_NOHUGEPAGE);
  memset(address, 1, bytes);
  return address;
}

void read_file(const char* path) {
  const int file = open(path, O_RDONLY);
  struct stat info{};
  if (file < 0 || fstat(file, &info) != 0) abort();
  const auto* bytes = static_cast<const volatile char*>(mmap(nullptr, info.st_size, PROT_READ, MAP_SHARED, file, 0));
  for (off_t at = 0; at < info.st_size; at += 4096) (void)bytes[at];
}

pid_t start_child(size_t bytes) {
  int ready[2];
  if (pipe(ready) != 0) abort();
  const pid_t child = fork();
  if (child == 0) {
    map_private(bytes);
    if (write(ready[1], "x", 1) != 1) _exit(1);
    pause();
  }
  char byte;
  if (read(ready[0], &byte, 1) != 1) abort();
  return child;
}

}  // namespace

int main() {
  std::vector<Block> blocks;
  std::vector<pid_t> children;
  char line[512];
  while (fgets(line, sizeof line, stdin) != nullptr) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "map ", 4) == 0) {
      const size_t bytes = strtoul(line + 4, nullptr, 10) << 20;
      blocks.push_back({map_private(bytes), bytes});
    } else if (strcmp(line, "unmap") == 0) {
      munmap(blocks.back().address, blocks.back().bytes);
      blocks.pop_back();
    } else if (strncmp(line, "file ", 5) == 0) {
      read_file(line + 5);
    } else if (strncmp(line, "fork ", 5) == 0) {
      children.push_back(start_child(strtoul(line + 5, nullptr, 10) << 20));
    } else if (strncmp(line, "grow ", 5) == 0) {
      const size_t bytes = strtoul(line + 5, nullptr, 10) << 20;
      children.push_back(start_child(size_t{1} << 20));
      blocks.push_back({map_private(bytes), bytes});
    } else if (strcmp(line, "crash") == 0) {
      *reinterpret_cast<volatile int*>(8) = 1;
    }
    puts("done");
    fflush(stdout);
  }
  for (const pid_t child : children) {
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
  }
  return 7;
}
