// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import { foldsAround } from '../lib/layers/folds'
import type { ActionContext } from './context'
import { selectMatches } from './selectors'
import type { ColourBy, GraphRequest } from './state'

export function createExploreActions({ get, set }: ActionContext, reveal: (node: number) => void) {
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
      const { model, blocksCollapsed, openedFolds } = get()
      const around = model === null ? [] : foldsAround(model, blocksCollapsed, node)
      if (!around.every((id) => openedFolds.has(id))) set({ openedFolds: new Set([...openedFolds, ...around]) })
      reveal(node)
    },
    /** Selects what was selected before. */
    goBack(): void {
      const { visited } = get()
      const last = visited.at(-1)
      if (last === undefined) return
      set({ selected: last, visited: visited.slice(0, -1), centreRequest: get().centreRequest + 1 })
    },
    colourBy: (figure: ColourBy): void => set({ colourBy: figure }),
    /** Fades the layers of all other algorithms, or where it is emphasised already none. */
    emphasise: (algorithm: Algorithm): void => set({ emphasis: get().emphasis === algorithm ? null : algorithm }),
    /** Has the graph zoom or fit. */
    askGraph: (kind: GraphRequest['kind']): void =>
      set({ graphRequest: { kind, id: (get().graphRequest?.id ?? 0) + 1 } }),
    collapseBlocks: (collapsed: boolean): void => set({ blocksCollapsed: collapsed, openedFolds: new Set() }),
    /** Shows the nodes of a box in full (Fold.id). */
    openFold: (id: string): void => set({ openedFolds: new Set(get().openedFolds).add(id) }),
    /** The list of all keys. */
    showKeys: (shown: boolean): void => set({ keysShown: shown }),
  }
  return actions
}
