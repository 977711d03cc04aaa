// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelView } from '#contract/model'
import { modelGraph } from '#renderer/features/graph/model-graph'
import { boxesByLevel, type Folding, folds, foldsAround } from '#renderer/lib/layers/folds'
import { scopesOf } from '#renderer/lib/layers/scopes'
import { aModel } from '../../support/fake-bridge'

interface Made {
  readonly name: string
  /** Ids of the nodes it reads, −1 for the input. */
  readonly from: readonly number[]
  readonly dims?: readonly number[]
}

/** Node i writes tensor i + 1; tensor 0 is the input. */
function network(nodes: readonly Made[]): ModelView {
  const dims = [null, ...nodes.map((node) => node.dims ?? null)]
  return {
    ...aModel('m'),
    nodes: nodes.map(({ name, from }, id) => ({
      id,
      name,
      op: 'Conv',
      sourceOp: 'Conv',
      inputs: from.map((node) => node + 1),
      outputs: [id + 1],
      attributes: [],
      folded: false,
    })),
    tensors: dims.map((each, id) => ({ id, name: `t${id}`, dtype: 'float32', dims: each, bytes: null })),
    outputs: [nodes.length],
  }
}

const chain = (...names: string[]) => network(names.map((name, id) => ({ name, from: [id - 1] })))
const at = (level: number | null, ...opened: string[]): Folding => ({
  collapsed: false,
  level,
  opened: new Set(opened),
})
const drawn = (model: ModelView, folding: Folding) => modelGraph(model, folds(model, folding)).items.map(({ id }) => id)

const STAGES = chain(
  'stem',
  's1/a/conv',
  's1/a/relu',
  's1/b/conv',
  's1/b/relu',
  's2/a/conv',
  's2/a/relu',
  's2/fc',
  'out',
)

describe('structure by names', () => {
  it('is boxes of stages, of blocks in those that are opened, and so on', () => {
    expect(drawn(STAGES, at(0))).toEqual(['n0', 'bscope:s1', 'bscope:s2', 'n8', 'o9'])
    expect(drawn(STAGES, at(0, 'scope:s1'))).toEqual(['n0', 'bscope:s1/a', 'bscope:s1/b', 'bscope:s2', 'n8', 'o9'])
    expect(drawn(STAGES, at(1))).toEqual(['n0', 'bscope:s1/a', 'bscope:s1/b', 'bscope:s2/a', 'n7', 'n8', 'o9'])
    expect(drawn(STAGES, at(null))).toHaveLength(10)
    expect(boxesByLevel(STAGES)).toEqual([4, 6])
    expect(foldsAround(STAGES, at(0), 3)).toEqual(['scope:s1', 'scope:s1/b'])
  })

  it('keeps a stage together whose nodes others stand between', () => {
    // As in NASNet: cell_2 begins with what cell_0 gives it, before cell_1.
    const model = network([
      { name: 'cell_0/a', from: [-1] },
      { name: 'cell_0/b', from: [0] },
      { name: 'cell_2/prev', from: [1] },
      { name: 'cell_1/a', from: [1] },
      { name: 'cell_1/b', from: [3] },
      { name: 'cell_2/a', from: [2, 4] },
      { name: 'cell_2/b', from: [5] },
    ])
    expect(drawn(model, at(0))).toEqual(['bscope:cell_0', 'bscope:cell_1', 'bscope:cell_2', 'o7'])
  })

  it('draws what a path leaves and comes back to in full', () => {
    const model = network([
      { name: 'head/a', from: [-1] },
      { name: 'body/a', from: [0] },
      { name: 'body/b', from: [1] },
      { name: 'head/b', from: [2] },
    ])
    expect(drawn(model, at(0))).toEqual(['n0', 'bscope:body', 'n3', 'o4'])
  })

  it('counts one that is all of another once', () => {
    expect(scopesOf(chain('a/x/y/1', 'a/x/y/2', 'b/x/y/1', 'b/x/y/2')).map(({ id, level }) => [id, level])).toEqual([
      ['scope:a', 0],
      ['scope:b', 0],
    ])
  })

  it('leaves a graph without circles, in order, whatever names and edges there are', () => {
    const node = fc.record({
      scope: fc.constantFrom('a', 'b', 'c', 'a/x', 'b/x'),
      back: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(node, { maxLength: 60 }), fc.constantFrom(0, 1), (nodes, level) => {
        const model = network(
          nodes.map(({ scope, back }, id) => ({ name: `${scope}/n${id}`, from: [id - 1, Math.max(-1, id - back)] })),
        )
        const graph = modelGraph(model, folds(model, at(level)))
        const place = new Map(graph.items.map((item, index) => [item.id, index]))
        for (const { from, to } of graph.edges) expect(place.get(from)).toBeLessThan(place.get(to) ?? -1)
        expect(graph.itemOf.size).toBe(model.nodes.length)
      }),
    )
  })
})

describe('structure where names tell none', () => {
  it('is runs of images of one size; what has none belongs to what is around it', () => {
    const sizes = [8, 8, 1, 8, 4, 4, 2]
    const model = network(sizes.map((size, id) => ({ name: `t${id}`, from: [id - 1], dims: [1, 3, size, size] })))
    expect(folds(model, at(0)).map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ])
  })
  it('is none where all have the same size', () => {
    const model = network([0, 1, 2].map((id) => ({ name: `t${id}`, from: [id - 1], dims: [1, 3, 8, 8] })))
    expect(boxesByLevel(model)).toEqual([])
  })
})
