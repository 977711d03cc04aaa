// SPDX-License-Identifier: Apache-2.0

import type { LayerMeasurement, OutputSummary } from '#contract/timeline'
import { addToList } from '#core/model/add-to-list'
import { largest } from '#core/model/extremes'
import type { EventStream } from './event-stream'
import type { NativeOp } from './native-program'
import type { NamedTensor } from './run-protocol'
import type { Inference, Prepared } from './work'

const HEAD = 16

/**
 * Measurements by node, in execution order. A node's time is that of all ops that run on its
 * behalf, reorderings included: the median over the iterations of their sum.
 */
export function layerMeasurements(
  prepared: readonly Prepared[],
  events: EventStream,
  inferences: readonly Inference[],
): readonly LayerMeasurement[] {
  const convolutions = new Map(
    prepared.flatMap(({ session }) => session.layerBytes()).map((layer) => [layer.node, layer]),
  )
  const opsOf = new Map<number, NativeOp[]>()
  for (const { program } of prepared) for (const op of program.ops) addToList(opsOf, op.node, op)
  return [...opsOf].map(([node, ops]): LayerMeasurement => {
    const layer = convolutions.get(node)
    const sums = inferences.map(({ nodes }) => nodes.get(node) ?? 0)
    const scratch = largest(ops.map(({ workspaceBytes }) => workspaceBytes))
    return {
      node,
      kernel: layer === undefined ? null : { algorithm: layer.algorithm, unit: layer.unit === 0 ? null : layer.unit },
      // The events know the constants of a node too, unless some of them were lost.
      packedWeightBytes: Math.max(layer?.packedWeightBytes ?? 0, events.packedWeightBytes(node)),
      workspaceBytes: layer?.workspaceBytes ?? scratch,
      durationNs: median(sums),
    }
  })
}

/** `parts`: the values of an output in order, each part valid until the next. */
export function summarise({ name, dims }: NamedTensor, parts: Iterable<Float32Array>): OutputSummary {
  let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  const head: number[] = []
  for (const values of parts) {
    for (const value of values) {
      if (value < min) min = value
      if (value > max) max = value
      sum += value
    }
    head.push(...values.subarray(0, HEAD - head.length))
    count += values.length
  }
  const empty = count === 0
  return { name, dims, min: empty ? 0 : min, max: empty ? 0 : max, mean: empty ? 0 : sum / count, head }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
