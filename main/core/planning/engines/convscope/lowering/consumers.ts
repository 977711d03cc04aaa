// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import { factorOf, summandOf } from './scalar-arithmetic'

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
      const sixfold = this.sixfoldGate(tensor, inner, product)
      if (sixfold !== null) return sixfold
      const gated = this.gateFunction(inner)
      const [inside] = inner.outputs
      const [output] = product.outputs
      if (gated === null || inside === undefined || output === undefined) continue
      if (this.multiplies(product, tensor, inside)) return { function: gated, nodes: [inner.id, product.id], output }
    }
    return null
  }

  /** x · clip(x + 3, 0, 6) / 6, divided before or after the product: as files of before hardSwish have it. */
  private sixfoldGate(x: number, shift: Node, product: Node): Gate | null {
    const { operations } = this.shaped
    const clip = this.only(shift.outputs[0] ?? -1)
    const [shifting, clipping] = [operations[shift.id] ?? null, operations[clip?.id ?? -1] ?? null]
    if (shifting === null || clip === null || summandOf(this.shaped, shift, shifting, x) !== 3) return null
    const {
      function: name,
      alpha,
      beta,
    } = clipping?.kind === 'Unary' ? clipping : { function: null, alpha: 0, beta: 0 }
    if (name !== 'clip' || alpha !== 0 || beta !== 6) return null
    const clipped = clip.outputs[0] ?? -1
    const early = this.sixth(clipped)
    const inside = early?.outputs[0] ?? clipped
    if (!this.multiplies(product, x, inside)) return null
    const late = early === null ? this.sixth(product.outputs[0] ?? -1) : null
    const output = (early === null ? late : product)?.outputs[0]
    if (output === undefined) return null
    const nodes = [shift, clip, early, product, late].flatMap((node) => (node === null ? [] : [node.id]))
    return { function: 'hardSwish', nodes, output }
  }

  /** The node that divides a tensor by 6, where nobody else reads it. */
  private sixth(tensor: number): Node | null {
    const node = this.only(tensor)
    const operation = this.shaped.operations[node?.id ?? -1] ?? null
    if (node === null || operation === null) return null
    const factor = factorOf(this.shaped, node, operation, tensor)
    return factor !== null && Math.abs(factor - 1 / 6) < 1e-6 ? node : null
  }

  /** Whether a node is x · inside and alone reads the latter. */
  private multiplies(product: Node, x: number, inside: number): boolean {
    const operation = this.shaped.operations[product.id]
    const multiplies = operation?.kind === 'Binary' && operation.function === 'mul' && operation.activation === 'none'
    const both = product.inputs.length === 2 && product.inputs.includes(x) && product.inputs.includes(inside)
    return multiplies && both && this.only(inside) === product
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
