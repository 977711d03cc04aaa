// SPDX-License-Identifier: Apache-2.0
interface Named {
  readonly name: string
}

/** A first part of names that more than this share of all nodes have tells none of them apart. */
const SAID_BY_ALL = 0.9
const NUMBER = /^\d+$/

/**
 * By node: the stage of the network that its name puts it in ("layer3" of "/layer3/layer3.0/conv1/Conv", "blocks.4" of
 * "blocks.4.conv.weight"); null where the name tells none, or no other node is in it.
 */
export function stagesOf(nodes: readonly Named[]): readonly (string | null)[] {
  const stages = scopePaths(nodes).map(([first]) => first ?? null)
  const counts = new Map<string, number>()
  for (const stage of stages) if (stage !== null) counts.set(stage, (counts.get(stage) ?? 0) + 1)
  return stages.map((stage) => (stage !== null && (counts.get(stage) ?? 0) > 1 ? stage : null))
}

/** By node: what its name says it is part of, outermost first: "layer3", "layer3.0", "conv1" of "/layer3/layer3.0/conv1/Conv". */
export function scopePaths(nodes: readonly Named[]): readonly (readonly string[])[] {
  return withoutShared(nodes.map(({ name }) => partsOf(name))).map((parts) => entriesJoined(parts).slice(0, -1))
}

/** Names with slashes have dots within their parts. Of an operation that stands for several, the first name counts. */
function partsOf(name: string): readonly string[] {
  const [first = ''] = name.split(';')
  return first.split(first.includes('/') ? '/' : '.').filter((part) => part !== '')
}

function withoutShared(names: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>()
  for (const [first] of names) if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1)
  const shared = [...counts].find(([, count]) => count > SAID_BY_ALL * names.length)?.[0]
  // The last part of a name is what it is called, shared or not.
  if (shared === undefined || !names.some((parts) => parts[0] === shared && parts.length > 1)) return names
  return withoutShared(names.map((parts) => (parts[0] === shared ? parts.slice(1) : parts)))
}

/** Where a list is numbered, each entry is a part of its own, and not the list. */
function entriesJoined(parts: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const part of parts) {
    const list = joined.at(-1)
    if (list !== undefined && NUMBER.test(part) && !/\d/.test(list)) joined[joined.length - 1] = `${list}.${part}`
    else joined.push(part)
  }
  return joined
}
