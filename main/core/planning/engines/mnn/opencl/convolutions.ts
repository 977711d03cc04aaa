// SPDX-License-Identifier: Apache-2.0
// What buffer mode runs. Paths are those below source/backend/opencl/execution/buffer.
import { type ConvProblem, weightElements } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../arithmetic'
import type { GpuExecutor, Piece } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules, ProductRules } from './gpu-rules'
import { type BufferPieces, piecesOf } from './pieces'
import { strassenPieces } from './strassen'

/** Output tile edge of Winograd; there is no other one. */
export const UNIT = 2
export const KERNEL = 3
/** Positions of its transformed tiles: (2 + 3 − 1)². */
export const POSITIONS = (UNIT + KERNEL - 1) ** 2
const PACK = 4

/** 3.6.1: ConvBufWinograd.cpp; 2.8.1: the same file, with weights that are transformed before they are copied. */
export function winogradExecutor(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const { inChannels, outChannels } = p
  const bias = make.of('part.gpuBias', 'static', [1, 1, 1, roundUp(outChannels, PACK)])
  const units = ceilDiv(p.outWidth, UNIT) * ceilDiv(p.outHeight, UNIT)
  const own = { algorithm: 'winograd', unit: UNIT, className: 'ConvBufWinograd' } as const
  if (rules.convolutions.tiles === 'packs') {
    const [inPacks, outPacks] = [ceilDiv(inChannels, PACK), ceilDiv(outChannels, PACK)]
    return {
      ...own,
      held: [bias, make.of('part.gpuWeights', 'static', [1, outPacks * POSITIONS, inPacks * PACK, PACK])],
      staging: [],
      workspace: [
        make.of(
          'part.transformedInput',
          'dynamic',
          [POSITIONS, inChannels, roundUp(ceilDiv(units, PACK), 2), PACK],
          'packed',
        ),
        make.of('part.transformedOutput', 'dynamic', [PACK, units, outPacks, POSITIONS], 'packed'),
      ],
    }
  }
  const { inElements, outElements, weightElements: weights } = winogradElements(p, rules)
  return {
    ...own,
    held: [bias, make.of('part.gpuWeights', 'static', [weights])],
    staging: [{ part: 'part.gpuStaging', place: 'dynamic', bytes: stagedBytes(weightElements(p)) }],
    workspace: [
      make.of('part.transformedInput', 'dynamic', [inElements]),
      make.of('part.transformedOutput', 'dynamic', [outElements]),
    ],
  }
}

/** Whole numbers of four bytes. */
function stagedBytes(elements: number): number {
  return roundUp(elements, PACK) * FLOAT_BYTES
}

/** Tiles of one size. 2.9.2: ConvBufWinograd.cpp. */
const FIXED = { rows: 16, columns: 32, depth: 16 }

/** Elements of the transformed weights and of the workspace pair, rounded up to tiles of the product. */
export function winogradElements(
  p: ConvProblem,
  { convolutions }: GpuRules,
): {
  readonly weightElements: number
  readonly inElements: number
  readonly outElements: number
} {
  const { inChannels, outChannels } = p
  const units = ceilDiv(p.outWidth, UNIT) * ceilDiv(p.outHeight, UNIT)
  const bySize = convolutions.tiles === 'bySize'
  const load = (POSITIONS * units * inChannels * outChannels) / 2 ** 30
  const rows = roundUp(units, bySize ? rowMultiple(units, load) : FIXED.rows)
  const columns = roundUp(outChannels, bySize ? columnMultiple(outChannels) : FIXED.columns)
  const depth = roundUp(inChannels, bySize ? PACK : FIXED.depth)
  return {
    weightElements: POSITIONS * columns * depth,
    inElements: POSITIONS * depth * rows,
    outElements: POSITIONS * rows * columns,
  }
}

function rowMultiple(units: number, load: number): number {
  if (units > 512 && load > 1) return 128
  if (units > 256 && load > 0.1) return 64
  return units > 64 ? 32 : 16
}

function columnMultiple(outChannels: number): number {
  if (outChannels > 1024) return 128
  if (outChannels > 256) return 64
  return outChannels > 64 ? 32 : 16
}

/** A 1×1 layer by a kernel of its own. 2.8.1|3.6.1: ConvBufExecution.cpp. */
export function pointwiseExecutor(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const depth = roundUp(p.inChannels, PACK)
  const weights: Piece =
    rules.convolutions.tiles === 'bySize'
      ? make.of('part.gpuWeights', 'static', [roundUp(p.outChannels, pointwiseMultiple(p)) * depth])
      : // A buffer of no pool.
        { part: 'part.gpuWeights', place: 'own', bytes: roundUp(p.outChannels, 8) * depth * gpu.elementBytes }
  return {
    algorithm: 'gemm-1x1',
    className: 'ConvBufExecution',
    held: [biasOf(p, rules, make), weights],
    staging: [],
    workspace: [],
  }
}

function pointwiseMultiple(p: ConvProblem): number {
  return mayBeProduct(p) ? productColumnMultiple(p) : 8
}

/** Columns of a product are the output’s channels. */
export function productColumnMultiple({ outChannels }: ConvProblem): number {
  if (outChannels > 1024) return 128
  if (outChannels > 512) return 64
  return outChannels > 96 ? 32 : 16
}

/** Whether a 1×1 layer has channels enough to be one product of matrices. */
export function mayBeProduct({ inChannels, outChannels }: ConvProblem): boolean {
  return inChannels > 32 && outChannels > 64
}

/** A 1×1 layer as one product between rearranged copies. 3.6.1: ConvBufExecution.cpp, mConvGemmOptLevel. */
export function productExecutor(p: ConvProblem, products: ProductRules, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const { outChannels, inChannels } = p
  const pixels = p.batch * p.outHeight * p.outWidth
  const multiple = productRowMultiple(pixels, (pixels * outChannels * inChannels) / 2 ** 30)
  const rows = roundUp(pixels, multiple)
  const columns = roundUp(outChannels, pointwiseMultiple(p))
  const depth = roundUp(inChannels, PACK)
  return {
    ...pointwiseExecutor(p, rules, gpu),
    algorithm: 'strassen-1x1',
    encoding: { operands: 2, givesBackFirst: products.givesBackFirst },
    workspace: [
      make.of('part.rearrangedInput', 'dynamic', [depth * rows]),
      make.of('part.rearrangedOutput', 'dynamic', [columns * rows]),
      ...strassenPieces(rows, depth, columns, gpu.elementBytes, make),
    ],
  }
}

export function productRowMultiple(pixels: number, load: number): number {
  if (pixels > 1024 && load >= 1) return 128
  if (pixels > 512 && load >= 0.1) return 64
  return pixels > 96 ? 32 : 16
}

/** Any other dense layer. 2.8.1|3.6.1: ConvBufExecution.cpp. */
export function directExecutor(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const window = p.kernelHeight * p.kernelWidth
  const depth = roundUp(p.inChannels, PACK)
  const rows = ceilDiv(p.outChannels, PACK) * window
  // In one dim since a tensor of two or more has no channels to round up (3.0.2).
  const shape = rules.sizes.allHaveChannels ? [1, rows, 1, PACK * depth] : [rows * PACK * depth]
  // It is copied as the file has it, with rounded input channels, and rearranged by a kernel.
  const copied = p.outChannels * depth * window * stagedWidth(rules, gpu)
  return {
    algorithm: 'direct',
    className: 'ConvBufExecution',
    held: [biasOf(p, rules, make), make.of('part.gpuWeights', 'static', shape)],
    staging: [{ part: 'part.gpuStaging', place: 'own', bytes: copied }],
    workspace: [],
  }
}

/** 2.8.1|3.6.1: DepthwiseConvBufExecution.cpp. */
export function depthwiseExecutor(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const window = p.kernelHeight * p.kernelWidth
  const packs = roundUp(ceilDiv(p.outChannels, PACK), 2)
  const copied = p.outChannels * window * stagedWidth(rules, gpu)
  return {
    algorithm: 'depthwise',
    className: 'DepthwiseConvBufExecution',
    held: [biasOf(p, rules, make), make.of('part.gpuWeights', 'static', [1, packs, 1, PACK * window])],
    staging: [{ part: 'part.gpuStaging', place: 'own', bytes: copied }],
    workspace: [],
  }
}

/** A transposed layer. 2.8.1|3.6.1: DeconvBufExecution.cpp. */
export function transposedExecutor(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const window = p.kernelHeight * p.kernelWidth
  const rows = ceilDiv(p.outChannels, PACK) * window
  const copied = p.outChannels * p.inChannels * window * stagedWidth(rules, gpu)
  return {
    algorithm: 'direct',
    className: 'DeconvBufExecution',
    held: [biasOf(p, rules, make), make.of('part.gpuWeights', 'static', [1, rows, 1, PACK * p.inChannels])],
    staging: [{ part: 'part.gpuStaging', place: 'own', bytes: copied }],
    workspace: [],
  }
}

/** 2.8.1 copies weights in half precision where it computes so; later releases copy them as they are. */
function stagedWidth({ convolutions }: GpuRules, { elementBytes }: Gpu): number {
  return convolutions.tiles === 'packs' ? elementBytes : FLOAT_BYTES
}

export function biasOf(p: ConvProblem, { convolutions }: GpuRules, make: BufferPieces): Piece {
  return make.of('part.gpuBias', 'static', [1, 1, 1, roundUp(p.outChannels, convolutions.biasMultiple)])
}
