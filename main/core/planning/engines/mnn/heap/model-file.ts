// SPDX-License-Identifier: Apache-2.0
import { ALLOCATION_PADDING } from './allocation'
import type { GlibcHeap } from './glibc-heap'

/** The file is read in blocks of this size, each listed with its size before they are joined. */
const BLOCK = 4096
const LIST_ENTRY = 16

/**
 * Loads a model file into a buffer that stays, as all versions do: source/core/FileLoader.cpp. The
 * blocks come and go without trace; their list, which doubles as it grows, is mapped once it is
 * long, and freeing it raises the size from which later blocks are mapped.
 */
export function loadModelFile(heap: GlibcHeap, fileBytes: number): void {
  const blocks = Math.floor(fileBytes / BLOCK) + 1
  let list = heap.malloc(LIST_ENTRY)
  for (let capacity = 1; capacity < blocks; capacity *= 2) {
    const longer = heap.malloc(2 * capacity * LIST_ENTRY)
    heap.free(list)
    list = longer
  }
  heap.malloc(fileBytes + ALLOCATION_PADDING)
  heap.free(list)
}
