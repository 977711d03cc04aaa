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
  const names = nodes.map(({ name }) => partsOf(name))
  const stages = withoutShared(names).map(stageOf)
  const counts = new Map<string, number>()
  for (const stage of stages) if (stage !== null) counts.set(stage, (counts.get(stage) ?? 0) + 1)
  return stages.map((stage) => (stage !== null && (counts.get(stage) ?? 0) > 1 ? stage : null))
}

/** Names with slashes have dots within their parts. */
function partsOf(name: string): readonly string[] {
  return name.split(name.includes('/') ? '/' : '.').filter((part) => part !== '')
}

function withoutShared(names: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>()
  for (const [first] of names) if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1)
  const shared = [...counts].find(([, count]) => count > SAID_BY_ALL * names.length)?.[0]
  // The last part of a name is what it is called, shared or not.
  if (shared === undefined || !names.some((parts) => parts[0] === shared && parts.length > 1)) return names
  return withoutShared(names.map((parts) => (parts[0] === shared ? parts.slice(1) : parts)))
}

/** Where a list is numbered, each entry is a stage of its own, and not the list. */
function stageOf(parts: readonly string[]): string | null {
  const [first, second] = parts
  if (first === undefined || second === undefined) return null
  const numbered = NUMBER.test(second) && !/\d/.test(first)
  if (!numbered) return first
  return parts.length > 2 ? `${first}.${second}` : null
}
