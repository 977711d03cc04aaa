import type { Algorithm } from '#contract/algorithms'
import { hidingRun } from '../lib/layers/blocks'
import type { ActionContext } from './context'
import { selectMatches } from './selectors'
import type { ColourBy, GraphRequest } from './state'

export interface ExploreActions {
  /** Opens the search, or asks it to take the cursor where it is open. */
  showSearch(): void
  hideSearch(): void
  setQuery(query: string): void
  /** Goes to the next match after the selection in execution order, or to the one before, and round at the ends. */
  goToMatch(direction: 'next' | 'previous'): void
  /** Shows a node of the graph itself, in full where it is one of collapsed blocks. */
  goToNode(node: number): void
  /** Selects what was selected before. */
  goBack(): void
  colourBy(figure: ColourBy): void
  /** Fades the layers of all other algorithms, or where it is emphasised already none. */
  emphasise(algorithm: Algorithm): void
  /** Has the graph zoom or fit. */
  askGraph(kind: GraphRequest['kind']): void
  collapseBlocks(collapsed: boolean): void
  /** Shows a collapsed run of blocks in full; named by its first node. */
  expandBlocks(firstNode: number): void
  /** The list of all keys. */
  showKeys(shown: boolean): void
}

export function createExploreActions({ get, set }: ActionContext, reveal: (node: number) => void): ExploreActions {
  const actions: ExploreActions = {
    showSearch: () => set({ search: { ...get().search, open: true, focusRequest: get().search.focusRequest + 1 } }),
    hideSearch: () => set({ search: { ...get().search, open: false } }),
    setQuery: (query) => set({ search: { ...get().search, query } }),
    goToMatch(direction) {
      const { selected } = get()
      const nodes = selectMatches(get())?.nodes ?? []
      const at = selected ?? (direction === 'next' ? -1 : Number.POSITIVE_INFINITY)
      const match =
        direction === 'next'
          ? (nodes.find((node) => node > at) ?? nodes[0])
          : (nodes.findLast((node) => node < at) ?? nodes.at(-1))
      if (match !== undefined) actions.goToNode(match)
    },
    goToNode(node) {
      const { model, blocksCollapsed, expandedBlocks } = get()
      const run = model !== null && blocksCollapsed ? hidingRun(model, node) : undefined
      if (run !== undefined && !expandedBlocks.has(run.first)) {
        set({ expandedBlocks: new Set(expandedBlocks).add(run.first) })
      }
      reveal(node)
    },
    goBack() {
      const { visited } = get()
      const last = visited.at(-1)
      if (last === undefined) return
      set({ selected: last, visited: visited.slice(0, -1), centreRequest: get().centreRequest + 1 })
    },
    colourBy: (figure) => set({ colourBy: figure }),
    emphasise: (algorithm) => set({ emphasis: get().emphasis === algorithm ? null : algorithm }),
    askGraph: (kind) => set({ graphRequest: { kind, id: (get().graphRequest?.id ?? 0) + 1 } }),
    collapseBlocks: (collapsed) => set({ blocksCollapsed: collapsed, expandedBlocks: new Set() }),
    expandBlocks: (firstNode) => set({ expandedBlocks: new Set(get().expandedBlocks).add(firstNode) }),
    showKeys: (shown) => set({ keysShown: shown }),
  }
  return actions
}
