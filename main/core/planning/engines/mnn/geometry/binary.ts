// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '#core/model/dims'
import type { ResolvedOperation } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { CommandList } from './command-list'
import { cutRegion, type Region } from './region'

/**
 * An element-wise op of two operands. An operand that is spread over the result (or is laid out
 * otherwise) is copied to its full size first; but where all are unpacked, only one is spread and nothing is
 * fused in, a loop over rows does without. On a GPU operands of another rank are spread in every layout.
 * 2.8.1|3.6.1: source/geometry/GeometryBinary.cpp.
 */
export function binary(
  op: SessionOp,
  operation: Extract<ResolvedOperation, { kind: 'Binary' }>,
  list: CommandList,
): void {
  const [output = -1] = op.outputs
  const { onGpu } = list.geometry
  const dims = list.dimsOf(output)
  const layout = list.layoutOf(output)
  const all = product(dims)
  if (op.inputs.length !== 2 || op.inputs.some((tensor) => product(list.dimsOf(tensor)) === 1)) {
    list.run(op)
    return
  }
  const isSpread = op.inputs.map((tensor) => {
    const own = list.dimsOf(tensor)
    const otherRank = (layout === 'packed' || onGpu !== undefined) && own.length !== dims.length
    return product(own) !== all || list.layoutOf(tensor) !== layout || otherRank
  })
  const unpacked = [output, ...op.inputs].every((tensor) => list.layoutOf(tensor) === 'plain')
  const [first, second] = isSpread
  const isLoop = onGpu?.loops !== false && operation.activation === 'none' && op.activated !== true
  if (first !== second && unpacked && isLoop) {
    const spread = op.inputs[first ? 0 : 1] ?? -1
    const innermost = spreadOver(spread, list.dimsOf(spread), dims)[0]?.axes.at(-1)
    const gathers = innermost !== undefined && innermost.source !== 1
    list.run({ ...op, isLoop, ...(gathers && { gatheredRow: innermost.size }) })
    return
  }
  const inputs = op.inputs.map((tensor, index) => {
    if (!isSpread[index]) return tensor
    const full = list.declare({ dims, layout })
    list.declareVirtual(full, spreadOver(tensor, list.dimsOf(tensor), dims))
    return full
  })
  list.run({ ...op, inputs })
}

/** The regions by which a tensor is spread over `dims`, aligned at the last one. */
function spreadOver(origin: number, own: readonly number[], dims: readonly number[]): Region[] {
  const target = stridesOf(dims)
  const source = stridesOf(own)
  const missing = dims.length - own.length
  const axes = dims.map((size, axis) => ({
    size,
    source: (own[axis - missing] ?? 1) === 1 ? 0 : (source[axis - missing] ?? 0),
    target: target[axis] ?? 0,
  }))
  return cutRegion({ origin, sourceOffset: 0, targetOffset: 0, axes })
}
