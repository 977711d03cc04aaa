// SPDX-License-Identifier: Apache-2.0

/** Releases of MNN by minor version, as they were tagged: 2.5.2, 2.9.4 and 3.3.1 never were. */
const PATCHES: readonly (readonly [minor: string, patches: readonly number[]])[] = [
  ['1.0', [1, 2]],
  ['1.1', [0, 1, 2, 3, 4, 5, 6, 7]],
  ['1.2', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['2.0', [0, 1, 2, 3, 4, 5]],
  ['2.1', [0, 1, 2]],
  ['2.2', [0, 1, 2, 3]],
  ['2.3', [0, 1]],
  ['2.4', [0, 1, 2, 3]],
  ['2.5', [0, 1, 3]],
  ['2.6', [0, 1, 2, 3]],
  ['2.7', [0, 1, 2]],
  ['2.8', [0, 1, 2, 3, 4]],
  ['2.9', [0, 1, 2, 3, 5, 6]],
  ['3.0', [0, 1, 2, 3, 4, 5]],
  ['3.1', [0, 1, 2, 3, 4]],
  ['3.2', [0, 1, 2, 3, 4, 5]],
  ['3.3', [0]],
  ['3.4', [0, 1]],
  ['3.5', [0]],
  ['3.6', [0, 1]],
]

/** Oldest first. */
export const RELEASES: readonly string[] = PATCHES.flatMap(([minor, patches]) =>
  patches.map((patch) => `${minor}.${patch}`),
)

/** CMake's MNN_LOW_MEMORY exists from here on. */
export const FIRST_LOW_MEMORY_RELEASE = '2.6.0'

/** What the releases are made of, after the last one: it comes after every number. Only what is said of it is known. */
export const UNRELEASED = 'master'
