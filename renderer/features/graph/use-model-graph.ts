// SPDX-License-Identifier: Apache-2.0
import { useMemo, useRef } from 'react'
import type { ModelView } from '#contract/model'
import { folds } from '../../lib/layers/folds'
import { useApp } from '../../store'
import { selectFolding } from '../../store/selectors'
import { type ModelGraph, modelGraph } from './model-graph'

/**
 * The graph as it is to be drawn, with bodies of nodes, repetitions of blocks, and stages in one box each. Other input
 * shapes make a new view of the same file, whose graph is the same: it keeps its layout.
 */
export function useModelGraph(model: ModelView): ModelGraph {
  const folding = useApp(selectFolding)
  const latest = useRef(model)
  latest.current = model
  return useMemo(() => {
    const { current } = latest
    return modelGraph(current, folds(current, folding), folding.level !== null)
  }, [folding])
}
