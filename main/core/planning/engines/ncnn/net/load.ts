// SPDX-License-Identifier: Apache-2.0
import type { NcnnEngine } from '../engine'
import { Ledger } from '../memory/allocator'
import type { Net } from './net'

export interface LoadMemory {
  /** Held once the net is loaded. */
  readonly heldBytes: number
  readonly peakBytes: number
}

/** Reads and packs all weights, layer by layer or in two passes. 20260526:net.cpp, load_model. */
export function loadNet({ layers }: Pick<Net, 'layers'>, { loading }: Pick<NcnnEngine, 'loading'>): LoadMemory {
  const heap = new Ledger()
  const steps = layers.map(({ executor, weights = [] }) => {
    for (const bytes of loading === 'together' ? weights : []) heap.take(bytes)
    const early = loading === 'together' ? executor?.read(heap) : undefined
    return () => {
      for (const bytes of loading === 'oneByOne' ? weights : []) heap.take(bytes)
      const pack = early ?? executor?.read(heap)
      pack?.()
    }
  })
  for (const pack of steps) pack()
  return { heldBytes: heap.bytes, peakBytes: heap.peakBytes }
}
