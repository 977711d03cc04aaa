// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from 'node:v8'

let working = 0

/**
 * Has V8 look for what is no longer used before it takes more memory, in all threads, as long as the work takes. What a
 * model is made of is not short-lived: room for twice as much, and 32 MiB for new objects in the thread that receives it,
 * are for nothing while it is opened. Planning, of short-lived objects, takes twice the time so.
 */
export async function sparingMemory<T>(work: () => Promise<T>): Promise<T> {
  working += 1
  setFlagsFromString('--optimize-for-size')
  try {
    return await work()
  } finally {
    working -= 1
    if (working === 0) setFlagsFromString('--no-optimize-for-size')
  }
}
