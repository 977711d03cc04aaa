// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useState } from 'react'
import { actions } from '../../store'
import type { LayoutMessage } from './layout/layout.worker'
import { layoutText, readLayout } from './layout/layout-text'
import type { GraphLayout } from './layout/shapes'
import type { ModelGraph } from './model-graph'

export interface LaidOut {
  readonly graph: ModelGraph
  readonly layout: GraphLayout
}

export interface LayoutState {
  /** The newest graph that has been laid out; it stays while another one is being laid out. */
  readonly shown: LaidOut | null
  readonly status: 'busy' | 'ready' | 'cancelled' | { readonly failure: string }
  /** Of the layout under way, 0..1; null before it is known. */
  readonly fraction: number | null
  cancel(): void
  retry(): void
}

interface Outcome {
  readonly of: ModelGraph
  readonly status: LayoutState['status']
}

/** Lays the graph of a file out in a worker; a new graph cancels the layout of the one before. */
export function useLayout(graph: ModelGraph, sha256: string): LayoutState {
  const [shown, setShown] = useState<LaidOut | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [fraction, setFraction] = useState<number | null>(null)
  const [attempt, setAttempt] = useState(0)
  const status = outcome?.of === graph ? outcome.status : 'busy'
  const wanted = shown?.graph !== graph && status === 'busy'
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is one with the same graph
  useEffect(() => {
    if (!wanted) return
    const start = performance.now()
    setFraction(null)
    let worker: Worker | null = null
    let cancelled = false
    const show = (layout: GraphLayout) => {
      performance.measure('graph layout', { start })
      setShown({ graph, layout })
      setOutcome({ of: graph, status: 'ready' })
    }
    const compute = () => {
      worker = new Worker(new URL('./layout/layout.worker.ts', import.meta.url), { type: 'module' })
      worker.onmessage = ({ data }: MessageEvent<LayoutMessage>) => {
        if ('fraction' in data) return setFraction(data.fraction)
        show(data.layout)
        worker?.terminate()
        void actions.keepLayout(sha256, graph.key, layoutText(data.layout))
      }
      worker.onerror = (event) => {
        setOutcome({ of: graph, status: { failure: event.message } })
        worker?.terminate()
      }
      worker.postMessage(graph.layout)
    }
    // One that was laid out before, in whichever window, is there at once.
    void actions.loadLayout(sha256, graph.key).then((text) => {
      if (cancelled) return
      const known = text === null ? null : readLayout(text, graph.layout)
      if (known === null) compute()
      else show(known)
    })
    return () => {
      cancelled = true
      worker?.terminate()
    }
  }, [graph, sha256, wanted, attempt])
  const cancel = useCallback(() => setOutcome({ of: graph, status: 'cancelled' }), [graph])
  const retry = useCallback(() => {
    setOutcome(null)
    setAttempt((before) => before + 1)
  }, [])
  return { shown, status: shown?.graph === graph ? 'ready' : status, fraction, cancel, retry }
}
