// SPDX-License-Identifier: Apache-2.0
import type { Node, Tensor } from '#core/model/graph'
import type { Operation } from '#core/model/operations/index'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { Region } from '../geometry/region'

/** A model as a release's converter writes it. */
export interface ConvertedModel {
  readonly shaped: ShapedModel
  /** By node of it: the node of the model that it was made of. */
  readonly sources: readonly number[]
  /** By node of the model, where it became several: of how many layers, and of what each is one. */
  readonly parts: ReadonlyMap<number, Parts>
  /**
   * Nodes that end what stands for one convolution, with what the converter merges into it: all that it merges into one,
   * or scales and biases only.
   */
  readonly joins: ReadonlyMap<number, JoinedMerges>
  /** By node of it that only moves elements, in a way of which models have no operation: what its output is. */
  readonly moves: ReadonlyMap<number, readonly Region[]>
}

interface Parts {
  readonly layers: number
  readonly of: PartsOf
}

/** One for each group, one for each tap of its kernel along the first axis, or those of a recurrent layer's one step. */
export type PartsOf = 'groups' | 'planes' | 'step'

export type JoinedMerges = 'all' | 'affine'

/** A model of which every node stays. */
export function unchanged(shaped: ShapedModel): ConvertedModel {
  return {
    shaped,
    sources: shaped.model.nodes.map(({ id }) => id),
    parts: new Map(),
    joins: new Map(),
    moves: new Map(),
  }
}

/** What has groups. */
export type GroupedOperation = Extract<ResolvedOperation, { kind: 'Conv' | 'ConvTranspose' }>

/** Of one kind, as files state it and with every parameter known. */
export interface Written {
  readonly stated: Operation
  readonly resolved: ResolvedOperation
}

/** An operation that is stated and resolved alike. */
export function alike(operation: Operation & ResolvedOperation): Written {
  return { stated: operation, resolved: operation }
}

/** The same elements with other dims. */
export function reshaped(dims: readonly number[]): Written {
  return { stated: { kind: 'Reshape', shape: dims, allowZero: false }, resolved: { kind: 'Alias' } }
}

/** Writes a model anew, node by node: nodes are numbered again, tensors keep their ids. */
export class ModelWriter {
  readonly #tensors: Tensor[]
  readonly #dims: (readonly number[] | null)[]
  readonly #constants: Map<number, NonNullable<Tensor['constant']>>
  readonly #nodes: Node[] = []
  readonly #operations: (ResolvedOperation | null)[] = []
  readonly #folded: boolean[] = []
  readonly #sources: number[] = []
  readonly #parts = new Map<number, Parts>()
  readonly #joins = new Map<number, JoinedMerges>()
  readonly #moves = new Map<number, readonly Region[]>()

  constructor(readonly model: ShapedModel) {
    this.#tensors = [...model.model.tensors]
    this.#dims = [...model.dims]
    this.#constants = new Map(model.constants)
  }

  dimsOf(tensor: number): readonly number[] {
    return this.#dims[tensor] ?? this.#constants.get(tensor)?.dims ?? []
  }

  isConstant(tensor: number): boolean {
    return this.#constants.has(tensor)
  }

  keep(node: Node): void {
    this.#add(node, this.model.operations[node.id] ?? null, this.model.folded[node.id] === true, node)
  }

  /** Adds a node on behalf of `source`, whose name it has; answers its id. */
  write(source: Node, operation: Written, inputs: readonly number[], outputs: readonly number[]): number {
    return this.#add({ ...source, operation: operation.stated, inputs, outputs }, operation.resolved, false, source)
  }

  /** A further tensor like `tensor` but of other dims; answers its id. */
  tensor(tensor: number, dims: readonly number[]): number {
    const id = this.#tensors.length
    const { name = '', dtype = 'float32' } = this.#tensors[tensor] ?? {}
    this.#tensors.push({ id, name, dtype })
    this.#dims.push(dims)
    return id
  }

  /** A part of a constant: planning looks at its dims, and at how the whole is stored. Answers its id. */
  partOfConstant(tensor: number, dims: readonly number[]): number {
    const id = this.tensor(tensor, dims)
    const whole = this.#constants.get(tensor)
    if (whole !== undefined) this.#constants.set(id, { ...whole, dims })
    return id
  }

  /** `source` became several layers; `join`: the node that ends what the converter takes for one convolution. */
  replaced(source: Node, parts: Parts, join: number | null): void {
    this.#parts.set(source.id, parts)
    if (join !== null) this.#joins.set(join, parts.of === 'groups' ? 'all' : 'affine')
  }

  /** Adds a node that puts `output` together of parts of `input`. */
  move(source: Node, regions: readonly Region[], input: number, output: number): void {
    this.#moves.set(this.write(source, reshaped(this.dimsOf(output)), [input], [output]), regions)
  }

  finish(): ConvertedModel {
    const { model } = this.model
    return {
      shaped: {
        ...this.model,
        model: { ...model, tensors: this.#tensors, nodes: this.#nodes },
        ...{ dims: this.#dims, constants: this.#constants, operations: this.#operations, folded: this.#folded },
      },
      ...{ sources: this.#sources, parts: this.#parts, joins: this.#joins, moves: this.#moves },
    }
  }

  #add(node: Node, operation: ResolvedOperation | null, folded: boolean, source: Node): number {
    const id = this.#nodes.length
    this.#nodes.push({ ...node, id })
    this.#operations.push(operation)
    this.#folded.push(folded)
    this.#sources.push(source.id)
    return id
  }
}
