// SPDX-License-Identifier: Apache-2.0
import { MOST_SIDES } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import { ok } from '#contract/errors'
import type { ComparisonRequest, EntrySource, SavedSource } from '#contract/history'
import { configurationKey } from '../lib/configurations'
import { differsFromA, KEY_OF_B, type Side, sourceKey } from '../lib/sides'
import { type ActionContext, createLatest } from './context'
import { selectChosen, selectPair, selectShown, selectSides } from './selectors'

export type ComparisonActions = ReturnType<typeof createComparisonActions>

export function createComparisonActions({ bridge, get, set }: ActionContext, replan: () => Promise<void>) {
  const latestComparison = createLatest()
  const latestOthers = createLatest()
  // What the other comparisons were made against: with another A, or of another model, none of them holds.
  let against = ''

  function requestFor(side: Side): ComparisonRequest | null {
    const { model } = get()
    const [a] = selectSides(get())
    if (model === null || a === undefined) return null
    return { modelId: model.id, a: a.source, b: side.source }
  }

  async function compareB(): Promise<void> {
    const isLatest = latestComparison.next()
    const sides = selectSides(get())
    const [, b] = sides
    const request = b === undefined || !differsFromA(sides) ? null : requestFor(b)
    set({ comparisonProblem: null })
    if (request === null) return set({ comparison: null })
    const answer = await bridge.invoke('plan:compare', request)
    if (!isLatest() || get().model?.id !== request.modelId) return
    if (answer.ok) set({ comparison: answer.value })
    else set({ comparison: null, comparisonProblem: answer.problem, problem: answer.problem })
  }

  async function compareOthers(): Promise<void> {
    const isLatest = latestOthers.next()
    const [a, , ...sides] = selectSides(get())
    const now = a === undefined ? '' : `${get().model?.id} ${sourceKey(a.source)}`
    const known = now === against ? get().otherComparisons : new Map<string, never>()
    against = now
    const keys = sides.map(({ source }) => sourceKey(source))
    const kept = [...known].filter(([key]) => keys.includes(key))
    if (kept.length !== get().otherComparisons.size) set({ otherComparisons: new Map(kept) })
    await Promise.all(
      sides.map(async (side) => {
        const key = sourceKey(side.source)
        const request = known.has(key) ? null : requestFor(side)
        if (request === null) return
        const answer = await bridge.invoke('plan:compare', request)
        if (isLatest()) set({ otherComparisons: new Map(get().otherComparisons).set(key, answer) })
      }),
    )
  }

  /** Whether sides go along with each other. What is kept is to be changed; two that were chosen differ in what was chosen. */
  const linked = (compareLinked: boolean) => ({ panels: { ...get().panels, compareLinked } })

  const actions = {
    keepAsBaseline(): void {
      set({ baseline: get().configuration, savedBaseline: null, comparison: null, ...linked(false) })
      void actions.compare()
    },
    /** Makes one configuration A and the other B. */
    async compareConfigurations(a: Configuration, b: Configuration): Promise<void> {
      set({ baseline: a, savedBaseline: null, comparison: null, configuration: b, tab: 'compare', ...linked(true) })
      await replan()
    },
    /** Makes a saved entry the baseline A. */
    async keepSavedAsBaseline(source: EntrySource & { readonly saved: SavedSource }): Promise<void> {
      set({ baseline: source.configuration, savedBaseline: source, comparison: null })
      await actions.compare()
    },
    dropBaseline(): void {
      set({ baseline: null, savedBaseline: null, comparison: null })
      void actions.compare()
    },
    /** Exchanges A and B. */
    async swap(): Promise<void> {
      const { baseline, savedBaseline, configuration, picked } = get()
      if (baseline === null) return
      set({
        baseline: configuration,
        configuration: baseline,
        savedBaseline: null,
        // B is planned now: a saved A, which may be of another file, stays as a further side.
        picked:
          savedBaseline === null
            ? picked
            : [savedBaseline, ...picked.filter((each) => sourceKey(each) !== sourceKey(savedBaseline))],
        comparison: null,
      })
      await replan()
    },
    /** Makes C, D or another one the baseline; what was A takes its place. */
    async makeBaseline({ key }: Side): Promise<void> {
      const { baseline, savedBaseline, picked } = get()
      const wanted = picked.find((source) => sourceKey(source) === key)
      if (baseline === null || wanted === undefined) return
      const { saved, configuration } = wanted
      const former = savedBaseline ?? { configuration: baseline }
      set({
        baseline: configuration,
        savedBaseline: saved === undefined ? null : { ...wanted, saved },
        picked: picked.map((source) => (source === wanted ? former : source)),
        comparison: null,
      })
      await actions.compare()
    },
    /** Takes an entry into the comparison and into what is saved, or out of it. */
    togglePicked(source: EntrySource): void {
      const key = sourceKey(source)
      const { picked } = get()
      const left = picked.filter((each) => sourceKey(each) !== key)
      actions.pick(left.length < picked.length ? left : [...picked, source])
    },
    /** Takes more sides into the comparison; those that are there stay. */
    addSides(sources: readonly EntrySource[]): void {
      const { picked } = get()
      const keys = new Set(picked.map(sourceKey))
      const more = sources.filter((source) => !keys.has(sourceKey(source)))
      actions.pick([...picked, ...more].slice(0, MOST_SIDES - 2))
    },
    /** What is held against A besides B, in the order of the letters. */
    pick(picked: readonly EntrySource[]): void {
      set({ picked })
      void compareOthers()
    },
    /** Takes C, D or another one out of the comparison. */
    removeSide: ({ key }: Side): void => actions.pick(get().picked.filter((source) => sourceKey(source) !== key)),
    /** The side that the compare panel looks at, by its key. */
    chooseSide: (key: string): void => set({ chosenSide: key === KEY_OF_B ? null : key }),
    /** Holds every side against A; sides that were already are not again. */
    async compare(): Promise<void> {
      await Promise.all([compareB(), compareOthers()])
    },
    /** The same of everything, as kernels' times have changed. */
    async compareAnew(): Promise<void> {
      against = ''
      set({ sideEntries: new Map() })
      await replan()
    },
    /** A, B and the others as entries; empty without a model or baseline. */
    sources: (): readonly EntrySource[] => (get().model === null ? [] : selectSides(get()).map(({ source }) => source)),
    /** What is sent to others: all sides, or the current configuration where there is no baseline. */
    shared(): readonly EntrySource[] {
      const sides = actions.sources()
      const { configuration, measurements } = get()
      const runId = measurements.get(configurationKey(configuration))?.report.runId
      return sides.length > 0 ? sides : [{ configuration, ...(runId === undefined ? {} : { runId }) }]
    },
    /** Fetches what the timelines of all sides have to tell. */
    async loadSides(): Promise<void> {
      const { model, sideEntries } = get()
      if (model === null) return
      const sides = selectSides(get())
      // Timelines are large: those of sides that are gone are let go of.
      const keys = sides.map(({ source }) => sourceKey(source))
      set({ sideEntries: new Map([...sideEntries].filter(([key]) => keys.includes(key))) })
      await Promise.all(
        sides.map(async ({ source }) => {
          const key = sourceKey(source)
          if (sideEntries.has(key)) return
          const answer = await bridge.invoke('document:entries', model.id, [source])
          const [entry] = answer.ok ? answer.value : []
          const result = answer.ok ? (entry === undefined ? null : ok(entry)) : answer
          if (result !== null && get().model === model) {
            set({ sideEntries: new Map(get().sideEntries).set(key, result) })
          }
        }),
      )
    },
    /** Fetches the model of the side that is of another file, if one of the two that are looked at is. */
    async loadBeside(): Promise<void> {
      const { model, other } = get()
      const pair = selectPair(get())
      if (model === null || pair === null) return
      const key = sourceKey(pair.source)
      if (other?.key === key) return
      set({ other: { key, answer: null } })
      const answer = await bridge.invoke('document:view', model.id, pair.source)
      if (get().model === model && get().other?.key === key) set({ other: { key, answer } })
    },
    /** What the comparison that is looked at is made of; null where there is none. */
    comparisonRequest(): ComparisonRequest | null {
      const chosen = selectChosen(get())
      return chosen === null || selectShown(get()) === null ? null : requestFor(chosen)
    },
  }
  return actions
}
