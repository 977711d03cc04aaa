// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelView, NodeView } from '#contract/model'
import { modelGraph } from '#renderer/features/graph/model-graph'
import { repeatedBlocks } from '#renderer/lib/layers/blocks'
import { type Folding, folds, foldsAround } from '#renderer/lib/layers/folds'
import { aModel } from '../../support/fake-bridge'

const NONE: Folding = { collapsed: false, level: null, opened: new Set() }
const COLLAPSED: Folding = { ...NONE, collapsed: true }

type Wire = readonly [op: string, inputs: readonly number[]]

/** Node i writes tensor i + 1; tensor 0 is the input. The last tensor is the output. */
function network(nodes: readonly Wire[], outputs: readonly number[] = [nodes.length]): ModelView {
  const view = nodes.map(
    ([op, inputs], id): NodeView => ({
      id,
      name: `n${id}`,
      op,
      sourceOp: op,
      inputs,
      outputs: [id + 1],
      attributes: [],
      folded: false,
    }),
  )
  const tensors = Array.from({ length: nodes.length + 1 }, (_, id) => ({
    id,
    name: `t${id}`,
    dtype: 'float32' as const,
    dims: null,
    bytes: null,
  }))
  return {
    ...aModel('m'),
    nodes: view,
    tensors,
    inputs: [{ tensor: 0, name: 't0', declaredDims: [], dimNames: [], roles: [], dims: [] }],
    outputs,
  }
}

/** Conv, Relu, Conv, Add with a way around, `count` times after a stem of Conv and Relu. */
function residual(count: number): ModelView {
  const nodes: Wire[] = [
    ['Conv', [0]],
    ['Relu', [1]],
  ]
  for (let block = 0; block < count; block++) {
    const x = nodes.length
    nodes.push(['Conv', [x]], ['Relu', [x + 1]], ['Conv', [x + 2]], ['Add', [x, x + 3]])
  }
  nodes.push(['GlobalAveragePool', [nodes.length]])
  return network(nodes)
}

describe('repeatedBlocks', () => {
  it('finds residual blocks, cut where only one tensor passes', () => {
    expect(repeatedBlocks(residual(5))).toEqual([{ first: 2, length: 4, count: 5 }])
  })
  it('finds nothing where nothing repeats', () => {
    expect(repeatedBlocks(network(['A', 'B', 'C', 'D', 'E', 'F'].map((op, at) => [op, [at]])))).toEqual([])
  })
  it('finds runs on both sides of what is between them', () => {
    const ops = ['A', 'B', 'A', 'B', 'A', 'B', 'X', 'C', 'D', 'E', 'C', 'D', 'E']
    expect(repeatedBlocks(network(ops.map((op, at) => [op, [at]])))).toEqual([
      { first: 0, length: 2, count: 3 },
      { first: 7, length: 3, count: 2 },
    ])
  })
  it('tells apart convolutions of different windows', () => {
    const model = network(['Conv', 'Relu', 'Conv', 'Relu', 'Conv', 'Relu'].map((op, at) => [op, [at]]))
    const strided = model.nodes.map((node, at) =>
      at === 2 ? { ...node, attributes: [{ name: 'strides', value: '2×2' }] } : node,
    )
    expect(repeatedBlocks({ ...model, nodes: strided })).toEqual([])
  })
  it('answers runs that repeat, lie within the model and do not overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 60 }), (ops) => {
        const model = network(ops.map((op, at) => [op, [at]]))
        let end = 0
        for (const { first, length, count } of repeatedBlocks(model)) {
          expect(first).toBeGreaterThanOrEqual(end)
          expect(count).toBeGreaterThanOrEqual(2)
          end = first + length * count
          expect(end).toBeLessThanOrEqual(ops.length)
          for (let at = first; at + length < end; at++) expect(ops[at]).toBe(ops[at + length])
        }
      }),
    )
  })
})

describe('bodies', () => {
  /** A chain of ten nodes: 2 to 8 are a loop's body, 4 to 6 the branch of an If in it, 5 alone another's. */
  function nested(): ModelView {
    const model = network(Array.from({ length: 10 }, (_, at): Wire => [`Op${at}`, [at]]))
    const bodies: Record<number, string> = { 2: 'loop/body', 3: 'loop/body', 7: 'loop/body', 8: 'loop/body' }
    for (const at of [4, 6]) bodies[at] = 'loop/body/if/then'
    bodies[5] = 'loop/body/if/then/one/body'
    const nodes = model.nodes.map((node) => ({ ...node, ...(bodies[node.id] && { body: bodies[node.id] }) }))
    return { ...model, nodes: nodes as NodeView[] }
  }
  const shown = (opened: readonly string[]) =>
    folds(nested(), { ...NONE, opened: new Set(opened) }).map(({ id, nodes }) => [id, nodes.map((node) => node.id)])

  it('are one box each, the inner ones once the outer is opened; one node is drawn itself', () => {
    expect(shown([])).toEqual([['loop/body', [2, 3, 4, 5, 6, 7, 8]]])
    expect(shown(['loop/body'])).toEqual([['loop/body/if/then', [4, 5, 6]]])
    expect(shown(['loop/body', 'loop/body/if/then'])).toEqual([])
  })
  it('are opened for a node within, all of them', () => {
    expect(foldsAround(nested(), NONE, 5)).toEqual(['loop/body', 'loop/body/if/then'])
    expect(foldsAround(nested(), NONE, 9)).toEqual([])
  })
  it('are not where others stand between their nodes', () => {
    const model = nested()
    const nodes = model.nodes.map((node) => (node.id === 3 ? { ...node, body: 'other/body' } : node))
    expect(folds({ ...model, nodes }, NONE).map(({ id }) => id)).toEqual(['loop/body/if/then'])
  })
})

describe('modelGraph with hidden blocks', () => {
  it('draws them as one box, joined with what is around them', () => {
    const model = residual(5)
    const graph = modelGraph(model, folds(model, COLLAPSED))
    expect(graph.items.map((item) => item.id)).toEqual(['i0', 'n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'b2', 'n22', 'o23'])
    const pairs = graph.edges.map(({ from, to }) => `${from} ${to}`)
    expect(pairs).toContain('n5 b2')
    expect(pairs).toContain('b2 n22')
    expect(graph.itemOf.get(12)).toBe('b2')
    expect(graph.itemOf.size).toBe(model.nodes.length)
  })
  it('keeps the order topological and every edge between boxes that exist', () => {
    const node = fc.record({ op: fc.constantFrom('A', 'B'), back: fc.integer({ min: 1, max: 6 }) })
    fc.assert(
      fc.property(fc.array(node, { maxLength: 50 }), (nodes) => {
        const wires = nodes.map(({ op, back }, at): Wire => [op, [at, Math.max(0, at - back)]])
        const model = network(wires, [nodes.length, nodes.length >> 1])
        const graph = modelGraph(model, folds(model, COLLAPSED))
        const place = new Map(graph.items.map((item, at) => [item.id, at]))
        for (const { from, to } of graph.edges) expect(place.get(from)).toBeLessThan(place.get(to) ?? -1)
      }),
    )
  })
})
