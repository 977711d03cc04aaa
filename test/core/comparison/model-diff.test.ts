// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SavedModel, SavedNode } from '#contract/document'
import { modelDiff } from '#core/comparison/model-diff'

let made = 0

/** A chain: every node reads the one before. */
function chain(nodes: readonly (readonly [op: string, name: string, width?: number | undefined])[]): SavedModel {
  made += 1
  return {
    name: 'm',
    fileName: `m${made}.onnx`,
    format: 'onnx',
    sha256: made.toString(16).padStart(64, '0'),
    fileBytes: 1,
    weightBytes: 0,
    inputs: [{ name: 'x', dims: [1, 8], declaredDims: [1, 8], dtype: 'float32' }],
    nodes: nodes.map(
      ([op, name, width], id): SavedNode => ({
        name,
        op,
        dims: [1, width ?? 8],
        from: [id - 1],
        weights: width === undefined ? [] : [{ dims: [width, 8], dtype: 'float32' }],
        attributes: [],
      }),
    ),
    warnings: [],
  }
}

const numbered = (ops: readonly (readonly [string, number?])[]) =>
  chain(ops.map(([op, width], id) => [op, `${op}_${id}`, width] as const))

/** "kind title" of what is not the same. */
const differing = (a: SavedModel, b: SavedModel) =>
  modelDiff(a, b)?.nodes.flatMap(({ kind, title }) => (kind === 'same' ? [] : [`${kind} ${title}`]))

describe('difference of two models', () => {
  const BASE: readonly (readonly [string, number?])[] = [
    ['Conv', 16],
    ['Relu'],
    ['Conv', 32],
    ['Relu'],
    ['Conv', 64],
    ['Relu'],
    ['Gemm', 10],
  ]

  it('is nothing for one and the same file', () => {
    const model = numbered(BASE)
    expect(modelDiff(model, model)).toBeNull()
  })

  it('matches files of two formats, which name everything otherwise, by kind, sizes and place', () => {
    const a = numbered(BASE)
    const renamed = chain(BASE.map(([op, width], id) => [op, `t${id}`, width] as const))
    // As a converter leaves it: the bias in the layer, attributes of its own.
    const nodes = renamed.nodes.map((node, id) => ({
      ...node,
      attributes: [{ name: 'kernelX', value: String(id) }],
      weights: node.weights?.flatMap((weight) => [weight, { dims: [weight.dims[0] ?? 0], dtype: 'float32' }]) ?? [],
    }))
    const b = { ...renamed, format: 'mnn', fileName: 'm.mnn', nodes }
    const diff = modelDiff(a, b)
    expect(diff?.counts).toMatchObject({ added: 0, removed: 0 })
    expect(diff?.nodes.map((each) => [each.a, each.b])).toEqual(BASE.map((_, id) => [id, id]))
    // In one format, what has another name, attributes and weights is another operation.
    expect(modelDiff(a, { ...b, format: 'onnx' })?.counts.added).toBeGreaterThan(0)
  })

  it('tells an operation more from the renumbering of all that follow', () => {
    const more = [...BASE.slice(0, 3), ['Sigmoid'] as const, ...BASE.slice(3)]
    expect(differing(numbered(BASE), numbered(more))).toEqual(['added Sigmoid_3'])
    expect(differing(numbered(more), numbered(BASE))).toEqual(['removed Sigmoid_3'])
  })

  it('tells another width of one layer as a change of it, by its name', () => {
    const wider = BASE.map((each, place) => (place === 2 ? (['Conv', 48] as const) : each))
    const diff = modelDiff(numbered(BASE), numbered(wider))
    expect(differing(numbered(BASE), numbered(wider))).toEqual(['changed Conv_2'])
    expect(diff?.nodes[2]?.differences).toContain('weights')
    expect(diff?.counts).toEqual({ same: 6, changed: 1, added: 0, removed: 0 })
  })

  it('matches by structure where an exporter gives all other names', () => {
    const renamed = chain(BASE.map(([op, width], id) => [op, `/features/${id}/${op}`, width] as const))
    const diff = modelDiff(numbered(BASE), renamed)
    expect(diff?.counts).toEqual({ same: 7, changed: 0, added: 0, removed: 0 })
    expect(diff?.nodes.map(({ a, b }) => a === b)).toEqual(BASE.map(() => true))
    expect(diff?.nodes[0]?.differences).toEqual(['name'])
  })

  it('has every operation of both models exactly once, whatever is taken out and put in', () => {
    const op = fc.constantFrom<readonly [string, number?]>(['Conv', 16], ['Conv', 32], ['Relu'], ['Add'])
    fc.assert(
      fc.property(
        fc.array(op, { minLength: 1, maxLength: 30 }),
        fc.array(op, { minLength: 1, maxLength: 30 }),
        (x, y) => {
          const [a, b] = [numbered(x), numbered(y)]
          const nodes = modelDiff(a, b)?.nodes ?? []
          const ids = (side: 'a' | 'b') => nodes.flatMap((each) => each[side] ?? []).sort((i, j) => i - j)
          expect(ids('a')).toEqual(x.map((_, id) => id))
          expect(ids('b')).toEqual(y.map((_, id) => id))
          for (const { kind, a: idA, b: idB } of nodes) {
            expect(kind === 'added').toBe(idA === null)
            expect(kind === 'removed').toBe(idB === null)
          }
        },
      ),
    )
  })

  it('takes a long network whose layers are all alike in no time that grows with their square', () => {
    const long = (count: number) => numbered(Array.from({ length: count }, () => ['Conv', 8] as const))
    expect(modelDiff(long(20_000), long(20_001))?.counts).toEqual({ same: 20_000, changed: 0, added: 1, removed: 0 })
  })
})
