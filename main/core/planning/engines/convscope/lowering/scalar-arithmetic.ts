// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'

/** What a node multiplies `x` with, where it does nothing else than multiply or divide it by one known number. */
export function factorOf(shaped: ShapedModel, node: Node, operation: ResolvedOperation, x: number): number | null {
  if (operation.kind !== 'Binary' || operation.activation !== 'none') return null
  const scalar = scalarBeside(shaped, node, x)
  if (scalar === null) return null
  if (operation.function === 'mul') return scalar
  return operation.function === 'div' && node.inputs[0] === x && scalar !== 0 ? 1 / scalar : null
}

/** What a node adds to `x`, where it does nothing else than add or subtract one known number. */
export function summandOf(shaped: ShapedModel, node: Node, operation: ResolvedOperation, x: number): number | null {
  if (operation.kind !== 'Binary' || operation.activation !== 'none') return null
  const scalar = scalarBeside(shaped, node, x)
  if (scalar === null) return null
  if (operation.function === 'add') return scalar
  return operation.function === 'sub' && node.inputs[0] === x ? -scalar : null
}

/** Of a node with two inputs, the one that is not `x`. */
export function otherInput({ inputs }: Node, x: number): number | null {
  const [a, b] = inputs
  if (inputs.length !== 2 || a === undefined || b === undefined || a === b) return null
  return a === x ? b : a
}

function scalarBeside(shaped: ShapedModel, node: Node, x: number): number | null {
  const constant = shaped.constants.get(otherInput(node, x) ?? -1)
  if (constant === undefined || constant.dims.some((length) => length !== 1)) return null
  if (constant.data.kind === 'fill') return constant.data.value
  return constant.data.kind === 'values' ? (constant.data.values[0] ?? null) : null
}
