// SPDX-License-Identifier: Apache-2.0
import type { SavedInput, SavedModel, SavedNode } from '#contract/document'
import type { CountChange, ModelAspect } from '#messages/en/model-changes'
import type { Message } from '#messages/message'
import { statedAttributes } from './stated-attributes'

/** One way in which two models are not the same. */
export interface ModelChange {
  readonly aspect: ModelAspect
  /** One sentence with what it is and what it was. */
  readonly message: Message
}

export interface ModelChanges {
  readonly changes: readonly ModelChange[]
  /** Of what nothing can be said, because an earlier version saved one of the two; files of one hash are alike in all. */
  readonly incomparable: readonly ModelAspect[]
}

/**
 * What the memory of a model depends on and `b` has otherwise than `a`: sizes and names of inputs, operations, and
 * shapes and types of weights. Neither the values of weights nor the names of nodes are among it.
 */
export function modelChanges(a: SavedModel, b: SavedModel): ModelChanges {
  const sizes = sizeChanges(a, b)
  if (a.sha256 === b.sha256) return { changes: sizes, incomparable: [] }
  const weights = weightChanges(a, b)
  return {
    changes: [...sizes, ...inputChanges(a, b), ...operationChanges(a, b), ...weights],
    incomparable: [
      ...(listsAll(a, b, ({ attributes }) => attributes) ? [] : (['operations'] as const)),
      ...(listsAll(a, b, (node) => node.weights) || weights.length > 0 ? [] : (['weights'] as const)),
    ],
  }
}

function sizeChanges(a: SavedModel, b: SavedModel): ModelChange[] {
  const before = new Map(a.inputs.map((input) => [input.name, input]))
  return b.inputs.flatMap((input): ModelChange[] => {
    const was = before.get(input.name)
    if (was === undefined) return []
    const { name } = input
    if (!same(was.dims, input.dims)) {
      return [{ aspect: 'sizes', message: { id: 'model.inputSize', input: name, was: was.dims, is: input.dims } }]
    }
    const [declared, now] = [was.declaredDims, input.declaredDims]
    if (declared === undefined || now === undefined || same(declared, now)) return []
    return [{ aspect: 'sizes', message: { id: 'model.declaredSize', input: name, was: declared, is: now } }]
  })
}

function inputChanges(a: SavedModel, b: SavedModel): ModelChange[] {
  const changes: Message[] = []
  const [gone, added] = [without(a.inputs, b.inputs), without(b.inputs, a.inputs)]
  if (gone.length + added.length > 0) changes.push({ id: 'model.inputs', gone, added })
  for (const { name, dtype: is } of b.inputs) {
    const was = a.inputs.find((input) => input.name === name)?.dtype
    if (was !== undefined && is !== undefined && was !== is)
      changes.push({ id: 'model.inputType', input: name, was, is })
  }
  return changes.map((message) => ({ aspect: 'inputs', message }))
}

function without(inputs: readonly SavedInput[], others: readonly SavedInput[]): string[] {
  return inputs.map(({ name }) => name).filter((name) => !others.some((other) => other.name === name))
}

function operationChanges(a: SavedModel, b: SavedModel): ModelChange[] {
  const kinds = countChanges([a.nodes.map(({ op }) => op), b.nodes.map(({ op }) => op)])
  if (kinds.length > 0) return [{ aspect: 'operations', message: { id: 'model.operations', kinds } }]
  if (!listsAll(a, b, ({ attributes }) => attributes)) return []
  const was = new Map<string, number>()
  for (const node of a.nodes) was.set(stated(node), (was.get(stated(node)) ?? 0) + 1)
  const others = b.nodes.filter((node) => {
    const left = was.get(stated(node)) ?? 0
    was.set(stated(node), left - 1)
    return left <= 0
  })
  const [first] = others
  if (first === undefined) return []
  const message = { id: 'model.attributes', count: others.length, op: first.op, first: first.name } as const
  return [{ aspect: 'operations', message }]
}

/** An operation with its attributes, whatever their order. */
function stated(node: SavedNode): string {
  return JSON.stringify([node.op, ...(statedAttributes(node) ?? [])])
}

function weightChanges(a: SavedModel, b: SavedModel): ModelChange[] {
  if (listsAll(a, b, ({ weights }) => weights)) {
    const kinds = countChanges([weightKinds(a), weightKinds(b)])
    if (kinds.length > 0) return [{ aspect: 'weights', message: { id: 'model.weights', kinds } }]
  }
  if (a.weightBytes === b.weightBytes) return []
  return [{ aspect: 'weights', message: { id: 'model.weightBytes', was: a.weightBytes, is: b.weightBytes } }]
}

/** "float32 64×3×3×3" of every weight. */
function weightKinds({ nodes }: SavedModel): string[] {
  return nodes.flatMap(({ weights = [] }) =>
    weights.map(({ dims, dtype, bits }) =>
      [bits === undefined ? dtype : `${bits}-bit`, ...(dims.length === 0 ? [] : [dims.join('×')])].join(' '),
    ),
  )
}

/** What is there another number of times, in the order in which it appears. */
function countChanges([before, after]: readonly [readonly string[], readonly string[]]): CountChange[] {
  const count = (items: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
    return counts
  }
  const [was, is] = [count(before), count(after)]
  return [...new Set([...after, ...before])]
    .map((name) => ({ name, was: was.get(name) ?? 0, is: is.get(name) ?? 0 }))
    .filter((change) => change.was !== change.is)
}

function listsAll(a: SavedModel, b: SavedModel, part: (node: SavedNode) => unknown): boolean {
  return [a, b].every(({ nodes }) => nodes.every((node) => part(node) !== undefined))
}

function same(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis])
}
