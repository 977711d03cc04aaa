// SPDX-License-Identifier: Apache-2.0
import { fail as failure, ok, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import { defaultInputDims } from './default-input-dims'
import { elementCount } from './element-count'
import { fold } from './folding/fold'
import type { Constant, Model, Node } from './graph'
import { ReadError } from './read-error'
import { applyRule } from './shape-rules'
import { fail, type RuleContext, type Shapes } from './shape-rules/rule'
import type { ResolvedOperation, ShapedModel } from './shapes'
import { permuted } from './stored-order'

export { defaultInputDims } from './default-input-dims'

/** Constants beyond this many elements are not computed with; results beyond it are not kept. */
const MAX_FOLDED_ELEMENTS = 4096
/** Elements of constants that one model may make us look at: bounds the work that a hostile file asks for. */
const FOLDING_BUDGET = 1 << 24
const MAX_RANK = 32

/**
 * Works out every shape for the given input dims (by input name; defaultInputDims for the others),
 * and the values of constant expressions on the way. Shapes are null downstream of an unsupported
 * operation and where only a run could tell; everything inconsistent is a Problem naming the node.
 */
export function inferShapes(model: Model, inputDims: Readonly<Record<string, readonly number[]>>): Result<ShapedModel> {
  const inference = new ShapeInference(model)
  const file = model.fileName ?? null
  try {
    inference.setInputs(inputDims)
  } catch (error) {
    if (!(error instanceof ReadError)) throw error
    return failure({ code: 'run/input-mismatch', message: { id: 'problem.input', file, why: error.why } })
  }
  for (const node of model.nodes) {
    try {
      inference.visit(node)
    } catch (error) {
      if (!(error instanceof ReadError)) throw error
      const { name, sourceOp } = node
      const message = { id: 'problem.shapes', operation: sourceOp, node: name, file, why: error.why } as const
      return failure({ code: error.code, message, node: name })
    }
  }
  return ok(inference.result())
}

class ShapeInference {
  readonly #dims: (readonly number[] | null)[]
  readonly #constants = new Map<number, Constant>()
  readonly #values = new Map<number, readonly number[]>()
  readonly #operations: (ResolvedOperation | null)[]
  readonly #folded: boolean[]
  #budget = FOLDING_BUDGET

  constructor(private readonly model: Model) {
    this.#dims = model.tensors.map(({ constant }) => constant?.dims ?? null)
    this.#operations = model.nodes.map(() => null)
    this.#folded = model.nodes.map(() => false)
    for (const { id, constant } of model.tensors) if (constant !== undefined) this.#constants.set(id, constant)
  }

  setInputs(given: Readonly<Record<string, readonly number[]>>): void {
    const defaults = defaultInputDims(this.model)
    const unknown = Object.keys(given).find((name) => defaults[name] === undefined)
    if (unknown !== undefined) fail({ id: 'input.unknown', input: unknown })
    for (const { tensor, declaredDims } of this.model.inputs) {
      const name = this.model.tensors[tensor]?.name ?? ''
      const dims = given[name] ?? defaults[name] ?? []
      if (declaredDims.length > 0 && dims.length !== declaredDims.length) {
        fail({ id: 'input.rank', input: name, declared: declaredDims.length, given: dims.length })
      }
      if (dims.some((dim) => dim < 1)) fail({ id: 'input.dims', input: name, dims })
      elementCount(dims)
      this.#dims[tensor] = dims
    }
  }

  visit(node: Node): void {
    const { operation } = node
    if (operation.kind === 'Unsupported') {
      this.#operations[node.id] = operation
      return
    }
    if (node.inputs.some((input) => input >= 0 && this.#dims[input] === null)) return
    const shapes = applyRule(operation, this.#context(node))
    if (shapes === undefined) return
    node.outputs.forEach((output, i) => {
      const dims = shapes.outputs[i] ?? null
      if (dims !== null && dims.length > MAX_RANK) fail({ id: 'shape.outputRank', rank: dims.length })
      if (dims !== null) elementCount(dims)
      this.#dims[output] = dims
    })
    const constants = this.#fold(node, shapes)
    if (constants === undefined) {
      this.#operations[node.id] = shapes.operation
      return
    }
    this.#folded[node.id] = true
    node.outputs.forEach((output, i) => {
      const constant = constants[i]
      if (constant !== undefined) this.#constants.set(output, constant)
    })
  }

  result(): ShapedModel {
    return {
      model: this.model,
      dims: this.#dims,
      constants: this.#constants,
      operations: this.#operations,
      folded: this.#folded,
    }
  }

  #context(node: Node): RuleContext {
    const idOf = (input: number) => node.inputs[input] ?? -1
    return {
      inputCount: node.inputs.length,
      outputCount: node.outputs.length,
      has: (input) => idOf(input) >= 0,
      dims: (input) => this.#dims[idOf(input)] ?? fail({ id: 'shape.missingInput', input }),
      values: (input) => {
        const values = this.#valuesOf(idOf(input))
        return values !== undefined && this.#spend(values.length) ? values : undefined
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
    const known = this.#values.get(tensor)
    if (known !== undefined) return known
    const count = elementCount(constant.dims)
    if (count > MAX_FOLDED_ELEMENTS) return undefined
    const values = new Array<number>(count).fill(constant.data.value)
    this.#values.set(tensor, values)
    return values
  }

  /** Constants for all outputs of a node; undefined where it is left to the run. */
  #fold(node: Node, shapes: Shapes): readonly Constant[] | undefined {
    return this.#foldShape(node, shapes) ?? this.#foldAlias(node, shapes) ?? this.#foldValues(node, shapes)
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
