// SPDX-License-Identifier: Apache-2.0
import type { Constant, Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'

type Dims = readonly number[]

/** Writes shaped models by hand, node by node. Methods answer tensor ids. */
export class ShapedBuilder {
  private readonly dims: (Dims | null)[] = []
  private readonly names: string[] = []
  private readonly constants = new Map<number, Constant>()
  private readonly nodes: Node[] = []
  private readonly operations: (ResolvedOperation | null)[] = []
  private readonly folded: boolean[] = []
  private readonly inputs: number[] = []

  input(...dims: number[]): number {
    const tensor = this.tensor(dims)
    this.inputs.push(tensor)
    return tensor
  }

  constant(dims: Dims, data: Constant['data'] = { kind: 'fill', value: 0.5 }): number {
    const tensor = this.tensor(dims)
    this.constants.set(tensor, { dims, data })
    return tensor
  }

  node(operation: ResolvedOperation | null, inputs: readonly number[], ...outputs: (Dims | null)[]): number[] {
    const id = this.nodes.length
    const tensors = outputs.map((dims) => this.tensor(dims))
    const sourceOp = operation?.kind ?? 'Mystery'
    const own = operation ?? { kind: 'Identity' }
    this.nodes.push({
      id,
      name: `${sourceOp}_${id}`,
      sourceOp,
      operation: own as Node['operation'],
      inputs,
      outputs: tensors,
      attributes: [],
    })
    this.operations.push(operation)
    this.folded.push(false)
    return tensors
  }

  /** 3×3, stride 1, padding 1 unless said otherwise. */
  conv(x: number, outChannels: number, { group = 1, kernel = 3, stride = 1 } = {}): number {
    const [n = 0, c = 0, h = 0, w = 0] = this.dims[x] ?? []
    const pad = kernel >> 1
    const out = (length: number) => Math.floor((length + 2 * pad - kernel) / stride) + 1
    const weight = this.constant([outChannels, c / group, kernel, kernel])
    const bias = this.constant([outChannels])
    const operation: ResolvedOperation = {
      kind: 'Conv',
      kernel: [kernel, kernel],
      strides: [stride, stride],
      dilations: [1, 1],
      pads: [pad, pad, pad, pad],
      group,
      activation: 'none',
      depthwise: group > 1 && group === c && group === outChannels,
    }
    return this.one(operation, [x, weight, bias], [n, outChannels, out(h), out(w)])
  }

  relu(x: number): number {
    return this.one({ kind: 'Unary', function: 'relu', alpha: 0, beta: 0 }, [x], this.dims[x] ?? [])
  }

  add(inputs: readonly number[], dims: Dims): number {
    return this.one({ kind: 'Binary', function: 'add', activation: 'none' }, inputs, dims)
  }

  concat(inputs: readonly number[], axis: number): number {
    const shapes = inputs.map((tensor) => this.dims[tensor] ?? [])
    const dims = (shapes[0] ?? []).map((length, index) =>
      index === axis ? shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0) : length,
    )
    return this.one({ kind: 'Concat', axis }, inputs, dims)
  }

  reshape(x: number, ...dims: number[]): number {
    return this.one({ kind: 'Alias' }, [x], dims)
  }

  softmax(x: number): number {
    const dims = this.dims[x] ?? []
    return this.one({ kind: 'Softmax', axis: dims.length - 1, endAxis: dims.length, log: false }, [x], dims)
  }

  one(operation: ResolvedOperation, inputs: readonly number[], dims: Dims): number {
    return this.node(operation, inputs, dims)[0] as number
  }

  dimsOf(tensor: number): Dims {
    return this.dims[tensor] ?? []
  }

  build(...outputs: number[]): ShapedModel {
    return {
      model: {
        producer: 'test',
        tensors: this.names.map((name, id) => {
          const constant = this.constants.get(id)
          return { id, name, dtype: 'float32', ...(constant ? { constant } : {}) }
        }),
        nodes: this.nodes,
        inputs: this.inputs.map((tensor) => ({ tensor, declaredDims: this.dims[tensor] ?? [] })),
        outputs,
        warnings: [],
      },
      dims: this.dims,
      constants: this.constants,
      operations: this.operations,
      folded: this.folded,
      assumed: [],
      stops: [],
      awaited: new Map(),
    }
  }

  private tensor(dims: Dims | null): number {
    this.dims.push(dims)
    this.names.push(`t${this.dims.length - 1}`)
    return this.dims.length - 1
  }
}
