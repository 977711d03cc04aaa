// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** From so many tensors on, what reading a model leaves behind is worth the tenth of a second that it takes to look for it. */
const MANY_TENSORS = 20_000

/**
 * Frees what is held no more of making a large model. V8 lets a heap grow to twice what is in use before it looks: what is
 * left of one step would stand beside what the next one makes, and a model take twice the memory that it needs.
 */
export function collectGarbage(tensors: number): void {
  if (tensors < MANY_TENSORS) return
  // The flag gives contexts made from now on a function, and has no other effect.
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}
