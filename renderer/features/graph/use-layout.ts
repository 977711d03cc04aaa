// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useState } from 'react'
import type { LayoutMessage } from './layout/layout.worker'
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

/** Lays the graph out in a worker; a new graph cancels the layout of the one before. */
export function useLayout(graph: ModelGraph): LayoutState {
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
    const worker = new Worker(new URL('./layout/layout.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<LayoutMessage>) => {
      if ('fraction' in data) return setFraction(data.fraction)
      performance.measure('graph layout', { start })
      setShown({ graph, layout: data.layout })
      setOutcome({ of: graph, status: 'ready' })
      worker.terminate()
    }
    worker.onerror = (event) => {
      setOutcome({ of: graph, status: { failure: event.message } })
      worker.terminate()
    }
    worker.postMessage(graph.layout)
    return () => worker.terminate()
  }, [graph, wanted, attempt])
  const cancel = useCallback(() => setOutcome({ of: graph, status: 'cancelled' }), [graph])
  const retry = useCallback(() => {
    setOutcome(null)
    setAttempt((before) => before + 1)
  }, [])
  return { shown, status: shown?.graph === graph ? 'ready' : status, fraction, cancel, retry }
}
