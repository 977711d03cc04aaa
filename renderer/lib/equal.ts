// SPDX-License-Identifier: Apache-2.0

/** Whether two values say the same: plain data as it crosses the bridge, and sets. Others are equal only to themselves. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const kind = Object.getPrototypeOf(a)
  if (kind !== Object.getPrototypeOf(b)) return false
  if (Array.isArray(a)) return equalLists(a, b as readonly unknown[])
  if (kind === Set.prototype) return equalLists([...(a as Set<unknown>)], [...(b as Set<unknown>)])
  if (kind !== Object.prototype && kind !== null) return false
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => Object.hasOwn(b, name) && equal(a[name as never], b[name as never]))
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, at) => equal(each, b[at]))
}

/** `next`, or `before` where that says the same: whoever compares by identity finds nothing changed then. */
export function unchanged<T>(next: T, before: T): T {
  return equal(next, before) ? before : next
}

/** A list whose entries are those of `before` where they say the same, and which is `before` where all do. */
export function unchangedEntries<T>(next: readonly T[], before: readonly T[]): readonly T[] {
  const kept = next.map((entry, at) => (at < before.length ? unchanged(entry, before[at] as T) : entry))
  return kept.length === before.length && kept.every((entry, at) => entry === before[at]) ? before : kept
}
