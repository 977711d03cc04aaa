// SPDX-License-Identifier: Apache-2.0
import type { Constant, Node, Tensor } from '#core/model/graph'
import type { Operation } from '#core/model/operations/index'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'

export interface ConvSketch {
  readonly outChannels: number
  readonly kernel: number
  readonly stride?: number
  readonly pad?: number
  readonly group?: number
  readonly depthwise?: boolean
  /** false: the weight is made by another node. */
  readonly constantWeight?: boolean
}

/** Builds small shaped models for tests, node by node. Every method returns the new tensor's id. */
export class ModelSketch {
  readonly #tensors: Tensor[] = []
  readonly #nodes: Node[] = []
  readonly #dims: (readonly number[] | null)[] = []
  readonly #operations: ResolvedOperation[] = []
  readonly #constants = new Map<number, Constant>()
  readonly #inputs: number[] = []

  /** 'mnn': a file of MNN's converter; 'onnx': one of no engine. */
  constructor(readonly format: 'mnn' | 'onnx') {}

  input(dims: readonly number[]): number {
    const tensor = this.#tensor(dims)
    this.#inputs.push(tensor)
    return tensor
  }

  constant(dims: readonly number[]): number {
    const constant: Constant = { dims, data: { kind: 'fill', value: 0 } }
    const tensor = this.#tensor(dims, constant)
    this.#constants.set(tensor, constant)
    return tensor
  }

  conv(from: number, sketch: ConvSketch): number {
    const { outChannels, kernel, stride = 1, pad = 0, group = 1, depthwise = false, constantWeight = true } = sketch
    const [n = 1, c = 1, h = 1, w = 1] = this.#dims[from] ?? []
    const weightDims = [outChannels, c / group, kernel, kernel]
    const weight = constantWeight ? this.constant(weightDims) : this.input(weightDims)
    const out = (size: number) => Math.floor((size + 2 * pad - kernel) / stride) + 1
    const operation: ResolvedOperation & Operation = {
      kind: 'Conv',
      kernel: [kernel, kernel],
      strides: [stride, stride],
      dilations: [1, 1],
      pads: [pad, pad, pad, pad] as never,
      group,
      activation: 'none',
      depthwise: depthwise,
    }
    return this.node(operation, [from, weight, this.constant([outChannels])], [n, outChannels, out(h), out(w)])
  }

  dimsOf(tensor: number): readonly number[] {
    return this.#dims[tensor] ?? []
  }

  node(operation: ResolvedOperation, inputs: readonly number[], dims: readonly number[]): number {
    const [output = -1] = this.nodes(operation, inputs, [dims])
    return output
  }

  /** One with several outputs, by the dims of each. */
  nodes(operation: ResolvedOperation, inputs: readonly number[], dims: readonly (readonly number[])[]): number[] {
    const outputs = dims.map((each) => this.#tensor(each))
    this.#nodes.push({
      id: this.#nodes.length,
      name: `node ${this.#nodes.length}`,
      sourceOp: operation.kind,
      operation: operation as Operation,
      inputs,
      outputs,
      attributes: [],
    })
    this.#operations.push(operation)
    return outputs
  }

  shaped(outputs: readonly number[]): ShapedModel {
    return {
      model: {
        ...(this.format === 'mnn' ? { convertedFor: 'MNN' } : {}),
        producer: 'test',
        tensors: this.#tensors,
        nodes: this.#nodes,
        inputs: this.#inputs.map((tensor) => ({ tensor, declaredDims: this.#dims[tensor] ?? [] })),
        outputs,
        warnings: [],
      },
      dims: this.#dims,
      constants: this.#constants,
      operations: this.#operations,
      folded: this.#nodes.map(() => false),
      assumed: [],
      stops: [],
      awaited: new Map(),
    }
  }

  #tensor(dims: readonly number[], constant?: Constant): number {
    const id = this.#tensors.length
    const layout = this.format === 'mnn' && dims.length === 4 ? ({ layout: 'packed' } as const) : {}
    this.#tensors.push({ id, name: `tensor ${id}`, dtype: 'float32', ...(constant && { constant }), ...layout })
    this.#dims.push(dims)
    return id
  }
}
