// SPDX-License-Identifier: Apache-2.0
import { ceilDiv, FLOAT_BYTES, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Deconvolution } from '../deconvolutions'
import type { Executor } from '../executor'
import type { LayerSettings } from '../selection'

/** Input positions along each side of a tile. */
const TILE = 3
/** Tiles that one kernel call works on, to 1.1.4, on every processor. */
const OLD_TILES = 8
/** Its tensors have packs of so many channels. */
const PACK = 4

/** How weights and tiles are laid out: for kernels of 4×4 channels (to 1.1.4), or in blocks of the matrix kernel. */
type Blocks = 'fours' | 'matrixKernel'

type Kernel = Pick<MatrixCore, 'ePack' | 'lPack' | 'hPack'>

/** The matrix kernel in plain C++. 2.8.1: compute/CommonOptFunction.cpp, MNNGetMatMulPackMode. */
const PLAIN_KERNEL: Kernel = { ePack: 16, lPack: 1, hPack: 4 }

/** The taps that one offset within the stride meets: a convolution of its own. */
interface Part {
  readonly height: number
  readonly width: number
  /** Edge of a transformed tile; null: taps that are no square are multiplied as they are. */
  readonly edge: number | null
}

/**
 * Transposed convolution with a stride, to 3.0.1: every offset within the stride is a convolution over tiles of 3×3
 * input positions, with Winograd where its taps are a square. Nothing depends on the size of the image.
 * 1.0.1|1.1.5|2.8.1: compute/DeconvolutionWithStride.cpp; 1.0.1 and 2.8.1 (SSE) measured.
 */
export function stridedDeconvolutionExecutor(
  p: Deconvolution,
  { isa, core, threads }: LayerSettings,
  blocks: Blocks,
): Executor {
  // It asks for the matrix kernel by its plain name, which on x86 is that of plain C++ whatever the processor has.
  const kernel = isa.startsWith('arm') ? core : PLAIN_KERNEL
  const parts = partsOf(p)
  const edges = [...new Set(parts.flatMap(({ edge }) => edge ?? []))].sort((a, b) => a - b)
  const tiles = blocks === 'fours' ? OLD_TILES : kernel.ePack
  const inBytes = threads * tiles * roundUp(p.inChannels, PACK) * FLOAT_BYTES
  const outBytes = threads * tiles * roundUp(p.outChannels, PACK) * FLOAT_BYTES
  return {
    ...(edges.length > 0 ? { algorithm: 'winograd', unit: TILE } : { algorithm: 'col2im' }),
    className: 'DeconvolutionWithStride',
    reason: () => ({ id: 'mnn.stridedParts', stride: `${p.strideHeight}×${p.strideWidth}`, parts: parts.length }),
    operations: () => operations(p, parts, edges),
    create(pool) {
      pool.request(roundUp(p.outChannels, PACK) * FLOAT_BYTES)
      for (const { height, width, edge } of parts) {
        pool.request((edge === null ? height * width : edge * edge) * blockedWeights(p, kernel, blocks) * FLOAT_BYTES)
      }
    },
    resize(workspace) {
      const reach = (2 * p.strideHeight + p.kernelHeight) * (2 * p.strideWidth + p.kernelWidth)
      const gathered = workspace.take('part.inputTiles.allThreads', TILE * TILE * inBytes)
      const added = workspace.take('part.outputTiles.allThreads', reach * outBytes)
      const packed = blocks === 'fours' ? [] : [workspace.take('part.matrixInput.allThreads', inBytes)]
      const products = parts.flatMap(({ height, width, edge }) => {
        const positions = edge === null ? height * width : edge * edge
        const product = workspace.take('part.products.allThreads', positions * outBytes)
        return edge === null
          ? [product]
          : [product, workspace.take('part.transformScratch.allThreads', positions * outBytes)]
      })
      const transformed = edges.map((edge) =>
        workspace.take('part.transformedTiles.allThreads', 2 * edge * edge * inBytes),
      )
      workspace.free(...products, gathered, added, ...packed, ...transformed)
    },
  }
}

/**
 * Whether a layer runs so: on packs of four, with a stride and no dilation, from 1.1.7 on (`onlyWide`) if a side of the
 * kernel has more than twice the stride. 1.0.1|1.1.7: cpu/CPUDeconvolution.cpp.
 */
export function isStridedDeconvolution(p: Deconvolution, core: MatrixCore, onlyWide: boolean): boolean {
  if (core.pack !== PACK || core.elementBytes !== FLOAT_BYTES) return false
  if (p.strideHeight === 1 && p.strideWidth === 1) return false
  if (p.dilationHeight > 1 || p.dilationWidth > 1) return false
  return !onlyWide || intDiv(p.kernelWidth, p.strideWidth) > 2 || intDiv(p.kernelHeight, p.strideHeight) > 2
}

function partsOf(p: Deconvolution): readonly Part[] {
  const heights = taps(p.kernelHeight, p.strideHeight)
  const widths = taps(p.kernelWidth, p.strideWidth)
  return heights.flatMap((height) =>
    widths.map((width) => ({ height, width, edge: height === width ? height + TILE - 1 : null })),
  )
}

/** By offset within the stride. */
function taps(kernel: number, stride: number): number[] {
  return Array.from({ length: Math.min(kernel, stride) }, (_, offset) => 1 + intDiv(kernel - offset - 1, stride))
}

function blockedWeights(p: Deconvolution, { hPack, lPack }: Kernel, blocks: Blocks): number {
  return blocks === 'fours'
    ? roundUp(p.outChannels, PACK) * roundUp(p.inChannels, PACK)
    : roundUp(p.outChannels, hPack) * roundUp(p.inChannels, lPack)
}

/** Of every tile: its transforms, one for each edge; products; and transforms back. */
function operations(p: Deconvolution, parts: readonly Part[], edges: readonly number[]): number {
  const tiles = p.batch * ceilDiv(p.inHeight, TILE) * ceilDiv(p.inWidth, TILE)
  const { inChannels: ic, outChannels: oc } = p
  const there = edges.map((edge) => 2 * edge * TILE * (TILE + edge) * ic)
  const products = parts.map(({ height, width, edge }) =>
    edge === null ? 2 * TILE * TILE * height * width * ic * oc : 2 * edge * edge * ic * oc + 4 * edge ** 3 * oc,
  )
  return tiles * [...there, ...products].reduce((sum, each) => sum + each, 0)
}
