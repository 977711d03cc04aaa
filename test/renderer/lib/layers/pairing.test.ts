// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import { nextDifference, pairingOf, sideBeside } from '#renderer/lib/layers/pairing'

function node(kind: NodeDiff['kind'], a: number | null, b: number | null): NodeDiff {
  return { kind, a, b, node: b, title: `${a} ${b}`, op: 'Conv', differences: [] }
}

const [same, removed, changed, added] = [
  node('same', 0, 0),
  node('removed', 1, null),
  node('changed', 2, 1),
  node('added', null, 2),
]
const diff: ModelDiff = {
  a: { fileName: 'before', sha256: 'aa' },
  b: { fileName: 'after', sha256: 'bb' },
  changes: [],
  nodes: [same, removed, changed, added],
  counts: { same: 1, changed: 1, added: 1, removed: 1 },
}

describe('two models beside each other', () => {
  it('are those of which one is open', () => {
    expect([sideBeside(diff, 'bb'), sideBeside(diff, 'aa'), sideBeside(diff, 'cc')]).toEqual(['a', 'b', null])
    expect(sideBeside({ a: diff.a, b: diff.a }, 'aa')).toBeNull()
  })
  it('know which node is which, whichever of them is open', () => {
    expect([...pairingOf(diff, 'a').toOpen]).toEqual([
      [0, 0],
      [2, 1],
    ])
    expect([...pairingOf(diff, 'b').toBeside]).toEqual([
      [0, 0],
      [2, 1],
    ])
    expect([...pairingOf(diff, 'b').ofBeside.keys()]).toEqual([0, 1, 2])
  })
})

describe('the next difference', () => {
  it('goes on from where one is, and round at the ends', () => {
    expect(nextDifference(diff, -1, 1)).toBe(removed)
    expect(nextDifference(diff, 1, 1)).toBe(changed)
    expect(nextDifference(diff, 3, 1)).toBe(removed)
    expect(nextDifference(diff, -1, -1)).toBe(added)
    expect(nextDifference(diff, 1, -1)).toBe(added)
  })
  it('is of one kind where that is asked for, itself if there is no other', () => {
    expect(nextDifference(diff, -1, 1, 'added')).toBe(added)
    expect(nextDifference(diff, 3, 1, 'added')).toBe(added)
    expect(nextDifference({ ...diff, nodes: [same] }, -1, 1)).toBeNull()
    expect(nextDifference({ ...diff, nodes: [] }, -1, 1)).toBeNull()
  })
})
