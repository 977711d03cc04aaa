// SPDX-License-Identifier: Apache-2.0
import { table } from '#core/model/words'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { intDiv, roundDown } from '../../arithmetic'
import { blockedDirect, className, direct, handWrittenDirect, originalDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import { type DenseLayer, elempack, isDilated, isKernel, isStride, type LayerSettings, taps, type Unit } from '../layer'
import { firstOf, step, type UnitChoice, winogradSteps } from '../steps'
import { fusedGemm, gemmMatrices, isPointwise } from './gemm'
import { evenly, gemmColumns, gemmTiles, type Matrices, shared, type TileSettings, type Tiles } from './tiles'
import { tiledWinograd, winogradMatrices } from './winograd'

const BLOCKS = [8, 4, 2, 1]

/**
 * ARM64 in float32. The size of images plays no part. 20260526:arm/convolution_arm.cpp; the same since 20230517.
 */
export function selectArm64({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < 8 && oc < 8
  const gemm = prefersGemm(p, settings)
  return firstOf([
    ...winogradSteps(p, settings, {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: 7 }) : null,
      choose: () => unitByChannels(p, settings.units, 8),
      executor: (unit) => tiledWinograd(p, unit, winogradTiles(winogradMatrices(p, unit), settings), settings, 4),
    }),
    step(gemmExecutor(p, settings), isPointwise(p) || (settings.sgemm && gemm.takes), () =>
      isPointwise(p) ? { id: 'ncnn.pointwise' } : settings.sgemm ? gemm.reason() : { id: 'ncnn.sgemmOff' },
    ),
    step(directExecutor(p, settings), true, () => ({ id: 'ncnn.direct' })),
  ])
}

/** `least`: channels from which F(4, 3) is taken. */
export function unitByChannels(
  { inChannels: ic, outChannels: oc }: ConvProblem,
  units: readonly Unit[],
  least: number,
): UnitChoice {
  if (ic <= 128 && oc <= 128 && units.includes(6)) {
    return { unit: 6, reason: () => ({ id: 'ncnn.unitByChannels', ic, oc, unit: 6, most: 128 }) }
  }
  if (ic >= least && oc >= least && units.includes(4)) {
    return {
      unit: 4,
      reason: () =>
        ic <= 128 && oc <= 128
          ? { id: 'ncnn.unitInstead', unit: 4, wanted: 6 }
          : { id: 'ncnn.unitByChannels', ic, oc, unit: 4, most: 128 },
    }
  }
  return { unit: 2, reason: () => ({ id: 'ncnn.unitLeast', ic, oc, least }) }
}

function tileSettings({ threads, cores, l2Bytes, elementBytes }: LayerSettings): TileSettings {
  return { vector: 8, nStep: 4, threads, cores, l2Elements: intDiv(l2Bytes, elementBytes) }
}

/** 20260526:arm/convolution_3x3_winograd.h, conv3x3s1_winograd_get_optimal_tile_mnk. */
export function winogradTiles(size: Matrices, settings: LayerSettings): Tiles {
  const tiled = tileSettings(settings)
  const k = evenly(size.k, Math.max(8, roundDown(intDiv(tiled.l2Elements - 32, 12), 8)), 8)
  const m = Math.max(8, shared(evenly(size.m, 8 * Math.min(tiled.threads, tiled.cores), 8), tiled))
  return { m, k, n: gemmColumns(size, m, k, tiled) }
}

/** `sumBytes`: of an element of a product's sums. */
export function gemmExecutor(p: ConvProblem, settings: LayerSettings, sumBytes: 2 | 4 = 4): Executor {
  const { elementBytes } = settings
  // 64 rows in half precision, 32 else. 20260113:arm/convolution_im2col_gemm_fp16s.h, …_get_optimal_tile_mnk_fp16sa.
  const tiled = { ...tileSettings(settings), sumElements: sumBytes / elementBytes, rows: settings.half ? 64 : 32 }
  const tiles = gemmTiles(gemmMatrices(p), intDiv(tiled.l2Elements - 32, 12), tiled)
  return fusedGemm(p, tiles, settings, { castsWeights: elementBytes === 2, sumBytes })
}

export function prefersGemm(p: ConvProblem, settings: LayerSettings) {
  const own = ownKernel(p, settings)
  if (own) return { takes: false, reason: () => ({ id: 'ncnn.gemmOwnKernel' }) as const }
  return gemmByFigure(p, settings)
}

/** More than 16 channels, or weights that do not fit into the cache. */
export function gemmByFigure(p: ConvProblem, { l2Bytes, elementBytes }: LayerSettings) {
  const { inChannels: ic, outChannels: oc } = p
  const factors = [oc, taps(p), p.dilationHeight, p.dilationWidth, p.strideHeight, p.strideWidth, 2]
  const figure = factors.reduce((product, factor) => Math.imul(product, factor), ic)
  const l2 = intDiv(l2Bytes, elementBytes)
  const many = ic > 16 || oc > 16
  const takes = many || figure > l2
  return {
    takes,
    reason: () =>
      many
        ? ({ id: 'ncnn.gemmMany', ic, oc, most: 16 } as const)
        : ({ id: 'ncnn.gemmFigure', figure, l2, takes } as const),
  }
}

/** Windows for which a kernel is written by hand: "edge,stride" by the packs of input and output. */
export const HAND_WRITTEN = table<readonly string[]>({
  '4,4': ['3,2', '5,1', '5,2'],
  '1,4': ['3,1', '3,2', '7,2'],
})
/** Those that compute with the original weights where nothing is packed. */
const PLAIN = ['4,4', '5,1', '5,2', '7,1', '7,2']

export function windowOf(p: ConvProblem): string | null {
  const square = isKernel(p, p.kernelHeight) && isStride(p, p.strideHeight) && !isDilated(p)
  return square ? `${p.kernelHeight},${p.strideHeight}` : null
}

export function packsOf(p: ConvProblem, settings: LayerSettings): string {
  return `${elempack(p.inChannels, settings)},${elempack(p.outChannels, settings)}`
}

/** Whether a kernel written by hand comes before GEMM. */
function ownKernel(p: ConvProblem, settings: LayerSettings): boolean {
  const window = windowOf(p)
  const packs = packsOf(p, settings)
  if (window === null || HAND_WRITTEN[packs]?.includes(window) !== true) return false
  const { inChannels: ic, outChannels: oc } = p
  if (packs !== '4,4') return true
  return window === '5,1' || (window === '3,2' ? ic < 4 || oc < 32 : ic < 8 || oc < 44)
}

/** 20260526:arm/convolution_arm.cpp, convolution_packed.h. */
function directExecutor(p: ConvProblem, settings: LayerSettings): Executor {
  const window = windowOf(p)
  const packs = packsOf(p, settings)
  if (window !== null) {
    if (HAND_WRITTEN[packs]?.includes(window)) return handWrittenDirect(p, settings)
    if (packs === '1,1' && window === '3,2') {
      const bytes = settings.mats.m3(72, p.inChannels, intDiv(p.outChannels, 8) + (p.outChannels % 8))
      return direct(className(p, 1, 1), (heap) => void heap.take(bytes))
    }
    if (packs === '1,1' && PLAIN.includes(window)) return originalDirect(p)
  }
  return blockedDirect(p, BLOCKS, settings)
}
