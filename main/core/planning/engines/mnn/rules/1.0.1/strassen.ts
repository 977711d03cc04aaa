// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor, Workspace } from '../executor'
import { cacheBytes, packsPerBlock } from './kernel-cache'

const MAX_DEPTH = 5
const PENALTY = 1.5

/** A product of rows × depth by depth × packs·4; `depth` is real channels, `depthPacks` packs of 4. */
interface Product {
  readonly rows: number
  readonly depth: number
  readonly depthPacks: number
  readonly packs: number
}

/** 1.0.1: compute/Convolution1x1Strassen.cpp. Batch, stride and padding are handled by staging copies. */
export function strassenExecutor(p: ConvProblem, core: MatrixCore, threads: number): Executor {
  return {
    algorithm: 'strassen-1x1',
    className: 'Convolution1x1Strassen',
    create(pool) {
      pool.request(roundUp(p.outChannels, 4) * FLOAT_BYTES)
      pool.request(roundUp(p.outChannels, core.hPack) * p.inChannels * FLOAT_BYTES)
    },
    resize(workspace) {
      const pixels = p.outHeight * p.outWidth * FLOAT_BYTES
      const staging = needsStaging(p)
        ? [
            workspace.take('part.stagedOutput', pixels * roundUp(p.outChannels, 4)),
            workspace.take('part.stagedInput', pixels * roundUp(p.inChannels, 4)),
          ]
        : []
      workspace.pool.beginParts()
      for (const part of splitOverThreads(p, core, threads)) {
        workspace.pool.beginPart()
        multiply(part, 0, core, workspace)
        workspace.pool.endPart()
      }
      workspace.pool.endParts()
      workspace.free(...staging)
    },
    operations() {
      const parts = splitOverThreads(p, core, threads)
      const total = (count: (part: Product) => number) => parts.reduce((sum, part) => sum + count(part), 0)
      return (2 * macs(p) * total((part) => operations(part, 0, core))) / total(plainOperations)
    },
  }
}

export function needsStaging(p: ConvProblem): boolean {
  return p.batch > 1 || p.strideHeight > 1 || p.strideWidth > 1 || p.padTop > 0 || p.padLeft > 0
}

function splitOverThreads(p: ConvProblem, core: MatrixCore, threads: number): Product[] {
  const rows = p.outHeight * p.outWidth
  const packs = ceilDiv(p.outChannels, 4)
  const depth = p.inChannels
  const depthPacks = ceilDiv(depth, 4)
  const parts: Product[] = []
  if (rows > 8 * core.ePack * threads && rows > packs) {
    const share = ceilDiv(rows, threads)
    for (let start = 0; start < rows; start += share) {
      parts.push({ rows: Math.min(share, rows - start), depth, depthPacks, packs })
    }
    return parts
  }
  const block = packsPerBlock(core)
  const blocks = ceilDiv(packs, block)
  const count = Math.min(threads, blocks)
  const share = intDiv(blocks, count) * block
  for (let part = 0; part < count; part++) {
    parts.push({ rows, depth, depthPacks, packs: part < count - 1 ? share : packs - part * share })
  }
  return parts
}

/** Floating-point operations of a product without recursion, channels padded as the engine has them. */
function plainOperations({ rows, depth, packs }: Product): number {
  return 2 * rows * depth * 4 * packs
}

/** With recursion: seven half products and the sums of halves that they need, and what is left over. */
function operations(product: Product, level: number, core: MatrixCore): number {
  const half = level < MAX_DEPTH ? halves(product, core) : null
  if (half === null) return plainOperations(product)
  const halved = plainOperations(half)
  const sums = 4 * half.rows * half.depth + 16 * half.depth * half.packs + 28 * half.rows * half.packs
  return 7 * operations(half, level + 1, core) + sums + plainOperations(product) - 8 * halved
}

/** 1.0.1: compute/StrassenMatmulComputor.cpp: seven half products where that saves more than it moves. */
function multiply(product: Product, level: number, core: MatrixCore, workspace: Workspace): void {
  const { rows, packs } = product
  const half = halves(product, core)
  if (level >= MAX_DEPTH || half === null) {
    leaf(product, core, workspace)
    return
  }
  const blocks = intDiv(4 * half.packs, core.hPack)
  const left = workspace.take('part.strassenInput', Math.max(half.depthPacks, half.packs) * half.rows * 16)
  const right = workspace.take('part.strassenWeights', blocks * 4 * half.depthPacks * core.hPack * FLOAT_BYTES)
  for (let i = 0; i < 7; i++) multiply(half, level + 1, core, workspace)
  if (packs > 2 * half.packs) {
    leaf({ ...product, rows: 2 * half.rows, packs: packs - 2 * half.packs }, core, workspace)
  }
  if (rows > 2 * half.rows) leaf({ ...product, rows: rows - 2 * half.rows }, core, workspace)
  workspace.free(left, right)
}

function halves({ rows, depth, depthPacks, packs }: Product, core: MatrixCore): Product | null {
  const { ePack, hPack } = core
  const block = packsPerBlock(core)
  const halfRows = intDiv(intDiv(rows, ePack), 2) * ePack
  const halfPacks = intDiv(intDiv(packs, block), 2) * block
  if (halfRows === 0 || halfPacks === 0 || depth % 8 !== 0) return null
  const halfDepth = intDiv(depthPacks, 2)
  const blocks = intDiv(4 * halfPacks, hPack)
  const saved = f32(
    intDiv(rows, ePack) * (4 * ePack * halfPacks + 4 * halfDepth * ePack + 4 * halfDepth * blocks * hPack),
  )
  const moved = f32(16 * halfRows * halfDepth + 16 * halfDepth * blocks * hPack + 28 * halfRows * halfPacks)
  if (f32(saved - f32(PENALTY * moved)) <= 0) return null
  return { rows: halfRows, depth: 4 * halfDepth, depthPacks: halfDepth, packs: halfPacks }
}

function leaf({ depth, packs }: Product, core: MatrixCore, workspace: Workspace): void {
  const tile = workspace.take('part.matrixInput', depth * core.ePack * FLOAT_BYTES)
  const cache = cacheBytes(core, packs * 4)
  const cached = cache > 0 ? [workspace.take('part.kernelCache', cache)] : []
  workspace.free(tile, ...cached)
}
