// SPDX-License-Identifier: Apache-2.0
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import { oncePer } from './lookups'

/** Which side of a comparison of two files is not the open one. */
export type SideBeside = 'a' | 'b'

/** Nodes of the open model and of the one beside it, as far as they are each other's. */
export interface Pairing {
  readonly toOpen: ReadonlyMap<number, number>
  readonly toBeside: ReadonlyMap<number, number>
  /** By node of the model beside: how it differs. */
  readonly ofBeside: ReadonlyMap<number, NodeDiff>
}

/** The side that is of another file than the open one; null where both are, or neither is. */
export function sideBeside({ a, b }: Pick<ModelDiff, 'a' | 'b'>, openSha256: string): SideBeside | null {
  if (a.sha256 === b.sha256) return null
  if (b.sha256 === openSha256) return 'a'
  return a.sha256 === openSha256 ? 'b' : null
}

const pairings = {
  a: oncePer((diff: ModelDiff) => pairing(diff, 'a')),
  b: oncePer((diff: ModelDiff) => pairing(diff, 'b')),
}

export function pairingOf(diff: ModelDiff, beside: SideBeside): Pairing {
  return pairings[beside](diff)
}

function pairing({ nodes }: ModelDiff, beside: SideBeside): Pairing {
  const toOpen = new Map<number, number>()
  const toBeside = new Map<number, number>()
  const ofBeside = new Map<number, NodeDiff>()
  for (const each of nodes) {
    const [own, open] = beside === 'a' ? [each.a, each.b] : [each.b, each.a]
    if (own === null) continue
    ofBeside.set(own, each)
    if (open === null) continue
    toOpen.set(own, open)
    toBeside.set(open, own)
  }
  return { toOpen, toBeside, ofBeside }
}

/**
 * The difference after the last one, or before, in the order of the comparison and round at its ends; null where there is
 * none. `at`: index in the diff's nodes, -1 before the first. `kind`: of this kind alone.
 */
export function nextDifference(
  { nodes }: ModelDiff,
  at: number,
  direction: 1 | -1,
  kind?: NodeDiff['kind'],
): NodeDiff | null {
  const count = nodes.length
  const from = at < 0 && direction < 0 ? count : at
  for (let step = 1; step <= count; step += 1) {
    const found = nodes[(from + direction * step + count) % count]
    if (found !== undefined && (kind === undefined ? found.kind !== 'same' : found.kind === kind)) return found
  }
  return null
}
