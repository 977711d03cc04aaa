// SPDX-License-Identifier: Apache-2.0
import type { RemedyChange, TriedPlan } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import type { HistoryEntry } from '#contract/history'
import type { ModelView } from '#contract/model'
import { configurationKey } from '../../lib/configurations'
import type { Measurement } from '../../store/state'

/** A plan or a run as a point of memory and time. */
export interface TradePoint {
  readonly id: string
  readonly configuration: Configuration
  readonly changes: readonly RemedyChange[]
  readonly bytes: number
  /** Against the present plan. */
  readonly time: number
  readonly lowerBound: boolean
  readonly whatIf: boolean
  /** Of a run; null: modelled. */
  readonly inferenceNs: number | null
  /** Others that were tried and take just as much and as long, with more to change. */
  readonly alike: number
}

/** What a finished run has of a point. */
export interface MeasuredRun {
  readonly configuration: Configuration
  readonly peakBytes: number
  readonly inferenceNs: number
}

/** What was tried, each place once: by that which asks for the fewest changes. What no time is modelled for has no place. */
export function modelledPoints(tried: readonly TriedPlan[]): readonly TradePoint[] {
  const places = new Map<string, TradePoint[]>()
  for (const { totalBytes, timeRatio, ...plan } of tried) {
    if (timeRatio === null) continue
    const key = [totalBytes, timeRatio.toFixed(4), plan.lowerBound, plan.whatIf].join()
    const point = { ...plan, bytes: totalBytes, time: timeRatio, inferenceNs: null, alike: 0 }
    places.set(key, [...(places.get(key) ?? []), point])
  }
  return [...places.values()].flatMap((points) => {
    const [first] = points.sort((a, b) => a.changes.length - b.changes.length)
    return first === undefined ? [] : [{ ...first, alike: points.length - 1 }]
  })
}

/** Finished runs of the model at these sizes: those of this session, then those that are kept. */
export function measuredRuns(
  { inputs }: Pick<ModelView, 'inputs'>,
  measurements: ReadonlyMap<string, Pick<Measurement, 'report'>>,
  kept: readonly HistoryEntry[],
): readonly MeasuredRun[] {
  const runs = new Map<string, MeasuredRun>()
  const sizes = JSON.stringify(inputs.map(({ name, dims }) => [name, dims]))
  for (const { report } of measurements.values()) {
    const { configuration, peakTrackedBytes: peakBytes, inferenceNs, endedEarly } = report
    if (inferenceNs === null || endedEarly !== undefined) continue
    runs.set(configurationKey(configuration), { configuration, peakBytes, inferenceNs })
  }
  for (const { configuration, measured, inputs: then } of kept) {
    const key = configurationKey(configuration)
    if (measured?.inferenceNs == null || measured.endedEarly === true || runs.has(key)) continue
    if (JSON.stringify(then.map(({ name, dims }) => [name, dims])) !== sizes) continue
    const { peakTrackedBytes: peakBytes, inferenceNs } = measured
    runs.set(key, { configuration, peakBytes, inferenceNs })
  }
  return [...runs.values()]
}

/**
 * Runs beside what is modelled. Modelled time has no unit, so that runs are placed by their ratio to one of them, which stands
 * at the time that is modelled for it: that of the present configuration where there is one. None where no run is of a
 * configuration that was tried.
 */
export function measuredPoints(runs: readonly MeasuredRun[], tried: readonly TriedPlan[]): readonly TradePoint[] {
  const times = new Map(tried.map(({ configuration, timeRatio }) => [configurationKey(configuration), timeRatio]))
  const modelled = ({ configuration }: MeasuredRun) => times.get(configurationKey(configuration))
  const present = tried[0] === undefined ? '' : configurationKey(tried[0].configuration)
  const anchor =
    runs.find(({ configuration }) => configurationKey(configuration) === present) ??
    runs.find((run) => modelled(run) != null)
  const at = anchor === undefined ? undefined : modelled(anchor)
  if (anchor === undefined || at == null) return []
  return runs.map(({ configuration, peakBytes, inferenceNs }) => ({
    id: `run ${configurationKey(configuration)}`,
    configuration,
    changes: [],
    bytes: peakBytes,
    time: (at * inferenceNs) / anchor.inferenceNs,
    lowerBound: false,
    whatIf: false,
    inferenceNs,
    alike: 0,
  }))
}

/** Times that are told as the same. */
const SAME_TIME = 0.005

/** Points that no other undercuts in memory without taking longer, the fastest first; of what the engine can be told, and known whole. */
export function paretoLine(points: readonly TradePoint[]): readonly TradePoint[] {
  const candidates = points
    .filter(({ lowerBound, whatIf, inferenceNs }) => !lowerBound && !whatIf && inferenceNs === null)
    .sort((a, b) => paces(a) - paces(b) || a.bytes - b.bytes)
  const line: TradePoint[] = []
  for (const point of candidates) {
    const last = line.at(-1)
    if (last === undefined || point.bytes < last.bytes) line.push(point)
  }
  return line
}

function paces({ time }: TradePoint): number {
  return Math.round(time / SAME_TIME)
}
