// SPDX-License-Identifier: Apache-2.0
import { type OnMove, useReactFlow, useStoreApi } from '@xyflow/react'
import { createContext, useCallback, useContext, useEffect } from 'react'
import type { FlowNode } from './flow-node'
import { useScope } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'
import type { Together } from './together'

/** null: each graph moves by itself. */
export const TogetherContext = createContext<Together | null>(null)

/** Makes a graph one of two that move together, where they do. */
export function useTogether(graph: ModelGraph, layout: GraphLayout): OnMove {
  const together = useContext(TogetherContext)
  const { name } = useScope()
  const flow = useReactFlow<FlowNode>()
  const store = useStoreApi()
  useEffect(
    () => together?.join(name, { graph, layout, flow, size: store.getState }),
    [together, name, graph, layout, flow, store],
  )
  // Without an event it is not the user who moves it.
  return useCallback((event) => (event === null ? undefined : together?.moved(name)), [together, name])
}

/** What is to be called after a graph was moved by something else than the pointer on its canvas. */
export function useMovedByHand(): () => void {
  const together = useContext(TogetherContext)
  const { name } = useScope()
  return useCallback(() => together?.moved(name), [together, name])
}
