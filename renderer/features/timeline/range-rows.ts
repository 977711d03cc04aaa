// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { RunReport } from '#contract/timeline'
import type { RangeLayer } from './range-summary'

/** What a layer needs of blocks that are taken whole before the first layer runs. */
interface LayerUse {
  readonly inUseBytes: number
  readonly workspaceBytes: number
}

export interface RangeRow {
  readonly node: number
  readonly durationNs: number
  readonly workspaceBytes: number
  /** Highest total while it was at work, or what it has in use of the arena: `RangeTable.figure`. */
  readonly bytes: number
}

export interface RangeTable {
  readonly figure: 'high' | 'inUse'
  /** The largest first. */
  readonly rows: readonly RangeRow[]
}

/** By node, of a run whose placements are known. */
export function usesOf({ layers }: Pick<RunReport, 'layers'>, { steps }: Arena): ReadonlyMap<number, LayerUse> {
  const workspaces = new Map(layers.map(({ node, workspaceBytes }) => [node, workspaceBytes]))
  const uses = new Map<number, LayerUse>()
  for (const { node, tensorBytes, workspaceBytes } of steps) {
    const inUseBytes = Math.max(tensorBytes + workspaceBytes, uses.get(node)?.inUseBytes ?? 0)
    uses.set(node, { inUseBytes, workspaceBytes: workspaces.get(node) ?? workspaceBytes })
  }
  return uses
}

/**
 * The layers of a range. Of an arena that is one block the highest total is the same for all of them and tells nothing: then
 * each row is what its layer has in use of it, where that is known.
 */
export function rangeTable(layers: readonly RangeLayer[], uses: ReadonlyMap<number, LayerUse> | null): RangeTable {
  const [first] = layers
  const flat = layers.length > 1 && layers.every(({ highWaterBytes }) => highWaterBytes === first?.highWaterBytes)
  const known = uses !== null && layers.some(({ node }) => uses.has(node))
  const figure = flat && known ? 'inUse' : 'high'
  const rows = layers.map(({ node, durationNs, highWaterBytes, workspaceBytes }): RangeRow => {
    if (figure === 'high') return { node, durationNs, workspaceBytes, bytes: highWaterBytes }
    const use = uses?.get(node) ?? { inUseBytes: 0, workspaceBytes: 0 }
    return { node, durationNs, workspaceBytes: use.workspaceBytes, bytes: use.inUseBytes }
  })
  return { figure, rows: rows.sort((a, b) => b.bytes - a.bytes) }
}
