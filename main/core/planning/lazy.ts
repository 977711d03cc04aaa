// SPDX-License-Identifier: Apache-2.0

// Most plans are made for their totals alone, while what a decision depends on takes longer to find than all else. So it is a
// getter, and so is what is said from it: who copies, sends or writes a plan has it worked out.

/** Works something out when it is first asked for. */
export function once<T>(work: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: work() }
    return made.value
  }
}

/** The same object with other values; neither its getters nor those of `changes` are asked. */
export function changed<T extends object>(object: T, changes: Partial<T>): T {
  const own = Object.getOwnPropertyDescriptors(object)
  return Object.defineProperties({}, { ...own, ...Object.getOwnPropertyDescriptors(changes) }) as T
}
