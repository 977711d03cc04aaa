// SPDX-License-Identifier: Apache-2.0
import type { EventLog } from '#contract/event-log'
import { CATEGORIES, type Category, type Plan } from '#contract/plan'

/** Memory by category along an axis, constant from each row's x to the next row's: what a timeline chart draws. */
export interface StepSeries {
  readonly count: number
  /** Ascending; nanoseconds, or positions in execution order from 0. */
  readonly x: Float64Array
  /** Where the last row ends. */
  readonly end: number
  /** Bytes, one array per category in the order of CATEGORIES. */
  readonly stack: readonly Float64Array[]
  /** Node id at work, -1 where none is. */
  readonly layer: Int32Array
}

/** A run over time: its columns as they are, not copied. */
export function seriesOverTime({ samples, endNs }: EventLog): StepSeries {
  const { count, timeNs, held, layer } = samples
  return { count, x: timeNs, end: endNs, stack: held, layer }
}

/** A plan over its steps. Packed weights and model buffer stay throughout, the rest is each step's own. */
export function seriesOfPlan({ steps, totals }: Plan): StepSeries {
  const bytes: Readonly<Record<Category, (index: number) => number>> = {
    packedWeights: () => totals.packedWeights,
    workspace: (index) => steps[index]?.workspaceBytes ?? 0,
    activations: (index) => steps[index]?.activationBytes ?? 0,
    modelBuffer: () => totals.modelBuffer,
    inputsOutputs: () => 0,
    other: () => 0,
  }
  return {
    count: steps.length,
    x: Float64Array.from(steps, (_, index) => index),
    end: steps.length,
    stack: CATEGORIES.map((category) => Float64Array.from(steps, (_, index) => bytes[category](index))),
    layer: Int32Array.from(steps, (step) => step.node),
  }
}

/**
 * A run over its layers, in the order in which they were first executed: memory at the highest
 * moment of each, over all inferences.
 */
export function seriesOverLayers(log: EventLog): StepSeries {
  const { samples, spans } = log
  const executed = log.phases.find(({ phase }) => phase === 'execute')?.timeNs ?? 0
  const highest = new Map<number, number>()
  let row = 0
  for (let span = 0; span < spans.count; span++) {
    const begin = spans.beginNs[span] as number
    if (begin < executed) continue
    const end = spans.endNs[span] as number
    const node = spans.node[span] as number
    while (row < samples.count && (samples.timeNs[row] as number) < begin) row++
    // What was held when the layer began counts too; -1 stands for nothing yet.
    let best = highest.get(node) ?? row - 1
    if ((samples.total[row - 1] ?? 0) > (samples.total[best] ?? 0)) best = row - 1
    for (; row < samples.count && (samples.timeNs[row] as number) <= end; row++) {
      if ((samples.total[row] as number) > (samples.total[best] ?? 0)) best = row
    }
    highest.set(node, best)
  }
  const nodes = [...highest.keys()]
  const rows = [...highest.values()]
  return {
    count: nodes.length,
    x: Float64Array.from(nodes, (_, index) => index),
    end: nodes.length,
    stack: samples.held.map((column) => Float64Array.from(rows, (sample) => column[sample] ?? 0)),
    layer: Int32Array.from(nodes),
  }
}

/** Σ of the categories shown, row by row. */
export function visibleTotals(series: StepSeries, hidden: ReadonlySet<Category>): Float64Array {
  const totals = new Float64Array(series.count)
  for (const [index, category] of CATEGORIES.entries()) {
    const column = series.stack[index]
    if (column === undefined || hidden.has(category)) continue
    for (let row = 0; row < series.count; row++) totals[row] = (totals[row] as number) + (column[row] as number)
  }
  return totals
}

/** The last row whose x is at or before `x`; -1 where all are after it. */
export function rowAt(x: Float64Array, count: number, wanted: number): number {
  return firstAfter(x, count, wanted) - 1
}

/** The first row whose x is after `wanted`; `count` where none is. */
export function firstAfter(x: Float64Array, count: number, wanted: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((x[middle] as number) <= wanted) low = middle + 1
    else high = middle
  }
  return low
}
