// SPDX-License-Identifier: Apache-2.0
import { useMemo, useRef } from 'react'
import type { ModelView } from '#contract/model'
import { repeatedBlocks } from '../../lib/layers/blocks'
import { useApp } from '../../store'
import { type HiddenBlocks, type ModelGraph, modelGraph } from './model-graph'

/**
 * The graph as it is to be drawn: whole, or with repetitions of blocks in one box each. Other input
 * shapes make a new view of the same file, whose graph is the same: it keeps its layout.
 */
export function useModelGraph(model: ModelView): ModelGraph {
  const collapsed = useApp((state) => state.blocksCollapsed)
  const expanded = useApp((state) => state.expandedBlocks)
  const latest = useRef(model)
  latest.current = model
  return useMemo(() => {
    const { current } = latest
    if (!collapsed) return modelGraph(current)
    const hidden = repeatedBlocks(current)
      .filter(({ first }) => !expanded.has(first))
      .map(({ first, length, count }): HiddenBlocks => {
        const nodes = current.nodes.slice(first + length, first + length * count)
        return { run: first, count: count - 1, nodes }
      })
    return modelGraph(current, hidden)
  }, [collapsed, expanded])
}
