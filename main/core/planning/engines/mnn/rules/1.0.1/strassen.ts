// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Block } from '../../pools/pool'
import type { Executor, Workspace } from '../executor'
import type { LayerSettings } from '../selection'
import { EQUAL_SHARES } from '../shares'
import { cacheBytes, packsPerBlock } from './kernel-cache'

const MAX_DEPTH = 5

/** A product of rows × depth by depth × packs; `depth` is real channels, `depthPacks` packs of them. */
interface Product {
  readonly rows: number
  readonly depth: number
  readonly depthPacks: number
  readonly packs: number
}

/** What changed until 1.2.0 rewrote it. */
interface Variant {
  /** All images of a batch are rows of one product; else they are multiplied one by one. */
  readonly wholeBatch: boolean
  /** The bias is asked for before the weights. */
  readonly biasFirst: boolean
}

/**
 * Strassen to 1.1.7. Batch, stride and padding are handled by staging copies. 1.0.1: compute/Convolution1x1Strassen.cpp;
 * 1.1.0: batches; 1.1.5: order of requests, and packs of other sizes.
 */
export function strassenExecutor(p: ConvProblem, settings: LayerSettings, variant: Variant): Executor {
  const { core } = settings
  const rows = p.outHeight * p.outWidth * (variant.wholeBatch ? p.batch : 1)
  const parts = () => splitOverThreads(p, rows, settings)
  return {
    algorithm: 'strassen-1x1',
    className: 'Convolution1x1Strassen',
    create(pool) {
      const bias = () => pool.request(roundUp(p.outChannels, core.pack) * core.elementBytes)
      if (variant.biasFirst) bias()
      pool.request(roundUp(p.outChannels, core.hPack) * roundUp(p.inChannels, core.lPack) * core.elementBytes)
      if (core.elementBytes < FLOAT_BYTES) pool.free(pool.request(p.outChannels * p.inChannels * core.elementBytes))
      if (!variant.biasFirst) bias()
    },
    resize(workspace) {
      const staging = takeStaging(p, rows, core, workspace)
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
      return (2 * macs(p) * total((part) => operations(part, 0, core))) / total((part) => plainOperations(part, core))
    },
  }
}

/** Where every 1×1 layer runs with Strassen: `rows` of output and input, by packs. */
export function takeStaging(p: ConvProblem, rows: number, core: MatrixCore, workspace: Workspace): Block[] {
  if (!needsStaging(p)) return []
  const bytes = rows * core.elementBytes
  return [
    workspace.take('part.stagedOutput', bytes * roundUp(p.outChannels, core.pack)),
    workspace.take('part.stagedInput', bytes * roundUp(p.inChannels, core.pack)),
  ]
}

export function needsStaging(p: ConvProblem): boolean {
  return p.batch > 1 || p.strideHeight > 1 || p.strideWidth > 1 || p.padTop > 0 || p.padLeft > 0
}

function splitOverThreads(p: ConvProblem, rows: number, { core, threads, clusters }: LayerSettings): Product[] {
  const packs = ceilDiv(p.outChannels, core.pack)
  const depth = p.inChannels
  const depthPacks = ceilDiv(depth, core.pack)
  const workers = { threads, clusters }
  if (rows > 8 * core.ePack * threads && rows > packs) {
    return EQUAL_SHARES.rows(rows, workers).map((part) => ({ rows: part, depth, depthPacks, packs }))
  }
  const block = packsPerBlock(core)
  let start = 0
  return EQUAL_SHARES.channels(ceilDiv(packs, block), workers).map((blocks) => {
    const part = Math.min(blocks * block, packs - start)
    start += part
    return { rows, depth, depthPacks, packs: part }
  })
}

/** Floating-point operations of a product without recursion, channels padded as the engine has them. */
function plainOperations({ rows, depth, packs }: Product, { pack }: MatrixCore): number {
  return 2 * rows * depth * pack * packs
}

/** With recursion: seven half products and the sums of halves that they need, and what is left over. */
function operations(product: Product, level: number, core: MatrixCore): number {
  const half = level < MAX_DEPTH ? halves(product, core) : null
  if (half === null) return plainOperations(product, core)
  const halved = plainOperations(half, core)
  const halfChannels = core.pack * half.packs
  const sums = 4 * half.rows * half.depth + 4 * half.depth * halfChannels + 7 * half.rows * halfChannels
  return 7 * operations(half, level + 1, core) + sums + plainOperations(product, core) - 8 * halved
}

/** 1.0.1: compute/StrassenMatmulComputor.cpp: seven half products where that saves more than it moves. */
function multiply(product: Product, level: number, core: MatrixCore, workspace: Workspace, threads = 1): void {
  const { rows, packs } = product
  const half = halves(product, core)
  if (level >= MAX_DEPTH || half === null) {
    leaf(product, core, workspace, threads)
    return
  }
  const { pack, hPack, elementBytes } = core
  const blocks = intDiv(pack * half.packs, hPack)
  const inputBytes = Math.max(half.depthPacks, half.packs) * half.rows * pack * elementBytes
  const left = workspace.take('part.strassenInput', inputBytes)
  const right = workspace.take('part.strassenWeights', blocks * pack * half.depthPacks * hPack * elementBytes)
  for (let i = 0; i < 7; i++) multiply(half, level + 1, core, workspace, threads)
  if (packs > 2 * half.packs) {
    leaf({ ...product, rows: 2 * half.rows, packs: packs - 2 * half.packs }, core, workspace, threads)
  }
  if (rows > 2 * half.rows) leaf({ ...product, rows: rows - 2 * half.rows }, core, workspace, threads)
  workspace.free(left, right)
}

/** One product that all threads work on together: matrix kernel inputs and caches for each. */
export function multiplyTogether(
  { rows, depth, channels }: { readonly rows: number; readonly depth: number; readonly channels: number },
  core: MatrixCore,
  threads: number,
  workspace: Workspace,
): void {
  const { pack } = core
  const product = { rows, depth, depthPacks: ceilDiv(depth, pack), packs: ceilDiv(channels, pack) }
  multiply(product, 0, core, workspace, threads)
}

function halves({ rows, depth, depthPacks, packs }: Product, core: MatrixCore): Product | null {
  const { pack, ePack, lPack, hPack } = core
  const block = packsPerBlock(core)
  const halfRows = intDiv(intDiv(rows, ePack), 2) * ePack
  const halfPacks = intDiv(intDiv(packs, block), 2) * block
  if (halfRows === 0 || halfPacks === 0) return null
  if (depth % (2 * pack) !== 0 || depth % (2 * lPack) !== 0) return null
  const halfDepth = intDiv(depthPacks, 2)
  const blocks = intDiv(pack * halfPacks, hPack)
  const saved = f32(intDiv(rows, ePack) * pack * (ePack * halfPacks + halfDepth * ePack + halfDepth * blocks * hPack))
  const moved = f32(pack * (4 * halfRows * halfDepth + 4 * halfDepth * blocks * hPack + 7 * halfRows * halfPacks))
  if (f32(saved - f32(core.strassenPenalty * moved)) <= 0) return null
  return { rows: halfRows, depth: pack * halfDepth, depthPacks: halfDepth, packs: halfPacks }
}

function leaf({ depth, packs }: Product, core: MatrixCore, workspace: Workspace, threads: number): void {
  const tileBytes = roundUp(depth, core.lPack) * core.ePack * core.elementBytes
  const tile = workspace.take('part.matrixInput', threads * tileBytes)
  const cache = threads * cacheBytes(core, packs * core.pack)
  const cached = cache > 0 ? [workspace.take('part.kernelCache', cache)] : []
  workspace.free(tile, ...cached)
}
