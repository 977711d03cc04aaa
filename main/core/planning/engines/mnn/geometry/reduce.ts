// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ResolvedOperation } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { CommandList } from './command-list'
import { wholeCopy } from './region'

/**
 * A reduction as one step for each run of neighbouring axes, of unpacked tensors of three dims: what is
 * before, the axes, what is after. `reducesDirectly`: a single axis of unpacked data needs no copy (3.6.1).
 * 2.8.1|3.6.1: source/geometry/GeometryReduce.cpp.
 */
export function reduce(
  op: SessionOp,
  operation: Extract<ResolvedOperation, { kind: 'Reduce' }>,
  list: CommandList,
): void {
  const [input = -1] = op.inputs
  const [output = -1] = op.outputs
  const unpacked = list.layoutOf(input) === 'plain' && list.layoutOf(output) === 'plain'
  if (list.geometry.reducesDirectly && operation.axes.length === 1 && unpacked) {
    list.run(op)
    return
  }
  const lengths = [...list.dimsOf(input)]
  let current = input
  for (const [start, end] of runs(operation.axes)) {
    const outside = product(lengths.slice(0, start))
    const axis = product(lengths.slice(start, end))
    const inside = product(lengths.slice(end))
    lengths.fill(1, start, end)
    if (axis === 1) continue
    const source = list.declare({ dims: [outside, axis, inside], layout: 'plain', channelsLast: true })
    const result = list.declare({ dims: [outside, 1, inside], layout: 'plain', channelsLast: true })
    list.declareVirtual(source, [wholeCopy(current, outside * axis * inside)])
    list.run({ ...op, inputs: [source], outputs: [result] })
    current = result
  }
  list.declareVirtual(output, [wholeCopy(current, product(list.dimsOf(output)))])
}

/** Neighbouring axes together: [start, end). */
function runs(axes: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = []
  for (const axis of [...axes].sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === axis) last[1] = axis + 1
    else found.push([axis, axis + 1])
  }
  return found
}
