// SPDX-License-Identifier: Apache-2.0

/** ncnn's axes are w, h, d and c, of which c is the outermost; the model's begin with a batch. */

const NAMES: readonly string[] = ['', 'w', 'hw', 'chw', 'cdhw']

/** Names of the axes of a blob of `rank` dimensions, outermost first. */
export function axisNames(rank: number): readonly string[] {
  return [...(NAMES[rank] ?? '')]
}

/** ncnn's number of an axis as the model's. */
export function modelAxis(axis: number): number {
  return axis < 0 ? axis : axis + 1
}

/** Beyond the end of every dim. */
export const TO_END = 2 ** 31 - 1

/** What ncnn writes for "not stated" and "all that is left". */
export const UNSET = -233
