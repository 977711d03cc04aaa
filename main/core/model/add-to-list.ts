// SPDX-License-Identifier: Apache-2.0

/** Adds to the list that a map has for a key. A copy of the list for every element would take quadratic time. */
export function addToList<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
