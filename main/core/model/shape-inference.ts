// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { elementCount } from './element-count'
import { fold } from './folding/fold'
import { foldLargeConstants } from './folding/large-constants'
import type { Constant, DeclaredTensor, Model, Node } from './graph'
import { KnownConstants } from './known-constants'
import { ReadError } from './read-error'
import { applyRule } from './shape-rules'
import { fail, type RuleContext, type Shapes } from './shape-rules/rule'
import type { ResolvedOperation, ShapedModel, ShapeStop } from './shapes'
import { Shared } from './shared'
import { permuted } from './stored-order'

/** Constants beyond this many elements are not computed with; results beyond it are not kept. */
const MAX_FOLDED_ELEMENTS = 4096
/** Elements of constants that one model may make us look at: bounds the work that a hostile file asks for. */
const FOLDING_BUDGET = 1 << 24
const MAX_RANK = 32

/** One walk over the nodes of a model with all sizes of its inputs. */
export class ShapeInference {
  readonly #dims: (readonly number[] | null)[]
  readonly #constants: KnownConstants
  readonly #operations: (ResolvedOperation | null)[]
  readonly #folded: boolean[]
  readonly #stops: ShapeStop[] = []
  readonly #replaced = new Map<number, Node>()
  readonly #awaited = new Map<number, readonly number[]>()
  readonly #shared = new Shared()
  #budget = FOLDING_BUDGET

  constructor(
    private readonly model: Model,
    /** By input. */
    inputDims: readonly (readonly number[] | null)[],
    /** Dims that the file states of a tensor, under these sizes; null where they do not follow. */
    private readonly stated: (declared: DeclaredTensor['dims']) => readonly number[] | null,
    /** By tensor: elements of inputs that are known. */
    values: ReadonlyMap<number, readonly number[]> = new Map(),
  ) {
    this.#constants = new KnownConstants(model.tensors)
    this.#dims = model.tensors.map(({ constant }) => constant?.dims ?? null)
    model.inputs.forEach(({ tensor }, i) => {
      this.#dims[tensor] = inputDims[i] ?? null
    })
    for (const [tensor, list] of values) {
      const dims = this.#dims[tensor] ?? []
      if (elementCount(dims) !== list.length)
        fail({ id: 'input.values', tensor: model.tensors[tensor]?.name ?? '', dims, given: list.length })
      if (!this.#constants.has(tensor)) this.#constants.set(tensor, { dims, data: { kind: 'values', values: list } })
    }
    this.#operations = model.nodes.map(() => null)
    this.#folded = model.nodes.map(() => false)
  }

  /**
   * Works out the shapes of one node and, where they are constant, the values of its outputs. False where they do not
   * fit together: it is kept as a stop, and what depends on it goes on with what the file says.
   */
  visit(node: Node): boolean {
    if (!this.#mayRun(node)) {
      this.#folded[node.id] = true
      return true
    }
    try {
      this.#visit(node)
      return true
    } catch (error) {
      if (!(error instanceof ReadError)) throw error
      this.#operations[node.id] = { kind: 'Unsupported', why: { id: 'unsupported.shapes', why: error.why } }
      // A body may be there for the very shapes that fit it.
      if (node.conditions !== undefined) return true
      this.#stops.push({ node: node.id, code: error.code, why: error.why })
      return false
    } finally {
      this.#declare(node)
    }
  }

  /** Whether a condition that is known does not keep it from running. */
  #mayRun({ conditions = [] }: Node): boolean {
    return conditions.every(({ tensor, holds }) => {
      const [value] = this.#valuesOf(tensor) ?? []
      return value === undefined || (value !== 0) === holds
    })
  }

  /** A choice whose condition is known is the body that it takes. */
  #chosen(node: Node): Node {
    if (node.operation.kind !== 'Choice') return node
    const [condition = -1, then = -1, other = -1] = node.inputs
    const [value] = this.#valuesOf(condition) ?? []
    if (value === undefined) return node
    const chosen: Node = { ...node, operation: { kind: 'Identity' }, inputs: [value === 0 ? other : then] }
    this.#replaced.set(node.id, chosen)
    return chosen
  }

  #visit(stated: Node): void {
    const node = this.#chosen(stated)
    const { operation } = node
    const known = node.inputs.every((input) => input < 0 || this.#dims[input] !== null)
    if (operation.kind === 'Unsupported') {
      const { like, ...unsupported } = operation
      const shapes = like === undefined || !known ? undefined : applyRule(like, this.#context(node, new Set()))
      this.#operations[node.id] = { ...unsupported, ...(shapes?.operation && { like: shapes.operation }) }
      if (shapes !== undefined) this.#shape(node, shapes)
      return
    }
    if (!known) {
      // One of the bodies may be known once it is known which runs.
      if (operation.kind === 'Choice') this.#awaited.set(node.id, node.inputs.slice(0, 1))
      return
    }
    const missed = new Set<number>()
    const shapes = applyRule(operation, this.#context(node, missed))
    const waits = shapes === undefined || shapes.operation?.kind === 'Unsupported'
    if (waits && missed.size > 0) this.#awaited.set(node.id, [...missed])
    if (shapes === undefined) return
    this.#shape(node, shapes)
    const constants = this.#fold(node, shapes)
    if (constants === undefined) {
      this.#operations[node.id] = this.#shared.of(shapes.operation)
      return
    }
    this.#folded[node.id] = true
    node.outputs.forEach((output, i) => {
      const constant = constants[i]
      if (constant !== undefined) this.#constants.set(output, constant)
    })
  }

  #shape(node: Node, shapes: Shapes): void {
    for (const dims of shapes.outputs) {
      if (dims.length > MAX_RANK) fail({ id: 'shape.outputRank', rank: dims.length })
      elementCount(dims)
    }
    node.outputs.forEach((output, i) => {
      const dims = shapes.outputs[i]
      if (output >= 0) this.#dims[output] = dims === undefined ? null : this.#shared.of(dims)
    })
  }

  /** Takes what the file says of outputs whose shapes no rule tells. */
  #declare({ outputs }: Node): void {
    for (const output of outputs) {
      if (output < 0 || this.#dims[output] !== null) continue
      this.#dims[output] = this.stated(this.model.tensors[output]?.declared?.dims ?? null)
    }
  }

  result(): Omit<ShapedModel, 'assumed'> {
    const { model } = this
    return {
      model:
        this.#replaced.size === 0
          ? model
          : { ...model, nodes: model.nodes.map((node) => this.#replaced.get(node.id) ?? node) },
      dims: this.#dims,
      constants: this.#constants,
      operations: this.#operations,
      folded: this.#folded,
      awaited: this.#awaited,
      stops: this.#stops,
    }
  }

  /** `missed` takes the tensors whose values are asked for and not known. */
  #context(node: Node, missed: Set<number>): RuleContext {
    const idOf = (input: number) => node.inputs[input] ?? -1
    return {
      inputCount: node.inputs.length,
      outputCount: node.outputs.length,
      has: (input) => idOf(input) >= 0,
      dims: (input) => this.#dims[idOf(input)] ?? fail({ id: 'shape.missingInput', input }),
      values: (input) => {
        const values = this.#valuesOf(idOf(input))
        if (values !== undefined && this.#spend(values.length)) return values
        if (idOf(input) >= 0) missed.add(idOf(input))
        return undefined
      },
      dtype: (input) => this.#dtype(idOf(input)),
    }
  }

  /** Whether the work is still within what one model may ask for. */
  #spend(work: number): boolean {
    if (work > this.#budget) return false
    this.#budget -= work
    return true
  }

  #dtype(tensor: number): DataType {
    return this.model.tensors[tensor]?.dtype ?? 'float32'
  }

  /** Elements of a constant, where they are known without the file. */
  #valuesOf(tensor: number): readonly number[] | undefined {
    const constant = this.#constants.get(tensor)
    if (constant?.data.kind === 'values') return constant.data.values
    if (constant?.data.kind !== 'fill') return undefined
    const count = elementCount(constant.dims)
    return count > MAX_FOLDED_ELEMENTS ? undefined : new Array<number>(count).fill(constant.data.value)
  }

  /** Constants for all outputs of a node; undefined where it is left to the run. */
  #fold(node: Node, shapes: Shapes): readonly Constant[] | undefined {
    return (
      this.#foldShape(node, shapes) ??
      this.#foldAlias(node, shapes) ??
      this.#foldValues(node, shapes) ??
      this.#foldLarge(node, shapes)
    )
  }

  /** Operations that only look at the shape of their input. */
  #foldShape({ operation, inputs }: Node, { outputs: [dims = []] }: Shapes): readonly Constant[] | undefined {
    const input = this.#dims[inputs[0] ?? -1] ?? []
    const values = (list: readonly number[]) => [{ dims, data: { kind: 'values', values: list } } as const]
    switch (operation.kind) {
      case 'Shape':
        return values(input)
      case 'Rank':
        return values([input.length])
      case 'Size':
        return values([elementCount(input)])
      case 'ConstantOfShape':
        return [{ dims, data: { kind: 'fill', value: operation.value } }]
      default:
        return undefined
    }
  }

  /** The same elements under other dims or in another order, wherever they are; and one value spread out. */
  #foldAlias({ operation, inputs }: Node, shapes: Shapes): readonly Constant[] | undefined {
    const source = this.#constants.get(inputs[0] ?? -1)
    if (source === undefined) return undefined
    const alias = shapes.operation?.kind === 'Alias' && operation.kind !== 'Cast'
    const spread = shapes.operation?.kind === 'Expand' && source.data.kind === 'fill'
    if (alias || spread) return shapes.outputs.map((dims) => ({ ...source, dims }))
    if (shapes.operation?.kind !== 'Transpose') return undefined
    const reordered = permuted(source, shapes.operation.permutation)
    return reordered && [reordered]
  }

  /** A file that an engine's converter wrote is as that converter left it. */
  #foldLarge(node: Node, shapes: Shapes): readonly Constant[] | undefined {
    if (this.model.convertedFor !== undefined) return undefined
    const given = node.inputs.filter((id) => id >= 0)
    const inputs = given.map((id) => {
      const constant = this.#constants.get(id)
      return constant && { dtype: this.#dtype(id), constant }
    })
    const outputs = node.outputs.map((id, i) => ({ dims: shapes.outputs[i] ?? [], dtype: this.#dtype(id) }))
    return foldLargeConstants({ node, resolved: shapes.operation, inputs, outputs })
  }

  #foldValues(node: Node, shapes: Shapes): readonly Constant[] | undefined {
    const total = shapes.outputs.reduce((sum, dims) => sum + elementCount(dims), 0)
    if (total > MAX_FOLDED_ELEMENTS || node.inputs.length === 0) return undefined
    const inputs = node.inputs.map((id) => {
      const values = this.#valuesOf(id)
      return values === undefined ? undefined : { dims: this.#dims[id] ?? [], dtype: this.#dtype(id), values }
    })
    const known = inputs.every((operand, i) =>
      operand ? operand.values.length <= MAX_FOLDED_ELEMENTS : (node.inputs[i] ?? -1) < 0,
    )
    const work = inputs.reduce((sum, operand) => sum + (operand?.values.length ?? 0) + total, total)
    if (!known || !this.#spend(work)) return undefined
    const outputs = node.outputs.map((id, i) => ({ dims: shapes.outputs[i] ?? [], dtype: this.#dtype(id) }))
    const results = fold({ operation: node.operation, resolved: shapes.operation, inputs, outputs })
    return results?.map((values, i) => ({ dims: outputs[i]?.dims ?? [], data: { kind: 'values', values } }))
  }
}
