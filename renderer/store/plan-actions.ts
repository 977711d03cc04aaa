import type { ComparisonRequest } from '#contract/channels'
import type { Configuration } from '#contract/configuration'
import type { EntrySource } from '#contract/history'
import { changedConfiguration, configurationKey, sameConfiguration } from '../lib/configurations'
import { type ActionContext, createLatest } from './context'

export interface PlanActions {
  configure(change: Partial<Configuration>): Promise<void>
  /** Plans the current configuration anew; only the newest request's answer is kept. */
  replan(): Promise<void>
  keepAsBaseline(): void
  dropBaseline(): void
  /** Exchanges A and B. */
  swap(): Promise<void>
  compare(): Promise<void>
  /** A and B as entries; null without a model or baseline. */
  sources(): readonly [EntrySource, EntrySource] | null
  /** Fetches what the timelines of A and B have to tell. */
  loadSides(): Promise<void>
  /** What the current comparison is made of; null without a model or baseline. */
  comparisonRequest(): ComparisonRequest | null
}

export function createPlanActions({ bridge, get, set }: ActionContext): PlanActions {
  const latestPlan = createLatest()
  const latestComparison = createLatest()
  const latestSides = createLatest()

  const actions: PlanActions = {
    async configure(change) {
      const { host, configuration } = get()
      set({ configuration: changedConfiguration(host?.profiles ?? [], configuration, change) })
      await actions.replan()
    },
    async replan() {
      const { model, configuration } = get()
      if (model === null) return
      const isLatest = latestPlan.next()
      const answer = await bridge.invoke('plan:create', model.id, configuration)
      if (!isLatest() || get().model !== model) return
      if (!answer.ok) {
        // An override that cannot be met is not taken: what is shown stays what is asked for.
        const { plan } = get()
        const kept = answer.problem.code === 'plan/impossible-override' && plan?.modelId === model.id
        set({ problem: answer.problem, ...(kept ? { configuration: plan.configuration } : {}) })
        return
      }
      set({ plan: answer.value })
      await actions.compare()
    },
    keepAsBaseline() {
      latestComparison.next()
      set({ baseline: get().configuration, savedBaseline: null, comparison: null })
    },
    dropBaseline() {
      latestComparison.next()
      set({ baseline: null, savedBaseline: null, comparison: null })
    },
    async swap() {
      const { baseline, configuration } = get()
      if (baseline === null) return
      set({ baseline: configuration, configuration: baseline, savedBaseline: null, comparison: null })
      await actions.replan()
    },
    async compare() {
      const isLatest = latestComparison.next()
      const request = actions.comparisonRequest()
      // A saved entry may differ though it was made with the same configuration: of another file or version.
      if (request === null || (request.savedA === undefined && sameConfiguration(request.a, request.b))) {
        set({ comparison: null })
        return
      }
      const answer = await bridge.invoke('plan:compare', request)
      if (!isLatest() || get().model?.id !== request.modelId) return
      set(answer.ok ? { comparison: answer.value } : { problem: answer.problem, comparison: null })
    },
    sources() {
      const request = actions.comparisonRequest()
      if (request === null) return null
      const { a, b, runA, runB } = request
      return [
        get().savedBaseline ?? { configuration: a, ...(runA === undefined ? {} : { runId: runA }) },
        { configuration: b, ...(runB === undefined ? {} : { runId: runB }) },
      ]
    },
    async loadSides() {
      const isLatest = latestSides.next()
      const { model } = get()
      const sources = actions.sources()
      set({ sides: null })
      if (model === null || sources === null) return
      const answer = await bridge.invoke('document:entries', model.id, sources)
      if (!isLatest() || get().model !== model) return
      if (!answer.ok) return set({ problem: answer.problem })
      const [a, b] = answer.value
      if (a !== undefined && b !== undefined) set({ sides: [a, b] })
    },
    comparisonRequest() {
      const { model, baseline, savedBaseline, configuration, measurements } = get()
      if (model === null || baseline === null) return null
      const runA = measurements.get(configurationKey(baseline))?.report.runId
      const runB = measurements.get(configurationKey(configuration))?.report.runId
      return {
        modelId: model.id,
        a: baseline,
        b: configuration,
        ...(savedBaseline === null ? {} : { savedA: savedBaseline.saved }),
        ...(runA === undefined ? {} : { runA }),
        ...(runB === undefined ? {} : { runB }),
      }
    },
  }
  return actions
}
