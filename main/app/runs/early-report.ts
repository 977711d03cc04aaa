// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, NOTHING_HELD } from '#contract/categories'
import type { EventLog } from '#contract/event-log'
import type { CategoryBytes, Plan } from '#contract/plan'
import type { RunId, RunReport } from '#contract/timeline'
import type { Message } from '#messages/message'

interface EarlyRun {
  readonly runId: RunId
  readonly plan: Plan
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly log: EventLog
  readonly why: Message
}

/**
 * What a run measured until it was cancelled, failed or lost its process: all of it is in the events that have come. null
 * where none has, so that nothing is known.
 */
export function earlyReport({ runId, plan, startedAt, log, why }: EarlyRun): RunReport | null {
  const [baselineRssBytes] = log.resident.count === 0 ? [] : log.resident.bytes
  if (baselineRssBytes === undefined) return null
  return {
    runId,
    modelId: plan.modelId,
    configuration: plan.configuration,
    startedAt,
    durationNs: log.endNs,
    inferenceNs: null,
    iterations: 0,
    executedIsa: plan.configuration.isa,
    peak: log.peak?.bytes ?? NOTHING_HELD,
    peakTrackedBytes: log.peak?.total ?? 0,
    baselineRssBytes,
    peakRssBytes: log.peakRss ?? baselineRssBytes,
    trackedAtPeakRss: heldAtHighestResidentSet(log),
    layers: [],
    outputs: [],
    droppedEvents: log.lost,
    notes: [],
    endedEarly: why,
  }
}

function heldAtHighestResidentSet({ resident, samples }: EventLog): CategoryBytes {
  let at = 0
  for (let row = 1; row < resident.count; row++) if ((resident.bytes[row] ?? 0) > (resident.bytes[at] ?? 0)) at = row
  const time = resident.timeNs[at] ?? 0
  let last = -1
  for (let row = 0; row < samples.count && (samples.timeNs[row] ?? 0) <= time; row++) last = row
  if (last < 0) return NOTHING_HELD
  const held = CATEGORIES.map((category, index) => [category, samples.held[index]?.[last] ?? 0])
  return Object.fromEntries(held) as unknown as CategoryBytes
}
