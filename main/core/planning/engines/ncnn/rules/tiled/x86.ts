// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { intDiv } from '../../arithmetic'
import { blockedDirect, handWrittenDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import { type DenseLayer, elempack, isDilated, isKernel, isStride, type LayerSettings, taps, type Unit } from '../layer'
import { firstOf, step, type UnitChoice, winogradSteps } from '../steps'
import { fusedGemm, gemmMatrices, isPointwise, layeredGemm, type Scratch } from './gemm'
import { gemmLayerTiles, gemmTiles, type TileSettings, winogradTilesX86 } from './tiles'
import { prefersUnit } from './unit-tables'
import { tiledWinograd, winogradMatrices } from './winograd'

/** By what x86 releases since 20230223 differ: their selection is the same. */
export interface TiledX86 {
  /** 'layer': a Gemm layer over the whole image as a matrix; 'fused': the matrix is made in tiles. */
  readonly gemm: 'layer' | 'fused'
  /** What a tile's positions are a multiple of: 4 up to 20260113, since then 16 under AVX-512 and 12 under AVX. */
  readonly nStep: 'four' | 'wide'
  readonly scratch: Scratch
  /** Weights in blocks are packed a second time where there are fewer than 8 outputs, by two inputs at a time. */
  readonly packsAgain?: true
}

/** 20260526:x86/convolution_x86.cpp, create_pipeline; the same selection since 20230223. */
export function selectTiledX86(layer: DenseLayer, settings: LayerSettings, release: TiledX86): Selection {
  const { problem: p } = layer
  const few = p.inChannels <= 8 && p.outChannels <= 8
  const channels = { ic: p.inChannels, oc: p.outChannels }
  const gemm = gemmExecutor(p, settings, release)
  const preferred = prefersGemm(p, settings)
  return firstOf([
    ...winogradSteps(p, settings, {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ...channels, most: 8 }) : null,
      choose: () => (layer.shapeHints ? unitBySize(p, settings.units) : unitByChannels(p, settings.units)),
      executor: (unit) => {
        const tiles = winogradTilesX86(winogradMatrices(p, unit), tileSettings(settings, release, 4))
        return tiledWinograd(p, unit, tiles, settings, 4, release.scratch)
      },
    }),
    step(gemm, isPointwise(p) || (settings.sgemm && preferred.takes), () =>
      isPointwise(p) ? { id: 'ncnn.pointwise' } : settings.sgemm ? preferred.reason() : { id: 'ncnn.sgemmOff' },
    ),
    step(directExecutor(p, settings, release), true, () => ({ id: 'ncnn.direct' })),
  ])
}

function tileSettings(settings: LayerSettings, { nStep }: TiledX86, elementBytes: number): TileSettings {
  const { vector, threads, cores, l2Bytes } = settings
  // In 16 bits AVX keeps to 4. 20260526:x86/convolution_im2col_gemm_bf16s.h.
  const wide = vector === 16 ? 16 : vector === 8 && elementBytes === 4 ? 12 : 4
  return { vector, threads, cores, nStep: nStep === 'wide' ? wide : 4, l2Elements: intDiv(l2Bytes, elementBytes) }
}

function gemmExecutor(p: ConvProblem, settings: LayerSettings, release: TiledX86): Executor {
  const { vector, l2Bytes, elementBytes } = settings
  const tiled = tileSettings(settings, release, elementBytes)
  const size = gemmMatrices(p)
  if (release.gemm === 'layer') return layeredGemm(p, gemmLayerTiles(size, l2Bytes, tiled), settings, release.scratch)
  const [kept, row] = vector === 16 ? [64, 16] : vector === 8 ? [32, 8] : [16, 8]
  return fusedGemm(p, gemmTiles(size, intDiv(tiled.l2Elements - kept, row), tiled), settings)
}

/** The product is one of 32-bit integers. In half precision two weights take the place of one. */
function prefersGemm(p: ConvProblem, { l2Bytes, elementBytes }: LayerSettings) {
  const { inChannels: ic, outChannels: oc } = p
  const factors = [oc, taps(p), p.dilationHeight, p.dilationWidth, p.strideHeight, p.strideWidth, 2 * elementBytes]
  const figure = factors.reduce((product, factor) => Math.imul(product, factor), ic)
  const many = ic > 16 || oc > 16
  const takes = many || figure > l2Bytes
  return {
    takes,
    reason: () =>
      many
        ? ({ id: 'ncnn.gemmMany', ic, oc, most: 16 } as const)
        : ({ id: 'ncnn.gemmFigure', figure, l2: l2Bytes, takes } as const),
  }
}

/** Without the size of the layer's images. */
function unitByChannels({ inChannels: ic, outChannels: oc }: ConvProblem, units: readonly Unit[]): UnitChoice {
  const wanted: Unit = ic <= 32 && oc <= 32 ? 6 : 4
  const unit = units.includes(wanted) ? wanted : units.includes(4) ? 4 : 2
  return {
    unit,
    reason: () =>
      unit === wanted
        ? { id: 'ncnn.unitByChannels', ic, oc, unit, most: 32 }
        : { id: 'ncnn.unitInstead', unit, wanted },
  }
}

/** Where the file tells the size of the images: by tables, and then what is allowed. */
function unitBySize(p: ConvProblem, units: readonly Unit[]): UnitChoice {
  const { inChannels: ic, outChannels: oc } = p
  const side = Math.min(p.outWidth, p.outHeight) + 2
  const inTable = { 6: prefersUnit(6, ic, oc, side), 2: prefersUnit(2, ic, oc, side) }
  const table: Unit = inTable[2] ? 2 : inTable[6] ? 6 : 4
  const lost = ([2, 6] as const).some((each) => inTable[each] && !units.includes(each))
  const wanted = ([2, 6] as const).filter((each) => inTable[each] && units.includes(each))
  const four = table === 4 || lost
  const instead: Unit = units.includes(4) ? 4 : units.includes(6) ? 6 : 2
  const unit =
    ([2, 4, 6] as const).find((each) => wanted.some((one) => one === each) || (four && instead === each)) ?? instead
  return {
    unit,
    reason: () =>
      unit === table ? { id: 'ncnn.unitBySize', ic, oc, side, unit } : { id: 'ncnn.unitInstead', unit, wanted: table },
  }
}

/** Input pack, output pack, kernel edge and stride of what has a kernel of its own. */
const HAND_WRITTEN = new Set(['16,1,3,1', '8,8,3,1', '8,8,2,1', '1,8,3,1', '1,8,3,2', '8,1,3,1', '1,4,3,1', '1,4,3,2'])

/** 20260526:x86/convolution_x86.cpp, convolution_packed.h; 20230223:x86/convolution_packed.h lacks two an “else”. */
function directExecutor(p: ConvProblem, settings: LayerSettings, { packsAgain }: TiledX86): Executor {
  const packs = [elempack(p.inChannels, settings), elempack(p.outChannels, settings)]
  const square = isKernel(p, p.kernelHeight) && isStride(p, p.strideHeight) && !isDilated(p)
  const own = square && HAND_WRITTEN.has([...packs, p.kernelHeight, p.strideHeight].join())
  if (own && settings.elementBytes === 4) return handWrittenDirect(p, settings)
  const blocks = [16, 8, 4, 2, 1].filter((size) => size <= settings.vector)
  const again = packsAgain && p.outChannels < 8 && p.inChannels >= 4 ? [2, 1] : blocks
  return blockedDirect(p, blocks, settings, again)
}
