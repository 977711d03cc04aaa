// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import { blockingNode } from '#renderer/features/run/blocking-node'

const node = (id: number, more: Partial<NodeView>): NodeView => ({
  ...{ id, name: `n${id}`, op: 'Unsupported', sourceOp: 'Mystery', inputs: [], outputs: [], attributes: [] },
  ...{ folded: false, ...more },
})
const notRunnable = { id: 'unsupported.inputShapes' } as const

describe('what keeps Run from being pressed', () => {
  it('is the first node that no run gets past', () => {
    expect(blockingNode({ nodes: [node(0, {}), node(1, { notRunnable }), node(2, { notRunnable })] })?.id).toBe(1)
  })

  it('is not a node that a run may never reach: whether it does shows then', () => {
    expect(blockingNode({ nodes: [node(0, { notRunnable, decidedInRun: true })] })).toBeNull()
    expect(blockingNode({ nodes: [] })).toBeNull()
  })
})
