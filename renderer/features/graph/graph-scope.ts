// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react'
import type { NodeDiff } from '#contract/model-diff'
import { modelDifferences } from '../../lib/layers/lookups'
import { actions, useApp } from '../../store'
import { selectBeside, selectPair, selectShown } from '../../store/selectors'
import type { AppState, GraphName } from '../../store/state'

/** Which model a graph draws, and what a click in it does. */
export interface GraphScope {
  readonly name: GraphName
  /** The state as if its model were the open one. */
  stateOf(state: AppState): AppState
  /** By node of its model: how it differs from the one that it is compared with. */
  differences(state: AppState): ReadonlyMap<number, NodeDiff> | null
  /** Selects without moving this graph. */
  select(node: number | null): void
  /** Selects, and brings it to the middle. */
  reveal(node: number): void
}

const OPEN: GraphScope = {
  name: 'open',
  stateOf: (state) => state,
  differences(state) {
    const models = selectShown(state)?.models
    return models === undefined ? null : modelDifferences(models)
  },
  select: actions.select,
  reveal: actions.reveal,
}

export const BESIDE: GraphScope = {
  name: 'beside',
  // In the moment in which it is taken away there may be none.
  stateOf: (state) => selectBeside(state) ?? state,
  differences: (state) => selectPair(state)?.pairing.ofBeside ?? null,
  select: (node) => (node === null ? actions.select(null) : actions.selectBeside(node)),
  reveal: actions.revealBeside,
}

/** Of the open model, unless a graph says otherwise to all that it is made of. */
export const ScopeContext = createContext<GraphScope>(OPEN)

export function useScope(): GraphScope {
  return useContext(ScopeContext)
}

/** As useApp, of the model that this graph draws. */
export function useGraph<T>(select: (state: AppState) => T): T {
  const { stateOf } = useScope()
  return useApp((state) => select(stateOf(state)))
}
