// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedEntry, SavedModel } from '#contract/document'
import { CATEGORIES, type Category } from '#contract/plan'
import { type StepSeries, seriesOfPlan, seriesOverLayers } from '../../lib/timeline/step-series'
import { timelineOf } from '../../lib/timeline/timeline'

/** What two timelines are compared by: the plans' figures, or those of two runs. */
export type GapOrigin = 'modelled' | 'measured'

export interface GapPoint {
  /** In B's order of execution, from 0. */
  readonly position: number
  readonly layer: string
  /** Bytes while the layer is at work; where A does not have it, what A held before, or begins with. */
  readonly a: number
  readonly b: number
}

/** A share of the gap: of one layer where `layer` names it, else of the engine or model as a whole. */
export interface GapPart {
  readonly layer: string | null
  readonly category: Category
  /** B − A. */
  readonly bytes: number
}

export interface Gap {
  readonly points: readonly GapPoint[]
  /** Position, among layers that both have, where the two are furthest apart; null where there is none. */
  readonly widest: number | null
  /** What the gap at a position is made of, the largest share first; the shares add up to it. */
  partsAt(position: number): readonly GapPart[]
}

interface Curve {
  readonly series: StepSeries
  /** Distinct names of the layers, row by row: repeated ones are numbered. */
  readonly names: readonly string[]
  readonly packed: ReadonlyMap<string, number>
}

/** Both timelines on the axis of B's layers; null where one side has not been run. */
export function gapBetween(a: Entry, b: Entry, origin: GapOrigin): Gap | null {
  const [curveA, curveB] = [curveOf(a, origin), curveOf(b, origin)]
  if (curveA === null || curveB === null) return null
  const rowsOfA = new Map(curveA.names.map((name, row) => [name, row]))
  const matched: number[] = []
  // Weights are there before the first layer: until one is shared, A has what it begins with.
  let before = 0
  for (const name of curveB.names) {
    before = rowsOfA.get(name) ?? before
    matched.push(before)
  }
  const points = curveB.names.map((layer, position) => ({
    position,
    layer,
    a: totalAt(curveA.series, matched[position] ?? -1),
    b: totalAt(curveB.series, position),
  }))
  return {
    points,
    widest:
      points
        .filter(({ layer }) => rowsOfA.has(layer))
        .reduce<GapPoint | null>((far, next) => (far !== null && apart(far) >= apart(next) ? far : next), null)
        ?.position ?? null,
    partsAt: (position) => partsAt(curveA, curveB, matched[position] ?? -1, position),
  }
}

function apart({ a, b }: GapPoint): number {
  return Math.abs(b - a)
}

function partsAt(a: Curve, b: Curve, rowA: number, rowB: number): GapPart[] {
  const layer = b.names[rowB] ?? null
  const parts: GapPart[] = []
  for (const [index, category] of CATEGORIES.entries()) {
    const bytes = (b.series.stack[index]?.[rowB] ?? 0) - (a.series.stack[index]?.[rowA] ?? 0)
    if (category !== 'packedWeights') {
      // Workspace and activations are what the layer at work needs.
      const own = category === 'workspace' || category === 'activations'
      parts.push({ layer: own ? layer : null, category, bytes })
      continue
    }
    let others = bytes
    for (const name of new Set([...a.packed.keys(), ...b.packed.keys()])) {
      const delta = (b.packed.get(name) ?? 0) - (a.packed.get(name) ?? 0)
      others -= delta
      parts.push({ layer: name, category, bytes: delta })
    }
    parts.push({ layer: null, category, bytes: others })
  }
  return parts.filter(({ bytes }) => bytes !== 0).sort((x, y) => Math.abs(y.bytes) - Math.abs(x.bytes))
}

function totalAt({ stack }: StepSeries, row: number): number {
  return stack.reduce((sum, column) => sum + (column[row] ?? 0), 0)
}

function curveOf({ entry, model }: Entry, origin: GapOrigin): Curve | null {
  const distinct = distinctNames(model.nodes)
  const series = seriesOf(entry, origin)
  if (series === null) return null
  const figures = origin === 'modelled' ? entry.plan.decisions : (entry.run?.report.layers ?? [])
  return {
    series,
    names: Array.from(series.layer, (node) => distinct[node] ?? ''),
    packed: new Map(figures.map(({ node, packedWeightBytes }) => [distinct[node] ?? '', packedWeightBytes ?? 0])),
  }
}

function seriesOf({ plan, run, configuration }: SavedEntry, origin: GapOrigin): StepSeries | null {
  if (origin === 'modelled') return seriesOfPlan({ ...plan, modelId: '', configuration })
  return run === undefined ? null : seriesOverLayers(timelineOf(run.timeline).log)
}

/** The second node of a name is told from the first. */
function distinctNames(nodes: SavedModel['nodes']): string[] {
  const seen = new Map<string, number>()
  return nodes.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
