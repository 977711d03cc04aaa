// SPDX-License-Identifier: Apache-2.0
import { useReactFlow } from '@xyflow/react'
import type { KeyboardEvent } from 'react'
import { useGraph, useScope } from './graph-scope'
import type { ModelGraph } from './model-graph'

/** Arrows go from node to node in execution order, + and − zoom, Escape clears the selection. */
export function useGraphKeys(graph: ModelGraph): (event: KeyboardEvent) => void {
  const flow = useReactFlow()
  const scope = useScope()
  const selected = useGraph((state) => state.selected)
  const count = graph.itemOf.size
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key.startsWith('Arrow'))) return
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowRight':
        scope.reveal(selected === null ? 0 : Math.min(count - 1, selected + 1))
        break
      case 'ArrowUp':
      case 'ArrowLeft':
        scope.reveal(selected === null ? 0 : Math.max(0, selected - 1))
        break
      case 'Escape':
        scope.select(null)
        break
      case '+':
        void flow.zoomIn()
        break
      case '-':
        void flow.zoomOut()
        break
      default:
        return
    }
    event.preventDefault()
  }
}
