// SPDX-License-Identifier: Apache-2.0
// Replays "m ID BYTES" and "f ID" lines of its input with the C library's own allocator, writing to
// every page of a block, and prints what stays resident of heap and mappings, in bytes.
#define _GNU_SOURCE
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char input[1 << 20];
static void* blocks[1 << 14];
static unsigned char pages[1 << 20];

int main(void) {
  size_t length = 0;
  for (ssize_t got; (got = read(0, input + length, sizeof input - 1 - length)) > 0; length += got) {
  }
  char* const start = sbrk(0);
  char* rest = input;
  for (char* line; (line = strsep(&rest, "\n")) != NULL && *line != '\0';) {
    char* end;
    const long id = strtol(line + 2, &end, 10);
    if (*line == 'f') {
      free(blocks[id]);
    } else {
      const size_t bytes = strtoull(end, NULL, 10);
      char* const block = blocks[id] = malloc(bytes);
      for (size_t at = 0; at < bytes; at += 4096) block[at] = 1;
      block[bytes - 1] = 1;
    }
  }
  const struct mallinfo2 info = mallinfo2();
  char* const heap = (char*)(((uintptr_t)start + 4095) & ~(uintptr_t)4095);
  const size_t extent = (char*)sbrk(0) - heap;
  size_t resident = 0;
  if (extent > 0 && mincore(heap, extent, pages) != 0) return 1;
  for (size_t page = 0; page < extent / 4096; page++) resident += pages[page] & 1;
  char text[32];
  const int printed = snprintf(text, sizeof text, "%zu\n", resident * 4096 + info.hblkhd);
  return write(1, text, printed) == printed ? 0 : 1;
}
