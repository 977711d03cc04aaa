// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { CATEGORIES, type Category, type CategoryBytes, type Plan } from '#contract/plan'
import { EVENT_KINDS, type EventBatch, type RunReport } from '#contract/timeline'

interface Event {
  readonly timeNs: number
  readonly kind: number
  readonly category: number
  readonly node: number
  readonly bytes: number
}

const MIB = 2 ** 20
const BASELINE_RSS = 38 * MIB

/** Events as a run of the plan would send them, made up from the plan's own figures. */
export function simulatedEvents(plan: Plan, iterations: number): Event[] {
  const events: Event[] = []
  let timeNs = 0
  let held = 0
  const push = (kind: number, category: Category | null, node: number, bytes: number) => {
    timeNs += 20_000
    events.push({ timeNs, kind, category: category === null ? 0 : CATEGORIES.indexOf(category), node, bytes })
    if (kind === EVENT_KINDS.allocate) held += bytes
    if (kind === EVENT_KINDS.free) held -= bytes
  }
  const resident = () => push(EVENT_KINDS.rss, null, -1, BASELINE_RSS + held * 1.04)
  push(EVENT_KINDS.phase, null, -1, 0)
  push(EVENT_KINDS.allocate, 'modelBuffer', -1, plan.totals.modelBuffer)
  resident()
  push(EVENT_KINDS.phase, null, -1, 1)
  for (const decision of plan.decisions) {
    push(EVENT_KINDS.layerBegin, null, decision.node, 0)
    push(EVENT_KINDS.allocate, 'packedWeights', decision.node, decision.packedWeightBytes ?? 0)
    push(EVENT_KINDS.layerEnd, null, decision.node, 0)
    resident()
  }
  push(EVENT_KINDS.phase, null, -1, 2)
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const step of plan.steps) {
      push(EVENT_KINDS.layerBegin, null, step.node, 0)
      push(EVENT_KINDS.allocate, 'activations', step.node, step.activationBytes)
      if (step.workspaceBytes > 0) push(EVENT_KINDS.allocate, 'workspace', step.node, step.workspaceBytes)
      timeNs += 300_000
      if (step.workspaceBytes > 0) push(EVENT_KINDS.free, 'workspace', step.node, step.workspaceBytes)
      push(EVENT_KINDS.free, 'activations', step.node, step.activationBytes)
      push(EVENT_KINDS.layerEnd, null, step.node, 0)
    }
    resident()
  }
  push(EVENT_KINDS.phase, null, -1, 3)
  return events
}

export function batchOf(events: readonly Event[], firstSequence: number): EventBatch {
  return {
    firstSequence,
    dropped: 0,
    timeNs: Float64Array.from(events, (event) => event.timeNs),
    kind: Uint8Array.from(events, (event) => event.kind),
    category: Uint8Array.from(events, (event) => event.category),
    node: Int32Array.from(events, (event) => event.node),
    bytes: Float64Array.from(events, (event) => event.bytes),
  }
}

export function simulatedReport(plan: Plan, model: ModelView, runId: string, iterations: number): RunReport {
  const peak: CategoryBytes = plan.totals
  return {
    runId,
    modelId: plan.modelId,
    configuration: plan.configuration,
    startedAt: 0,
    durationNs: 1.4e9,
    inferenceNs: 212e6,
    iterations,
    executedIsa: 'AVX2',
    peak,
    peakTrackedBytes: plan.totalBytes,
    baselineRssBytes: BASELINE_RSS,
    peakRssBytes: BASELINE_RSS + plan.totalBytes * 1.04,
    trackedAtPeakRss: peak,
    layers: model.nodes.map((node) => {
      const decision = plan.decisions.find((candidate) => candidate.node === node.id)
      return {
        node: node.id,
        kernel: decision?.algorithm ? { algorithm: decision.algorithm, unit: decision.unit } : null,
        packedWeightBytes: decision?.packedWeightBytes ?? 0,
        workspaceBytes: decision?.workspaceBytes ?? 0,
        durationNs: decision === undefined ? 40_000 : 1_200_000 + (decision.macs ?? 0) / 20,
      }
    }),
    outputs: [],
    droppedEvents: 0,
    notes: [],
  }
}
