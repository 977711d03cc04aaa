// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { ModelView } from '#contract/model'
import type { NodeDiff } from '#contract/model-diff'
import { type Folding, foldsAround } from '../lib/layers/folds'
import { nextDifference } from '../lib/layers/pairing'
import { levelsOf, type Scope, scopesOf } from '../lib/layers/scopes'
import type { ActionContext } from './context'
import { selectBeside, selectFolding, selectMatches, selectPair } from './selectors'
import type { AppState, ColourBy, GraphName, GraphRequest } from './state'
import { centred, type createViewActions } from './view-actions'

type Show = Pick<ReturnType<typeof createViewActions>, 'reveal' | 'revealBeside'>

export function createExploreActions({ bridge, get, set }: ActionContext, show: Show) {
  /** Opens the boxes that a node of a model is in. */
  function showInFull(model: ModelView | null, node: number): void {
    const { openedFolds } = get()
    const around = model === null ? [] : foldsAround(model, selectFolding(get()), node)
    if (!around.every((id) => openedFolds.has(id))) set({ openedFolds: new Set([...openedFolds, ...around]) })
  }

  const actions = {
    /** Opens the search, or asks it to take the cursor where it is open. */
    showSearch: (): void =>
      set({ search: { ...get().search, open: true, focusRequest: get().search.focusRequest + 1 } }),
    hideSearch: (): void => set({ search: { ...get().search, open: false } }),
    setQuery: (query: string): void => set({ search: { ...get().search, query } }),
    /** Goes to the next match after the selection in execution order, or to the one before, and round at the ends. */
    goToMatch(direction: 'next' | 'previous'): void {
      const { selected } = get()
      const nodes = selectMatches(get())?.nodes ?? []
      const at = selected ?? (direction === 'next' ? -1 : Number.POSITIVE_INFINITY)
      const match =
        direction === 'next'
          ? (nodes.find((node) => node > at) ?? nodes[0])
          : (nodes.findLast((node) => node < at) ?? nodes.at(-1))
      if (match !== undefined) actions.goToNode(match)
    },
    /** Shows a node of the graph itself: boxes that it is in are opened. */
    goToNode(node: number): void {
      showInFull(get().model, node)
      show.reveal(node)
    },
    /** The same of the graph that stands beside. */
    goToNodeBeside(node: number): void {
      showInFull(selectBeside(get())?.model ?? null, node)
      show.revealBeside(node)
    },
    /** Where two models are compared: the next operation that differs, or the one before; `kind`: of this kind alone. */
    goToDifference(direction: 'next' | 'previous', kind?: NodeDiff['kind']): void {
      const pair = selectPair(get())
      if (pair === null) return
      const { selected, selectedBeside } = get()
      const { diff, beside } = pair
      const at = diff.nodes.findIndex((each) =>
        selected === null ? selectedBeside !== null && each[beside] === selectedBeside : each.node === selected,
      )
      const found = nextDifference(diff, at, direction === 'next' ? 1 : -1, kind)
      const own = found?.[beside] ?? null
      if (found?.node != null) actions.goToNode(found.node)
      else if (own !== null) actions.goToNodeBeside(own)
    },
    /** Selects what was selected before. */
    goBack(): void {
      const { visited } = get()
      const last = visited.at(-1)
      if (last === undefined) return
      set({ selected: last, selectedBeside: null, visited: visited.slice(0, -1), ...centred(get()) })
    },
    /** Where the boxes of a graph of a model, of this file, stand, if it was laid out before; `key` says of which graph. */
    async loadLayout(sha256: string, key: string): Promise<string | null> {
      const answer = await bridge.invoke('workspace:load-layout', sha256, key)
      return answer.ok ? answer.value : null
    },
    async keepLayout(sha256: string, key: string, text: string): Promise<void> {
      // One that cannot be kept is computed again.
      await bridge.invoke('workspace:keep-layout', sha256, key, text)
    },
    colourBy: (figure: ColourBy): void => set({ colourBy: figure }),
    /** Fades the layers of all other algorithms, or where it is emphasised already none. */
    emphasise: (algorithm: Algorithm): void => set({ emphasis: get().emphasis === algorithm ? null : algorithm }),
    /** Has the graphs zoom or fit, or one of them. */
    askGraph: (kind: GraphRequest['kind'], of?: GraphName): void =>
      set({ graphRequest: { kind, id: (get().graphRequest?.id ?? 0) + 1, ...(of === undefined ? {} : { of }) } }),
    collapseBlocks: (collapsed: boolean): void => set({ blocksCollapsed: collapsed, openedFolds: new Set() }),
    /** Draws stages and blocks of this level as boxes, all of them; null: none. */
    foldTo: (level: number | null): void => set({ foldLevel: level, openedFolds: new Set() }),
    /** Folds one level further, or shows one more. */
    foldMore(): void {
      const { model, foldLevel } = get()
      if (model === null) return
      const most = levelsOf(model)
      if (most > 0) actions.foldTo(foldLevel === null ? most - 1 : Math.max(0, foldLevel - 1))
    },
    foldLess(): void {
      const { model, foldLevel } = get()
      if (model === null || foldLevel === null) return
      actions.foldTo(foldLevel + 1 < levelsOf(model) ? foldLevel + 1 : null)
    },
    /** Draws a stage or block as one box, whatever of it was shown; everything else stays as it is. */
    closeFold(id: string): void {
      const { model, foldLevel, openedFolds } = get()
      if (model !== null) set(closed(model, { level: foldLevel, opened: openedFolds }, id))
    },
    /** Shows the nodes of a box in full (Fold.id). */
    openFold: (id: string): void => set({ openedFolds: new Set(get().openedFolds).add(id) }),
    /** The list of all keys. */
    showKeys: (shown: boolean): void => set({ keysShown: shown }),
  }
  return actions
}

/** The folding with one scope more: where its level is shown in full, all others of that level are opened. */
function closed(
  model: ModelView,
  { level, opened }: Pick<Folding, 'level' | 'opened'>,
  id: string,
): Pick<AppState, 'foldLevel' | 'openedFolds'> {
  const scopes = scopesOf(model)
  const wanted = scopes.find((scope) => scope.id === id)
  if (wanted === undefined) return { foldLevel: level, openedFolds: opened }
  const lowest = Math.min(wanted.level, level ?? Number.POSITIVE_INFINITY)
  const shown = scopes.filter((scope) => scope.level >= lowest && scope.level < (level ?? Number.POSITIVE_INFINITY))
  const within = new Set(wanted.nodes.map((node) => node.id))
  const isWithin = ({ nodes }: Scope) => nodes.every((node) => within.has(node.id))
  const inside = new Set(scopes.filter(isWithin).map((scope) => scope.id))
  return {
    foldLevel: lowest,
    openedFolds: new Set([...opened, ...shown.map((scope) => scope.id)].filter((each) => !inside.has(each))),
  }
}
