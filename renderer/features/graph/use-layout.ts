import { useEffect, useState } from 'react'
import type { GraphLayout, LayoutInput } from '../../lib/graph-shapes'

export type LayoutState =
  | { readonly kind: 'busy' }
  | { readonly kind: 'ready'; readonly layout: GraphLayout }
  | { readonly kind: 'failed'; readonly message: string }

const BUSY: LayoutState = { kind: 'busy' }

/** Lays the graph out in a worker; a new graph cancels the layout of the one before. */
export function useLayout(input: LayoutInput): LayoutState {
  const [state, setState] = useState<{ readonly of: LayoutInput; readonly result: LayoutState } | null>(null)
  useEffect(() => {
    const start = performance.now()
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
    const finish = (result: LayoutState) => {
      setState({ of: input, result })
      worker.terminate()
    }
    worker.onmessage = ({ data }: MessageEvent<GraphLayout>) => {
      performance.measure('graph layout', { start })
      finish({ kind: 'ready', layout: data })
    }
    worker.onerror = (event) => finish({ kind: 'failed', message: event.message })
    worker.postMessage(input)
    return () => worker.terminate()
  }, [input])
  return state?.of === input ? state.result : BUSY
}
