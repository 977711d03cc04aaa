// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { SessionOp } from '../session/converter-view'
import type { CommandList } from './command-list'
import { wholeCopy } from './region'

/**
 * Normalisation across channels as the ops it becomes: squares, averaged by a pool over channels that
 * were moved to the last axis and padded, then three element-wise ops and the product with the input,
 * all unpacked. 2.8.1|3.6.1: source/geometry/GeometryLRN.cpp.
 */
export function localResponseNorm(op: SessionOp, size: number, list: CommandList): void {
  const { node, inputs, outputs } = op
  const [input = -1] = inputs
  const [output = -1] = outputs
  const dims = list.dimsOf(input)
  const [batch = 1, channels = 1, ...image] = dims
  const area = product(image)
  const total = product(dims)
  const reach = Math.floor(size / 2)
  const padded = channels + 2 * reach
  const plain = () => list.declare({ dims, layout: 'plain' })
  const compute = (kind: SessionOp['kind'], from: readonly number[], to: number) => {
    list.run({ node, kind, inputs: from, outputs: [to] })
    return to
  }

  let unpacked = input
  if (list.tensors.get(input)?.layout === 'packed') {
    unpacked = plain()
    list.declareVirtual(unpacked, [wholeCopy(input, total)])
  }
  const squares = compute('Unary', [unpacked], plain())
  const channelsLast = list.declare({ dims: [batch, area, 1, padded], layout: 'packed' })
  list.declareVirtual(channelsLast, [
    {
      origin: squares,
      sourceOffset: 0,
      targetOffset: reach,
      axes: [
        { size: batch, source: area * channels, target: area * padded },
        { size: area, source: 1, target: padded },
        { size: channels, source: area, target: 1 },
      ],
    },
  ])
  const averages = compute('Pool', [channelsLast], list.declare({ dims: [batch, area, 1, channels], layout: 'packed' }))
  const filtered = plain()
  list.declareVirtual(filtered, [
    {
      origin: averages,
      sourceOffset: 0,
      targetOffset: 0,
      axes: [
        { size: batch, source: area * channels, target: area * channels },
        { size: channels, source: 1, target: area },
        { size: area, source: channels, target: 1 },
      ],
    },
  ])
  const scaled = compute('Binary', [filtered], plain())
  const shifted = compute('Binary', [scaled], plain())
  const powers = compute('Binary', [shifted], plain())
  const normalised = compute('Binary', [unpacked, powers], plain())
  list.declareVirtual(output, [wholeCopy(normalised, total)])
}
