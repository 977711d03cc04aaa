// SPDX-License-Identifier: Apache-2.0
import { finish, type Owner } from './body-owner'
import { type KnownSequences, type OnnxNode, unsupported } from './context'
import { Parts } from './parts'

/**
 * Sequences and optional values that are known when the file is read: a sequence is the list of its tensors, an optional value
 * one of them, a sequence, or nothing. Models have tensors only, so that nodes which put a sequence together leave none;
 * what reads a sequence reads its tensors. Sequences that are given from outside, or whose length depends on values, are not
 * known, and neither is what reads them.
 */
export class Sequences implements KnownSequences {
  readonly #sequences = new Map<number, readonly number[]>()
  /** Optional values that are empty. */
  readonly #empty = new Set<number>()
  /** Tensors that stand for a sequence which is not known. */
  readonly #unknown = new Set<number>()

  /** `tensor` is a sequence, or an optional value, of which nothing is known. */
  addUnknown(tensor: number): void {
    this.#unknown.add(tensor)
  }

  /** The tensors of a sequence; undefined where the tensor is none, or is not known. */
  find(tensor: number | undefined): readonly number[] | undefined {
    return this.#sequences.get(tensor ?? -1)
  }

  /** Whether it stands for a sequence or an optional value, which models do not have. */
  isNoTensor(tensor: number): boolean {
    return this.#sequences.has(tensor) || this.#empty.has(tensor) || this.#unknown.has(tensor)
  }

  /** Lets `to` be what `from` is; false where that is a tensor. */
  pass(from: number, to: number): boolean {
    const list = this.#sequences.get(from)
    if (list !== undefined) this.#sequences.set(to, list)
    else if (this.#empty.has(from)) this.#empty.add(to)
    else if (this.#unknown.has(from)) this.#unknown.add(to)
    else return false
    return true
  }

  /** Writes a node that has to do with sequences or optional values; false where it has not. */
  write(owner: Owner): boolean {
    const { node } = owner
    const { opType, inputs, outputs } = node
    const [output] = outputs
    if (opType === 'SequenceMap') return this.#map(owner)
    const kind = KINDS.get(opType)
    if (output === undefined) return kind !== undefined
    if (kind === 'makes') {
      const list = this.#made(node)
      if (list === undefined) this.#leaveOut(node)
      else this.#sequences.set(output, list)
      return true
    }
    if (kind === 'reads') {
      if (!this.#read(node)) this.#leaveOut(node)
      return true
    }
    if (opType === 'Identity' || opType === 'Optional' || opType === 'OptionalGetElement') {
      if (inputs[0] === undefined) this.#empty.add(output)
      else if (this.#unknown.has(inputs[0]) || this.#empty.has(inputs[0])) this.#leaveOut(node)
      else if (!this.pass(inputs[0], output)) finish(node, 0, { kind: 'Identity' }, inputs.slice(0, 1), output)
      return true
    }
    if (
      !inputs.some((tensor) => this.isNoTensor(tensor)) ||
      opType === 'If' ||
      opType === 'Loop' ||
      opType === 'Scan'
    ) {
      return false
    }
    this.#leaveOut(node)
    return true
  }

  /** An output of an If whose bodies give sequences: as long as they are alike, a choice for every element. */
  choose(node: OnnxNode, position: number, [condition = -1, then = -1, other = -1]: readonly number[]): boolean {
    const { builder, name, opType, outputs } = node
    const output = outputs[position] ?? -1
    if (!this.isNoTensor(then) && !this.isNoTensor(other)) return false
    const [held, otherwise] = [this.find(then), this.find(other)]
    if (held === undefined || held.length !== otherwise?.length) {
      const part = position === 0 ? name : `${name}.${position}`
      builder.addNode(part, opType, unsupported({ id: 'unsupported.sequence' }), [condition], [output], [])
      this.#unknown.add(output)
      return true
    }
    const chosen = held.map((tensor, i) => {
      const part = `${name}.${position}.${i}`
      const result = builder.addTensor(part)
      builder.addNode(part, opType, { kind: 'Choice' }, [condition, tensor, otherwise[i] ?? -1], [result], [])
      return result
    })
    this.#sequences.set(output, chosen)
    return true
  }

  /** Writes a node that it is not known what becomes of; its outputs are no tensors. */
  leaveOut(node: OnnxNode): true {
    this.#leaveOut(node)
    for (const tensor of node.outputs) this.#unknown.add(tensor)
    return true
  }

  /** The node as it stands, with the tensors of the sequences that it reads; what it gives is not known. */
  #leaveOut({ builder, name, opType, inputs, outputs, attributes }: OnnxNode): void {
    const read = inputs.flatMap((tensor) => this.#sequences.get(tensor) ?? (this.isNoTensor(tensor) ? [] : [tensor]))
    const operation = unsupported({ id: 'unsupported.sequence' })
    builder.addNode(name, opType, operation, read, outputs, attributes.describe())
    const kind = KINDS.get(opType)
    if (kind === 'makes' || opType.startsWith('Optional')) for (const tensor of outputs) this.#unknown.add(tensor)
  }

  #made(node: OnnxNode): readonly number[] | undefined {
    const { opType, inputs, builder } = node
    if (opType === 'SequenceEmpty') return []
    if (opType === 'SequenceConstruct') return inputs
    if (opType === 'SplitToSequence') return splitParts(node)
    const list = this.find(inputs[0])
    const isInsertion = opType === 'SequenceInsert'
    const stated = inputs[isInsertion ? 2 : 1] ?? -1
    const [position = -1] = stated < 0 ? [isInsertion ? (list?.length ?? 0) : -1] : (builder.values(stated) ?? [])
    if (list === undefined || (stated >= 0 && builder.values(stated) === undefined)) return undefined
    const at = position < 0 ? position + list.length : position
    const last = isInsertion ? list.length : list.length - 1
    if (at < 0 || at > last) return undefined
    const added = isInsertion ? [inputs[1] ?? -1] : []
    return [...list.slice(0, at), ...added, ...list.slice(isInsertion ? at : at + 1)]
  }

  #read(node: OnnxNode): boolean {
    const { opType, inputs, outputs, builder, attributes } = node
    const [input = -1, position = -1] = inputs
    const [output = -1] = outputs
    const list = this.find(input)
    const constant = (dtype: 'int64' | 'bool', value: number) =>
      builder.setConstant(output, dtype, { dims: [], data: { kind: 'values', values: [value] } })
    if (opType === 'OptionalHasElement') {
      if (this.#unknown.has(input)) return false
      constant('bool', input < 0 || this.#empty.has(input) ? 0 : 1)
      return true
    }
    if (list === undefined) return false
    if (opType === 'SequenceLength') {
      constant('int64', list.length)
      return true
    }
    if (opType === 'SequenceAt') {
      const [at] = builder.values(position) ?? []
      const tensor = at === undefined ? undefined : list.at(at)
      if (tensor === undefined) return false
      finish(node, 0, { kind: 'Identity' }, [tensor], output)
      return true
    }
    const axis = attributes.int('axis', 0)
    if (list.length === 0) return false
    finish(node, 0, { kind: attributes.flag('new_axis') ? 'Stack' : 'Concat', axis }, list, output)
    return true
  }

  /** The body once for every element; sequences beside the first give theirs, tensors are given whole. */
  #map({ node, scope, write }: Owner): boolean {
    const { name, inputs, outputs } = node
    const graph = node.attributes.graph('body')
    const list = this.find(inputs[0])
    if (graph === undefined || list === undefined || list.length > MOST_ELEMENTS) {
      return this.leaveOut(node)
    }
    const rounds = list.map((_, round) => {
      const given = inputs.map((tensor) => this.find(tensor)?.[round] ?? tensor)
      const known = new Map((graph.input ?? []).map((input, i) => [input.name ?? '', given[i] ?? -1]))
      return write(graph, scope.inner(`${name}/body.${round}`.slice(scope.prefix.length), { outer: scope, known }))
    })
    for (const [i, output] of outputs.entries()) {
      this.#sequences.set(
        output,
        rounds.map((ends) => ends[i] ?? -1),
      )
    }
    return true
  }
}

/** Elements of a sequence that a body is written for. */
const MOST_ELEMENTS = 1024

/** Operators of sequences and optional values, by whether they give one or read one. */
const KINDS: ReadonlyMap<string, 'makes' | 'reads'> = new Map([
  ...(['SequenceConstruct', 'SequenceEmpty', 'SequenceInsert', 'SequenceErase', 'SplitToSequence'] as const).map(
    (each) => [each, 'makes'] as const,
  ),
  ...(['SequenceAt', 'SequenceLength', 'ConcatFromSequence', 'OptionalHasElement'] as const).map(
    (each) => [each, 'reads'] as const,
  ),
])

/** The parts along an axis: of stated sizes, of one size of which the last may have less, or of one element each. */
function splitParts(node: OnnxNode): readonly number[] | undefined {
  const { inputs, builder, attributes } = node
  const [input = -1, split = -1] = inputs
  const stated = builder.statedDims(input)
  const axis = attributes.int('axis', 0)
  const length = stated?.at(axis)
  const values = split < 0 ? [1] : builder.values(split)
  if (values === undefined) return undefined
  const isList = split >= 0 && builder.tensor(split).constant?.dims.length === 1
  if (!isList && typeof length !== 'number') return undefined
  const sizes = isList ? values : evenly(Number(length), values[0] ?? 1)
  if (sizes.length === 0 || sizes.length > MOST_ELEMENTS) return undefined
  const parts = new Parts(node)
  const tensors = parts.addAll({ kind: 'Split', axis, sizes }, [input], sizes.length)
  if (split >= 0 || attributes.int('keepdims', 1) === 1) return tensors
  return tensors.map((tensor) => parts.add({ kind: 'Squeeze', axes: [axis] }, [tensor]))
}

function evenly(length: number, size: number): number[] {
  if (size < 1) return []
  const count = Math.ceil(length / size)
  return Array.from({ length: count }, (_, index) => Math.min(size, length - index * size))
}
