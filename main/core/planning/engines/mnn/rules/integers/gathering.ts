// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { tileWidth } from '../2.8.1/tiled'
import type { Workspace } from '../executor'
import type { IntegerCore } from './cores'

/** What a dense layer's workspace depends on. */
export interface Gathered {
  readonly problem: ConvProblem
  readonly core: MatrixCore
  readonly integers: IntegerCore
  readonly threads: number
  /** Input elements that a row goes through (depthOf). */
  readonly depth: number
  readonly ownScales: boolean
}

/** Takes and gives back what a dense layer gathers its input in. */
export type Gather = (workspace: Workspace, of: Gathered) => void

/** Of the im2col index, per position and kernel tap, beside a pointer: four 32-bit integers. */
const INDEX_BYTES = 16
/** Bytes of a tile's rows that are gathered before they are multiplied. */
const TILE_BYTES = 2048

function planeOf(p: ConvProblem): number {
  return p.outWidth * p.outHeight * p.batch
}

/** Of an im2col index for tiles of `rows` positions. compute/ConvolutionTiledExecutor.cpp, computeBlitInfoSize. */
function indexBytes({ problem: p, core }: Gathered, rows: number): number {
  return p.kernelHeight * p.kernelWidth * (ceilDiv(rows, tileWidth(p)) + 1) * (INDEX_BYTES + core.pointerBytes)
}

/**
 * The rows of one kernel call for every thread, one image after the other. `remains`: and what a call writes that is not
 * whole. 1.0.1|1.1.7: CPUConvInt8.cpp, CPUConvArm82Int8.cpp; 1.2.0|2.5.1: compute/ConvInt8TiledExecutor.cpp.
 */
export function callByCall(remains: (integers: IntegerCore) => boolean): Gather {
  return (workspace, { problem: p, integers, threads, depth }) => {
    const { rows } = integers
    const inUse = Math.min(threads, ceilDiv(p.outWidth * p.outHeight, rows))
    const tiles = workspace.take('part.im2colTiles.allThreads', inUse * rows * depth)
    const rest = remains(integers)
      ? [workspace.take('part.results.allThreads', inUse * rows * roundUp(p.outChannels, 4))]
      : []
    workspace.free(tiles, ...rest)
  }
}

/** Tiles of two kilobytes, shared out to threads. 2.5.3|2.9.2: compute/ConvInt8TiledExecutor.cpp. */
export const tilesOfTwoKilobytes: Gather = (workspace, of) => {
  const { problem: p, integers, threads, depth } = of
  const plane = planeOf(p)
  const limit = Math.min(ceilDiv(TILE_BYTES, depth), ceilDiv(plane, threads))
  const rows = integers.rows * ceilDiv(limit, integers.rows)
  const inUse = Math.min(threads, ceilDiv(plane, rows))
  const tiles = workspace.take('part.im2colTiles.allThreads', inUse * rows * depth)
  workspace.free(workspace.take('part.im2colIndex.allThreads', inUse * indexBytes(of, rows)))
  workspace.free(tiles)
}

/** Blocks of output channels that are shared out: of the wider of both kernels. */
function sharedChannels({ problem, core, integers }: Gathered): number {
  return ceilDiv(roundUp(problem.outChannels, core.pack), Math.max(core.pack, integers.unit))
}

/**
 * The same where there are more positions than threads, else threads share out channels; one scale per image beside.
 * `everyThread` has a tile. 2.9.3|3.0.0: compute/ConvInt8TiledExecutor.cpp.
 */
export function positionsOrChannels(everyThread: boolean): Gather {
  return (workspace, of) => {
    const { problem: p, integers, threads, depth } = of
    const plane = planeOf(p)
    const byPositions = threads < plane
    const limit = Math.min(ceilDiv(TILE_BYTES, depth), byPositions ? ceilDiv(plane, threads) : plane)
    const rows = integers.rows * ceilDiv(limit, integers.rows)
    const blocks = sharedChannels(of)
    const inUse = Math.min(threads, byPositions ? ceilDiv(plane, rows) : ceilDiv(blocks, ceilDiv(blocks, threads)))
    const scales = workspace.take('part.scalesOfInput', p.batch * FLOAT_BYTES)
    const index = workspace.take('part.im2colIndex.allThreads', inUse * indexBytes(of, rows))
    const tiles = workspace.take('part.im2colTiles.allThreads', (everyThread ? threads : inUse) * rows * depth)
    workspace.free(index, scales, tiles)
  }
}

export interface Division {
  /** Threads share out output channels; else tiles of output positions. */
  readonly byChannels: boolean
  /** Positions of a tile. */
  readonly rows: number
  readonly tiles: number
  readonly inUse: number
}

/** How `plane` output positions are cut into tiles of at most `limit` positions, in whole `rows`. 3.0.1|3.6.1: compute/ConvInt8TiledExecutor.cpp. */
export function division(plane: number, unit: number, limit: number, threads: number): Division {
  const cut = (most: number) => {
    const rows = unit * ceilDiv(Math.min(limit, most), unit)
    return { rows, tiles: ceilDiv(plane, rows) }
  }
  if (threads < plane) {
    const { rows, tiles } = cut(ceilDiv(plane, threads))
    if (tiles > threads) return { byChannels: false, rows, tiles, inUse: threads }
  }
  return { byChannels: true, ...cut(plane), inUse: 1 }
}

/** How many positions at most are gathered as integers. */
export function positionLimit(depth: number): number {
  return ceilDiv(TILE_BYTES, depth)
}

/**
 * Where tiles are fewer than threads, one gathers all of them and all share out channels. What lies beside differs:
 * `scales` of every image or position of the input, or of a layer with scales of its own, of a tile or of a call;
 * sums of the input; accumulators. 3.0.1|3.6.1: compute/ConvInt8TiledExecutor.cpp, onResize.
 */
export function tilesOrChannels(beside: {
  readonly scales: 'images' | 'positions' | 'tilesIfOwn' | 'callIfOwn'
  readonly sums: boolean
  readonly accumulators: boolean
}): Gather {
  return (workspace, of) => {
    const { problem: p, core, integers, threads, depth, ownScales } = of
    const { byChannels, rows, tiles, inUse } = division(planeOf(p), integers.rows, positionLimit(depth), threads)
    const copies = byChannels ? tiles : threads
    const take = (name: Parameters<Workspace['take']>[0], bytes: number) => [workspace.take(name, bytes)]
    const scalesOf = (when: boolean, count: number) => (when ? take('part.scalesOfInput', count * FLOAT_BYTES) : [])
    const isBefore = beside.scales === 'images' || beside.scales === 'positions'
    const first =
      beside.scales === 'callIfOwn'
        ? scalesOf(ownScales, integers.rows)
        : scalesOf(isBefore, p.batch * (beside.scales === 'images' ? 1 : p.inHeight * p.inWidth))
    const index = take('part.im2colIndex', inUse * indexBytes(of, byChannels ? tiles * rows : rows))
    const sums = beside.sums ? take('part.sumsOfInput', copies * rows * FLOAT_BYTES) : []
    const gathered = take('part.im2colTiles', copies * rows * depth)
    const ofTiles = scalesOf(beside.scales === 'tilesIfOwn' && ownScales, threads * rows)
    const accumulators = beside.accumulators
      ? take('part.accumulators.allThreads', threads * integers.rows * Math.max(integers.unit, core.pack) * 4)
      : []
    workspace.free(...index, ...sums, ...(isBefore ? first : []), ...gathered, ...ofTiles)
    workspace.free(...(isBefore ? [] : first), ...accumulators)
  }
}
