// SPDX-License-Identifier: Apache-2.0

import type { Configuration } from '#contract/configuration'
import { fail, ok, type Problem, type Result } from '#contract/errors'
import { isLowerBound, type Plan } from '#contract/plan'
import {
  configurationAt,
  type ResizedSession,
  type Sweep,
  type SweepAxis,
  type SweepChange,
  type SweepPoint,
  sizesWith,
} from '#contract/sweep'
import { comparedNodes } from '#core/comparison/entries'
import { comparePlans } from '#core/comparison/plans'
import { savedModel } from '#core/document/write'
import { largest } from '#core/model/extremes'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import type { StoredModel } from '#core/model-store'
import type { PlanningInput, ResizableSession } from '#core/planning/engine'
import { profileOf } from '#core/planning/engines/index'
import { bounded } from '#core/planning/mistake'
import { createPlan } from '#core/planning/plan'
import { movedLayers, sumOf } from '#core/planning/series'
import type { Steps } from '#core/planning/steps'
import { planTogether } from '#core/planning/together'

export interface SweepInput {
  readonly stored: StoredModel
  /** Of the configuration around which is varied. */
  readonly planning: PlanningInput
  readonly axis: SweepAxis
  /** Of sizes: whether to follow one session through them. */
  readonly resized: boolean
}

/** What one value makes of the model. */
interface Variant {
  readonly input: PlanningInput
  readonly plan: Plan
}

/**
 * Plans a model with each value of an axis, and finds where layers change their algorithm or unit. A value that does not
 * work is told with its reason. Yields once a value, and once more for a session that is resized, so that the caller can
 * go on with other things, or give up.
 */
export function* sweep({ stored, planning, axis, resized }: SweepInput): Steps<Sweep> {
  const { configuration } = planning
  const points: SweepPoint[] = []
  const changes: SweepChange[] = []
  const session = resized && axis.kind === 'size' ? new FollowedSession(configuration) : null
  if (axis.kind === 'sessions') {
    const counted = yield* countSessions(planning, axis)
    return { configuration, axis, points: counted, changes, resized: null }
  }
  let before: { readonly at: number; readonly plan: Plan } | null = null
  for (const value of axis.values) {
    const variant = variantOf(stored, planning, axis, value)
    const at = points.length
    const outcome: SweepPoint['outcome'] = variant.ok ? ok(totalsOf(variant.value.plan)) : variant
    points.push({ value, outcome })
    if (variant.ok) {
      const { plan } = variant.value
      if (before !== null && movedLayers(before.plan, plan).length > 0) {
        changes.push(...changeBetween(stored, before, { at, ...variant.value }))
      }
      before = { at, plan }
    }
    yield
    if (session === null) continue
    session.resize(variant.ok ? variant.value.input : null)
    yield
  }
  return { configuration, axis, points, changes, resized: session?.outcome() ?? null }
}

/** What so many sessions of the model hold between them. No layer is decided otherwise for it. */
function* countSessions(
  planning: PlanningInput,
  { sharing, values }: Extract<SweepAxis, { kind: 'sessions' }>,
): Steps<SweepPoint[]> {
  const more = Array.from({ length: largest(values, 1) - 1 }, () => planning)
  const together = planTogether([planning, ...more])
  yield
  if (!together.ok) return values.map((value) => ({ value, outcome: together }))
  const { ways, lowerBound } = together.value
  const way = ways.find((each) => each.sharing.id === sharing)
  return values.map((value) => {
    const totals = way?.held[value - 1] ?? null
    if (totals === null) return { value, outcome: fail(UNKNOWN_SHARING) }
    return { value, outcome: ok({ totals, totalBytes: sumOf(totals), lowerBound }) }
  })
}

const UNKNOWN_SHARING: Problem = {
  code: 'plan/invalid-configuration',
  message: { id: 'problem.plan.sharing' },
}

function variantOf(
  { opened, inputs, values }: StoredModel,
  planning: PlanningInput,
  axis: Exclude<SweepAxis, { kind: 'sessions' }>,
  value: SweepPoint['value'],
): Result<Variant> {
  let input = planning
  const settings = profileOf(planning.configuration.profile)?.traits.settings ?? []
  if (axis.kind === 'size') {
    const shaped = inferShapes(opened.model, sizesWith(inputs, axis.dimensions, Number(value)), values)
    if (!shaped.ok) return shaped
    input = { ...planning, shaped: shaped.value }
  } else input = { ...planning, configuration: configurationAt(planning.configuration, axis, value, settings) }
  const plan = createPlan(input)
  return plan.ok ? ok({ input, plan: plan.value }) : plan
}

function totalsOf(plan: Plan) {
  const { totals, totalBytes } = plan
  return { totals, totalBytes, lowerBound: isLowerBound(plan) }
}

function changeBetween(
  { opened }: StoredModel,
  a: { readonly at: number; readonly plan: Plan },
  b: Variant & { readonly at: number },
): SweepChange[] {
  const view = modelView(b.plan.modelId, opened, b.input.shaped)
  const { deltas, totalDelta, layers } = comparePlans(comparedNodes(savedModel(view)), a.plan, b.plan)
  const moved = new Set(movedLayers(a.plan, b.plan))
  const changed = layers.filter(
    ({ node, a, b }) => moved.has(node ?? -1) && a.algorithm !== null && b.algorithm !== null,
  )
  return changed.length === 0 ? [] : [{ from: a.at, to: b.at, deltas, totalDelta, layers: changed }]
}

/** Where the engine's rule is not known, nothing is said of any size. */
class FollowedSession {
  readonly #held: ResizedSession['held'][number][] = []
  readonly #rule: ResizedSession['rule']
  readonly #session: ResizableSession | null

  constructor(configuration: Configuration) {
    const engine = profileOf(configuration.profile)
    this.#rule = engine?.resizing?.rule(configuration) ?? { id: 'resizing.unknown' }
    this.#session = engine?.resizing?.open() ?? null
  }

  /** null: a size that does not work, which the session never has. */
  resize(input: PlanningInput | null): void {
    const session = this.#session
    const held = input === null || session === null ? undefined : bounded(input.shaped, () => session.resize(input))
    this.#held.push(held?.ok ? held.value : null)
  }

  outcome(): ResizedSession {
    return { rule: this.#rule, held: this.#held }
  }
}
