// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { takeStaging } from '../1.0.1/strassen'
import type { Executor, Workspace } from '../executor'
import type { LayerSettings } from '../selection'
import type { Shares } from '../shares'

const MAX_DEPTH = 5
/** Elements that one slice of a product may touch at a time. */
const SLICE_ELEMENTS = 32768

/** A product of rows × depth by depth × channels. */
interface Product {
  readonly rows: number
  readonly depth: number
  readonly channels: number
}

/** What releases from 1.2.0 on differ in. */
export interface StrassenVariant {
  readonly shares: Shares
  /** Layers with a stride, padding or several images run with it too, by way of copies. */
  readonly stages: boolean
  /** Parts of rows start their recursion with output channels in whole blocks; else with the real ones. */
  readonly wholeBlocks: boolean
}

/**
 * Strassen from 1.2.0 on: compute/Convolution1x1Strassen.cpp. 1.2.5: real channels; 2.9.3: shares. In half precision
 * the weights are converted in scratch of the static pool.
 */
export function strassenExecutor(p: ConvProblem, settings: LayerSettings, variant: StrassenVariant): Executor {
  const { core } = settings
  const { pack, lPack, hPack, elementBytes } = core
  const parts = () => splitOverThreads(p, settings, variant)
  return {
    algorithm: 'strassen-1x1',
    className: 'Convolution1x1Strassen',
    create(pool) {
      pool.request(roundUp(p.outChannels, pack) * elementBytes)
      pool.request(roundUp(p.outChannels, hPack) * roundUp(p.inChannels, lPack) * elementBytes)
      if (elementBytes < FLOAT_BYTES) pool.free(pool.request(p.outChannels * p.inChannels * elementBytes))
    },
    resize(workspace) {
      const staging = variant.stages ? takeStaging(p, p.outHeight * p.outWidth * p.batch, core, workspace) : []
      workspace.pool.beginParts()
      for (const part of parts()) {
        workspace.pool.beginPart()
        multiply(part, 0, core, workspace)
        workspace.pool.endPart()
      }
      workspace.pool.endParts()
      workspace.free(...staging)
    },
    operations() {
      const total = (count: (part: Product) => number) => parts().reduce((sum, part) => sum + count(part), 0)
      return (2 * macs(p) * total((part) => operations(part, 0, core))) / total(plainOperations)
    },
  }
}

function splitOverThreads(
  p: ConvProblem,
  { core, threads, clusters }: LayerSettings,
  { shares, wholeBlocks }: StrassenVariant,
): Product[] {
  const { pack, ePack, hPack } = core
  const rows = p.outHeight * p.outWidth * p.batch
  const depth = p.inChannels
  const packs = ceilDiv(p.outChannels, pack)
  const workers = { threads, clusters }
  if (rows > 8 * ePack * threads && rows > packs) {
    const channels = wholeBlocks ? Math.min(roundUp(p.outChannels, pack), roundUp(p.outChannels, hPack)) : p.outChannels
    return shares.rows(rows, workers).map((part) => ({ rows: part, depth, channels }))
  }
  const unit = hPack > pack ? intDiv(hPack, pack) : 1
  let start = 0
  return shares.channels(ceilDiv(packs, unit), workers).map((units) => {
    const own = Math.min(units * unit, packs - start)
    const blocks = Math.min(ceilDiv(own * pack, hPack), ceilDiv(p.outChannels, hPack) - intDiv(start * pack, hPack))
    start += own
    return { rows, depth, channels: Math.min(own * pack, blocks * hPack) }
  })
}

/** Floating-point operations of a product without recursion, channels padded as the engine has them. */
function plainOperations({ rows, depth, channels }: Product): number {
  return 2 * rows * depth * channels
}

/** With recursion: seven half products and the sums of halves that they need, and what is left over. */
function operations(product: Product, level: number, core: MatrixCore): number {
  const half = level < MAX_DEPTH ? halves(product, core) : null
  if (half === null) return plainOperations(product)
  const halved = plainOperations(half)
  const sums = 4 * half.rows * half.depth + 4 * half.depth * half.channels + 7 * half.rows * half.channels
  return 7 * operations(half, level + 1, core) + sums + plainOperations(product) - 8 * halved
}

/** 2.8.1: compute/StrassenMatmulComputor.cpp: seven half products where that saves more than it moves. */
function multiply(product: Product, level: number, core: MatrixCore, workspace: Workspace, threads = 1): void {
  const { rows, channels } = product
  const half = level < MAX_DEPTH ? halves(product, core) : null
  if (half === null) {
    leaf(product, core, workspace, threads)
    return
  }
  const weights = workspace.take('part.strassenWeights', half.channels * half.depth * core.elementBytes)
  const input = workspace.take(
    'part.strassenInput',
    Math.max(half.depth, half.channels) * half.rows * core.elementBytes,
  )
  for (let i = 0; i < 7; i++) multiply(half, level + 1, core, workspace, threads)
  if (channels > 2 * half.channels) {
    leaf({ ...product, rows: 2 * half.rows, channels: channels - 2 * half.channels }, core, workspace, threads)
  }
  if (rows > 2 * half.rows) leaf({ ...product, rows: rows - 2 * half.rows }, core, workspace, threads)
  workspace.free(input, weights)
}

/** One product that all threads work on together: matrix kernel inputs for each. */
export function multiplyTogether(product: Product, core: MatrixCore, threads: number, workspace: Workspace): void {
  multiply(product, 0, core, workspace, threads)
}

function halves({ rows, depth, channels }: Product, core: MatrixCore): Product | null {
  const { pack, ePack, lPack, hPack } = core
  const halfRows = intDiv(intDiv(rows, ePack), 2) * ePack
  const granule = Math.max(hPack, pack)
  const halfChannels = intDiv(intDiv(channels, granule), 2) * granule
  if (halfRows === 0 || halfChannels === 0) return null
  if (depth % (2 * pack) !== 0 || depth % (2 * lPack) !== 0) return null
  if (pack > hPack && depth % (2 * intDiv(pack, hPack)) !== 0) return null
  const halfDepth = depth / 2
  const packedChannels = intDiv(halfChannels, hPack) * hPack
  // The engine forms this in 32-bit integers: for very large layers it wraps, and a leaf results.
  const saved = f32(
    Math.imul(
      intDiv(rows, ePack),
      (Math.imul(ePack, halfChannels) + Math.imul(halfDepth, ePack) + Math.imul(halfDepth, packedChannels)) | 0,
    ),
  )
  const moved = f32(4 * halfRows * halfDepth + 4 * halfDepth * packedChannels + 7 * halfRows * halfChannels)
  if (f32(saved - f32(core.strassenPenalty * moved)) <= 0) return null
  return { rows: halfRows, depth: halfDepth, channels: halfChannels }
}

function leaf({ rows, depth, channels }: Product, core: MatrixCore, workspace: Workspace, threads: number): void {
  const { pack, ePack, lPack, hPack, elementBytes } = core
  const tileBytes = (slice: number) => threads * roundUp(slice, lPack) * ePack * elementBytes
  const limit = intDiv(SLICE_ELEMENTS, Math.min(ePack, rows) + hPack)
  if (depth <= limit) {
    workspace.free(workspace.take('part.matrixInput', tileBytes(depth)))
    return
  }
  const slice = intDiv(limit, Math.max(lPack, pack)) * Math.max(lPack, pack)
  const partial = workspace.take('part.partialResults', rows * roundUp(channels, pack) * elementBytes)
  for (let start = 0; start < depth; start += slice) {
    workspace.free(workspace.take('part.matrixInput', tileBytes(Math.min(slice, depth - start))))
  }
  workspace.free(partial)
}
