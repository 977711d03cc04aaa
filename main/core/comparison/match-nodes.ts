// SPDX-License-Identifier: Apache-2.0
import type { SavedModel, SavedNode } from '#contract/document'
import { statedAttributes } from './stated-attributes'

/**
 * Which operation of A is which of B, by name and by structure. Names say most, but exporters number them, so that one
 * operation more renames all that follow. Evidence is used from the strongest on, each on what is left by those before:
 * what leads to an operation and its name, what follows from it and its name, each without the name, the name and kind
 * alone, and at last what the operation is by itself, in order. Of several that are alike the n-th is the n-th. Formats
 * name operations and state attributes each in their own way: between two of them kind, sizes and place say the rest.
 */
export function matchNodes(a: SavedModel, b: SavedModel): ReadonlyMap<number, number> {
  const weakest = a.format === b.format ? () => [] : shapes
  const [sideA, sideB] = [
    [...evidence(a), ...weakest(a)],
    [...evidence(b), ...weakest(b)],
  ]
  const matches = new Map<number, number>()
  const taken = new Set<number>()
  for (const [pass, keysA] of sideA.entries()) {
    const waiting = new Map<string, number[]>()
    for (const [id, key] of (sideB[pass] ?? []).entries()) {
      if (taken.has(id)) continue
      const alike = waiting.get(key)
      if (alike === undefined) waiting.set(key, [id])
      else alike.push(id)
    }
    for (const alike of waiting.values()) alike.reverse()
    for (const [id, key] of keysA.entries()) {
      if (matches.has(id)) continue
      const match = waiting.get(key)?.pop()
      if (match === undefined) continue
      matches.set(id, match)
      taken.add(match)
    }
  }
  return matches
}

/** By pass, a key of every node: nodes of one key are matched. */
function evidence({ nodes }: SavedModel): readonly (readonly string[])[] {
  const own = nodes.map(ownKey)
  const before = chained(own, (id) => (nodes[id]?.from ?? []).filter((maker) => maker < id))
  const readers = nodes.map((): number[] => [])
  for (const [id, { from = [] }] of nodes.entries()) for (const maker of from) readers[maker]?.push(id)
  const after = chained([...own].reverse(), (place) =>
    (readers[nodes.length - 1 - place] ?? []).map((reader) => nodes.length - 1 - reader),
  ).reverse()
  const named = (keys: readonly number[]) => keys.map((key, id) => `${key} ${nodes[id]?.name}`)
  return [
    named(before),
    named(after),
    before.map(String),
    after.map(String),
    nodes.map(({ name, op }) => `${op} ${name}`),
    own,
    nodes.map(({ name }, id) => (name === '' ? `${id} ` : name)),
  ]
}

/** By pass, kinds with sizes of their first weights and of their result, and of the result alone. */
function shapes({ nodes }: SavedModel): readonly (readonly string[])[] {
  return [
    nodes.map(({ op, dims, weights = [] }) => JSON.stringify([op, dims, weights[0]?.dims ?? null])),
    nodes.map(({ op, dims }) => JSON.stringify([op, dims])),
  ]
}

/** What an operation is by itself: sizes of results are left out, since another input size changes all of them. */
function ownKey(node: SavedNode): string {
  const { op, weights = [] } = node
  return JSON.stringify([
    op,
    weights.map(({ dims, dtype, bits }) => [dims, dtype, bits ?? null]),
    statedAttributes(node) ?? [],
  ])
}

/** A number of each node that stands for its key and those of all that it hangs on; `sources` come earlier in the list. */
function chained(keys: readonly string[], sources: (place: number) => readonly number[]): number[] {
  const made: number[] = []
  for (const [place, key] of keys.entries()) {
    let hash = hashed(0x811c9dc5, key)
    for (const source of sources(place)) hash = hashed(hash, `|${made[source] ?? -1}`)
    made.push(hash)
  }
  return made
}

/** FNV-1a over code units, 52 bits wide by two lanes, so that a hundred thousand nodes do not meet by chance. */
function hashed(seed: number, text: string): number {
  let low = seed >>> 0
  let high = Math.floor(seed / 2 ** 32) ^ 0x9e3779b9
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit ^ (low >>> 24), 0x85ebca6b)
  }
  return ((high >>> 0) & 0xfffff) * 2 ** 32 + (low >>> 0)
}
