// SPDX-License-Identifier: Apache-2.0
import {
  ADVICE_KINDS,
  type Advice,
  type AdviceKind,
  type BudgetAnswer,
  type ForcedTotals,
  type Remedy,
} from '#contract/advice'
import type { Configuration, SettingValue } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { EngineLadder, Ladder } from '#contract/releases'
import type { ModelStore } from '#core/model-store'
import type { Planner } from '#core/planner'
import { engineSteps } from '#core/planning/across-engines'
import { type AdviceInput, advise, bestRemedy } from '#core/planning/advice/advise'
import { withinBudget } from '#core/planning/advice/budget'
import { forcedTotals } from '#core/planning/advice/forced-totals'
import type { PlanningInput } from '#core/planning/engine'
import type { Steps } from '#core/planning/steps'
import { ladderSteps } from '#core/planning/succession'
import { paced } from './paced'

/** Advice takes many plans: they are made one by one, with room for other requests between them. */
export interface Adviser {
  advise(modelId: ModelId, configuration: Configuration): Promise<Result<Advice>>
  withinBudget(modelId: ModelId, configuration: Configuration, budgetBytes: number): Promise<Result<BudgetAnswer>>
  /** What the whole plan takes with each candidate of a node's layer forced; empty where there is no choice. */
  forcedTotals(modelId: ModelId, configuration: Configuration, node: number): Promise<Result<ForcedTotals>>
  /** What helps most; null where nothing does. */
  remedy(modelId: ModelId, configuration: Configuration): Promise<Result<Remedy | null>>
  /** All releases of the engine and build, for these values of the setting whose meaning has changed or for all; those last asked for are kept. */
  releases(
    modelId: ModelId,
    configuration: Configuration,
    values?: readonly SettingValue[],
  ): Promise<Result<readonly Ladder[]>>
  /** All engines, builds and releases (across-engines.ts); those last asked for are kept. It counts as releases do. */
  engines(modelId: ModelId, configuration: Configuration): Promise<Result<readonly EngineLadder[]>>
  /** Has a budget that is under way answered with "cancelled". */
  cancelBudget(): void
  /** The same of releases. */
  cancelReleases(): void
  stop(): void
}

interface AdviserParts {
  readonly store: ModelStore
  readonly planner: Pick<Planner, 'plan' | 'input'>
}

export interface AdviserListener {
  /** Plans made so far for what was asked for last. */
  progress(of: AdviceKind, plans: number): void
}

export function createAdviser({ store, planner }: AdviserParts, listener: AdviserListener): Adviser {
  const newest: Record<AdviceKind, number> = { advice: 0, budget: 0, remedy: 0, releases: 0, forced: 0 }
  // A report and the window ask for the same advice: neither gives up the other's.
  let underWay: { readonly key: string; readonly answer: Promise<Result<Advice>> } | null = null
  let keptEngines: { readonly key: string; readonly ladders: readonly EngineLadder[] } | null = null
  let kept: { readonly key: string; readonly ladders: readonly Ladder[] } | null = null

  const replanOf =
    (modelId: ModelId) =>
    (configuration: Configuration): Plan | null => {
      const made = planner.plan(modelId, configuration)
      return made.ok ? made.value : null
    }

  /** Only the newest request of a kind is worked on. */
  async function work<T>(
    kind: AdviceKind,
    modelId: ModelId,
    configuration: Configuration,
    begin: (input: AdviceInput) => Steps<T>,
  ): Promise<Result<T>> {
    const mine = ++newest[kind]
    const stored = store.get(modelId)
    if (!stored.ok) return stored
    const plan = planner.plan(modelId, configuration)
    if (!plan.ok) return plan
    const planning = planner.input(modelId, configuration)
    if (!planning.ok) return planning
    const { fileName: modelFile } = stored.value.opened
    const steps = begin({ planning: planning.value, plan: plan.value, modelFile, replan: replanOf(modelId) })
    return paced(
      steps,
      () => mine === newest[kind],
      (plans) => listener.progress(kind, plans),
    )
  }

  return {
    advise(modelId, configuration) {
      const key = JSON.stringify([modelId, configuration])
      if (underWay?.key === key) return underWay.answer
      const asked = { key, answer: work('advice', modelId, configuration, advise) }
      underWay = asked
      void asked.answer.finally(() => {
        if (underWay === asked) underWay = null
      })
      return asked.answer
    },
    withinBudget: (modelId, configuration, budgetBytes) =>
      work('budget', modelId, configuration, (input) => withinBudget(input, budgetBytes)),
    forcedTotals: (modelId, configuration, node) =>
      work('forced', modelId, configuration, ({ planning, plan }) => forcedOf(planning, plan, node, replanOf(modelId))),
    remedy: (modelId, configuration) => work('remedy', modelId, configuration, bestRemedy),
    async releases(modelId, configuration, values) {
      const key = JSON.stringify([modelId, configuration, values])
      if (kept?.key === key) return ok(kept.ladders)
      const made = await work('releases', modelId, configuration, ({ planning }) =>
        ladderSteps(planning, configuration, values),
      )
      if (made.ok) kept = { key, ladders: made.value }
      return made
    },
    async engines(modelId, configuration) {
      const key = JSON.stringify([modelId, configuration])
      if (keptEngines?.key === key) return ok(keptEngines.ladders)
      const made = await work('releases', modelId, configuration, ({ planning, plan }) =>
        engineSteps(planning, configuration, plan),
      )
      if (made.ok) keptEngines = { key, ladders: made.value }
      return made
    },
    cancelBudget() {
      newest.budget += 1
    },
    cancelReleases() {
      newest.releases += 1
    },
    stop() {
      for (const kind of ADVICE_KINDS) newest[kind] += 1
    },
  }
}

function* forcedOf(
  { shaped }: PlanningInput,
  plan: Plan,
  node: number,
  replan: (configuration: Configuration) => Plan | null,
): Steps<ForcedTotals> {
  const decision = plan.decisions.find((each) => each.node === node)
  if (decision === undefined) return []
  return yield* forcedTotals(plan, decision, (id) => shaped.model.nodes[id]?.name ?? '', replan)
}
