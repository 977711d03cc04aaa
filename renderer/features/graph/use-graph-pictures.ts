// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react'
import { actions, useApp } from '../../store'
import { neighbourhood, saveGraph } from './graph-picture'
import { useScope } from './graph-scope'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'

/** Saves the graph, or the selection with what it is joined to, when Share or the palette ask for it. */
export function useGraphPictures(graph: ModelGraph, layout: GraphLayout): void {
  const { name } = useScope()
  const request = useApp((state) => state.graphRequest)
  const answered = useRef(request)
  useEffect(() => {
    if (request === null || answered.current === request) return
    answered.current = request
    if (name !== 'open' || (request.kind !== 'png' && request.kind !== 'svg')) return
    const { model, plan, host, selected } = actions.shown()
    if (model === null || host === null) return
    const only = selected === null ? null : neighbourhood(graph, [selected])
    void saveGraph({ graph, layout, model, plan, host, only }, request.kind).catch(() => actions.saveChart(null))
  }, [graph, layout, name, request])
}
