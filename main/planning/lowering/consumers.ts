import type { Node } from '../../model/graph'
import type { ShapedModel } from '../../model/shapes'

/** x · sigmoid(x) and x · hardSigmoid(x), written as two nodes. */
export interface Gate {
  readonly function: 'swish' | 'hardSwish'
  readonly nodes: readonly number[]
  readonly output: number
}

/** Who reads and writes which tensor. */
export class Consumers {
  private readonly readers = new Map<number, Node[]>()
  private readonly producers = new Map<number, number>()
  private readonly outputs: ReadonlySet<number>

  constructor(private readonly shaped: ShapedModel) {
    const { model, folded } = shaped
    this.outputs = new Set(model.outputs)
    for (const node of model.nodes) {
      for (const tensor of node.outputs) this.producers.set(tensor, node.id)
      if (folded[node.id]) continue
      for (const tensor of new Set(node.inputs)) {
        const readers = this.readers.get(tensor)
        if (readers === undefined) this.readers.set(tensor, [node])
        else readers.push(node)
      }
    }
  }

  /** Node id; null for inputs of the model. */
  producer(tensor: number): number | null {
    return this.producers.get(tensor) ?? null
  }

  /** The node that reads a tensor, where there is exactly one and the tensor is no output of the model. */
  only(tensor: number): Node | null {
    const readers = this.all(tensor)
    return readers.length === 1 ? (readers[0] ?? null) : null
  }

  gate(tensor: number): Gate | null {
    const readers = this.all(tensor)
    if (readers.length !== 2) return null
    for (const [inner, product] of [readers, [...readers].reverse()] as [Node, Node][]) {
      const gated = this.gateFunction(inner)
      const [inside] = inner.outputs
      const [output] = product.outputs
      if (gated === null || inside === undefined || output === undefined) continue
      const operation = this.shaped.operations[product.id]
      const multiplies = operation?.kind === 'Binary' && operation.function === 'mul' && operation.activation === 'none'
      const both = product.inputs.length === 2 && product.inputs.includes(tensor) && product.inputs.includes(inside)
      if (multiplies && both && this.only(inside) === product) {
        return { function: gated, nodes: [inner.id, product.id], output }
      }
    }
    return null
  }

  private gateFunction({ id }: Node): Gate['function'] | null {
    const operation = this.shaped.operations[id]
    if (operation?.kind !== 'Unary') return null
    if (operation.function === 'sigmoid') return 'swish'
    const { alpha, beta } = operation
    const standard = Math.abs(alpha - 1 / 6) < 1e-6 && beta === 0.5
    return operation.function === 'hardSigmoid' && standard ? 'hardSwish' : null
  }

  private all(tensor: number): readonly Node[] {
    return this.outputs.has(tensor) ? [] : (this.readers.get(tensor) ?? [])
  }
}
