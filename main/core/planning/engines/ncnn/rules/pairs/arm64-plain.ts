// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { intDiv } from '../../arithmetic'
import { className, direct, originalDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import { type DenseLayer, isWinogradShape, type LayerSettings, paddedHeight, paddedWidth } from '../layer'
import { firstOf, isFirstOfItsKind, type Step, step, winogradSteps } from '../steps'
import { windowOf } from '../tiled/arm64'
import { selectPairsArm64 } from './arm64'
import { fewOutputsPreferGemm, leastForGemm, type PairKernels } from './arm64-kernels'
import { imageGemm, imageWinograd, isPlainWindow, pairOf } from './executors'
import { ARM_FLOAT_BLOCKS } from './sizes'
import { keepingAll } from './units'

/** By what releases differ where nothing is packed, in float32. */
export interface PlainArm64 {
  /** The other windows: no product, from some channels on one side, or unless outputs are few. */
  readonly others: 'none' | 'oneSide' | 'fewOutputs'
  /** Original weights stay beside Winograd's, for images that are too large for it: since 20221128. */
  readonly keepsOriginal: boolean
}

/** From which both channel counts have Winograd, and a side up to which it runs. */
const LEAST = 16
const LARGEST_SIDE = 120
const LEAST_POINTWISE = 64

/** ARM64 in float32. 20220729:arm/convolution_arm.cpp, create_pipeline; 20210720 to 20230223. */
export function selectFloatArm64(
  layer: DenseLayer,
  settings: LayerSettings,
  kernels: PairKernels,
  plain: PlainArm64,
): Selection {
  const { inPack, outPack } = pairOf(layer.problem, settings)
  return inPack === 1 && outPack === 1
    ? selectPlain(layer.problem, settings, plain)
    : selectPairsArm64(layer, settings, kernels)
}

/** Windows that compute with the original weights whatever the options say. */
const ORIGINAL = ['4,4', '5,1', '5,2', '7,1', '7,2']

function selectPlain(p: ConvProblem, settings: LayerSettings, plain: PlainArm64): Selection {
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < LEAST || oc < LEAST
  const original = originalDirect(p)
  const blocks = ARM_FLOAT_BLOCKS['1,1']
  const gemm = imageGemm(p, settings, { blocks })
  const winograd = winogradSteps(p, settings, {
    obstacle: !settings.units.includes(6)
      ? () => ({ id: 'ncnn.unitOff', unit: 6 })
      : few
        ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: LEAST - 1 })
        : null,
    choose: () => ({ unit: 6, reason: () => ({ id: 'ncnn.plainSix', runs: fits(p), side: LARGEST_SIDE }) }),
    executor: () => plainWinograd(p, settings, plain.keepsOriginal),
    offered: [6],
  })
  const window = windowOf(p)
  const rest: Step[] = isWinogradShape(p) || ORIGINAL.includes(window ?? '') ? [] : gemmSteps(p, settings, gemm, plain)
  return firstOf(
    [
      ...winograd,
      ...(window === '3,2' ? stridedSteps(p, settings, gemm) : rest),
      step(original, true, () => ({ id: 'ncnn.direct' })),
    ].filter(isFirstOfItsKind),
  )
}

function fits(p: ConvProblem): boolean {
  return paddedWidth(p) <= LARGEST_SIDE && paddedHeight(p) <= LARGEST_SIDE
}

/** An image that is too large for it is computed with the original weights: its workspace is none. */
function plainWinograd(p: ConvProblem, settings: LayerSettings, keepsOriginal: boolean): Executor {
  const blocks = ARM_FLOAT_BLOCKS['1,1']
  const executor = imageWinograd(p, 6, settings, { blocks, plainArm: true })
  return {
    ...executor,
    ...(keepsOriginal ? { usesOriginal: true } : {}),
    compute: (memory) => (fits(p) ? executor.compute(memory) : undefined),
  }
}

/** 3×3 with stride 2: weights for GEMM, for small outputs, and those of a kernel of its own. */
function stridedSteps(p: ConvProblem, settings: LayerSettings, gemm: Executor): Step[] {
  const bytes = settings.mats.m3(72, p.inChannels, intDiv(p.outChannels, 8) + (p.outChannels % 8))
  const own = direct(className(p, 1, 1), (heap) => void heap.take(bytes))
  const runs = settings.sgemm && (p.outWidth < 8 || p.outHeight < 8)
  const kept = settings.sgemm ? [gemm, own] : [own]
  const why = (): Message => (settings.sgemm ? { id: 'ncnn.windowBoth', gemm: runs } : { id: 'ncnn.sgemmOff' })
  return [step(keepingAll(gemm, kept), runs, why), step(keepingAll(own, kept), true, why)]
}

function gemmSteps(p: ConvProblem, settings: LayerSettings, gemm: Executor, { others }: PlainArm64): Step[] {
  const { inChannels: ic, outChannels: oc } = p
  const off: Message = { id: 'ncnn.sgemmOff' }
  if (isPlainWindow(p, 1, [1])) {
    const takes = ic >= LEAST_POINTWISE && oc >= LEAST_POINTWISE
    const reason: Message = { id: 'ncnn.gemmBothSides', ic, oc, least: LEAST_POINTWISE, takes }
    return [step(gemm, settings.sgemm && takes, () => (settings.sgemm ? reason : off))]
  }
  if (isPlainWindow(p, 1, [2])) {
    return [step(gemm, settings.sgemm, () => (settings.sgemm ? { id: 'ncnn.pointwise' } : off))]
  }
  if (others === 'none') return []
  if (others === 'fewOutputs') {
    const takes = fewOutputsPreferGemm(p, 1, 1)
    const reason: Message = takes ? { id: 'ncnn.gemmAlways' } : { id: 'ncnn.gemmFewOutputs', oc }
    return [step(gemm, settings.sgemm && takes, () => (settings.sgemm ? reason : off))]
  }
  const least = leastForGemm(p, 'oneSide')
  const takes = ic >= least || oc >= least
  return [
    step(gemm, settings.sgemm && takes, () =>
      settings.sgemm ? { id: 'ncnn.gemmChannels', ic, oc, least, takes } : off,
    ),
  ]
}
