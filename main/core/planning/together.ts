// SPDX-License-Identifier: Apache-2.0

import { NOTHING_HELD } from '#contract/categories'
import { ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import { CATEGORIES, type Category, type CategoryBytes, isLowerBound } from '#contract/plan'
import type { SessionsPlan, SessionsTogether } from '#contract/sessions'
import type { PlanningInput } from './engine'
import { profileOf } from './engines/index'
import { bounded } from './mistake'
import { createPlan } from './plan'

/**
 * Sessions that are made one after another in one process, under one configuration, which all of them name. Inputs of one
 * model id are sessions of one model. Fails as planning does.
 */
export function planTogether(inputs: readonly [PlanningInput, ...PlanningInput[]]): Result<SessionsPlan> {
  const [{ shaped, configuration }] = inputs
  const models = inputs.map(({ modelId }) => modelId)
  const totals = new Map<ModelId, CategoryBytes>()
  let lowerBound = false
  for (const input of inputs) {
    if (totals.has(input.modelId)) continue
    const plan = createPlan(input)
    if (!plan.ok) return plan
    totals.set(input.modelId, plan.value.totals)
    lowerBound ||= isLowerBound(plan.value)
  }
  const ways: SessionsTogether[] = []
  const profile = profileOf(configuration.profile)
  for (const sharing of profile?.traits.sessions ?? []) {
    const own = () => ok(summed(models, totals, sharing.oncePerModel))
    const held = bounded(shaped, () => profile?.holdTogether?.(sharing.id, inputs) ?? own())
    if (!held.ok) return held
    ways.push({ sharing, held: models.map((_, at) => held.value[at] ?? null) })
  }
  return ok({ configuration, lowerBound, ways })
}

/** What is held after each session, where every one has its own but for what those of a model have once. */
function summed(
  models: readonly ModelId[],
  totals: ReadonlyMap<ModelId, CategoryBytes>,
  oncePerModel: readonly Category[],
): CategoryBytes[] {
  const seen = new Set<ModelId>()
  const held: CategoryBytes[] = []
  for (const model of models) {
    const own = totals.get(model) ?? NOTHING_HELD
    const isFirst = !seen.has(model)
    seen.add(model)
    const before = held.at(-1)
    held.push(
      Object.fromEntries(
        CATEGORIES.map((category) => [
          category,
          (before?.[category] ?? 0) + (isFirst || !oncePerModel.includes(category) ? own[category] : 0),
        ]),
      ) as CategoryBytes,
    )
  }
  return held
}
