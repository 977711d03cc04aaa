// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { direct, originalDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import { type DenseLayer, type LayerSettings, paddedHeight, paddedWidth, taps, UNITS, type Unit } from '../layer'
import { firstOf, isFirstOfItsKind, type Step, step, winogradSteps } from '../steps'
import { windowOf } from '../tiled/arm64'
import {
  fewOutputsPreferGemm,
  type GemmPreference,
  leastForGemm,
  type OwnWindow,
  type PairKernels,
  type PairWinograd,
  ruleOf,
  runsGemmAt,
} from './arm64-kernels'
import {
  blockedPointwise,
  type ImageGemm,
  imageGemm,
  imageWinograd,
  isPlainWindow,
  packedDirect,
  pairOf,
} from './executors'
import { keepingAll, unitByRange, unitBySides } from './units'

/** A layer with what its pair of packs computes with. */
interface Paired {
  readonly p: ConvProblem
  readonly settings: LayerSettings
  readonly kernels: PairKernels
  readonly direct: Executor
  /** Packed by the pair's blocks; null: the pair has no product. */
  readonly gemm: Executor | null
}

/** ARM64 by the packs of input and output, whole images at a time: 20210720 to 20230223. */
export function selectPairsArm64({ problem: p }: DenseLayer, settings: LayerSettings, kernels: PairKernels): Selection {
  const { inPack, outPack } = pairOf(p, settings)
  const blocks = kernels.blocks[`${inPack},${outPack}`]
  const rule = ruleOf(kernels, `${inPack},${outPack}`)
  const plain = directExecutor(p, settings)
  const paired = {
    p,
    settings,
    kernels,
    direct: plain,
    gemm: blocks === undefined ? null : imageGemm(p, settings, { blocks }),
  }
  const own = rule.windows?.[windowOf(p) ?? '']
  return firstOf(
    [
      ...pointwiseSteps(paired, rule.pointwise),
      ...winogradStepsOf(paired, rule.winograd),
      ...(own === undefined ? gemmSteps(paired, rule.gemm) : windowSteps(paired, own)),
      step(plain, true, () => ({ id: 'ncnn.direct' })),
    ].filter(isFirstOfItsKind),
  )
}

/** 16-bit storage without its arithmetic. 20220729:arm/convolution_arm_asimdhp.cpp, create_pipeline_fp16s. */
export function selectPairsArm64Stored({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  return firstOf([step(packedDirect(p, settings), true, () => ({ id: 'ncnn.halfStoredDirect' }))])
}

/** Where nothing is packed: the original weights in float32, a copy of half their size in 16 bits. */
function directExecutor(p: ConvProblem, settings: LayerSettings): Executor {
  const { inPack, outPack } = pairOf(p, settings)
  if (inPack > 1 || outPack > 1 || settings.copiesBias) return packedDirect(p, settings)
  if (settings.elementBytes === 4) return originalDirect(p)
  const cast = settings.mats.m1(taps(p) * p.inChannels * p.outChannels, settings.elementBytes)
  return direct('convolution_bf16s', (heap) => void heap.take(cast))
}

/** Bytes of the copy that is there first and replaced. */
function first({ kernels, direct: plain }: Paired): Executor | undefined {
  return kernels.directFirst ? plain : undefined
}

function pointwiseSteps(paired: Paired, pointwise: ReturnType<typeof ruleOf>['pointwise']): Step[] {
  const { p, settings, kernels } = paired
  if (pointwise === false) return []
  const replaces = first(paired)
  if (pointwise !== true && pointwise !== 'fixed') {
    if (!isPlainWindow(p, 1, [1])) return []
    return [step(blockedPointwise(p, settings, pointwise, replaces), true, () => ({ id: 'ncnn.pointwise' }))]
  }
  const { inPack, outPack } = pairOf(p, settings)
  const blocks = kernels.blocks[`${inPack},${outPack}`]
  if (blocks === undefined || !isPlainWindow(p, 1, [1, 2])) return []
  const options: ImageGemm = { blocks, fixed: pointwise === 'fixed', replaces }
  return [step(imageGemm(p, settings, options), true, () => ({ id: 'ncnn.pointwise' }))]
}

function winogradStepsOf(paired: Paired, winograd: PairWinograd | undefined): Step[] {
  const { p, settings, kernels } = paired
  const { inPack, outPack } = pairOf(p, settings)
  if (winograd === undefined) {
    const reason = (): Message => ({ id: 'ncnn.packsDiffer', inPack, outPack })
    return [{ algorithm: 'winograd', executor: null, takes: false, reason }]
  }
  const { inChannels: ic, outChannels: oc } = p
  const blocks = kernels.blocks[`${inPack},${outPack}`]
  const { transformedBytes, cutCopies = false } = kernels
  const executor = (unit: Unit, replaces?: Executor) =>
    imageWinograd(p, unit, settings, { blocks, transformedBytes, cutCopies, replaces })
  const fewer = (most: number) => (): Message => ({ id: 'ncnn.winogradFew', ic, oc, most })
  if (winograd.kind === 'byChannels') {
    const { above } = winograd
    return winogradSteps(p, settings, {
      obstacle: ic <= above && oc <= above ? fewer(above) : null,
      choose: () => unitByRange(p, settings.units, winograd),
      executor,
    })
  }
  const { least, asks } = winograd
  const given = asks ? settings : { ...settings, winograd: true, units: UNITS }
  const obstacle = ic < least || oc < least ? fewer(least - 1) : null
  if (winograd.kind === 'both') {
    const kept = [executor(6, first(paired)), executor(4), ...(winograd.direct ? [paired.direct] : [])]
    return winogradSteps(p, given, {
      obstacle,
      choose: () => unitBySides(p),
      executor: (unit) => keepingAll(executor(unit), kept),
      offered: [6, 4],
    })
  }
  return winogradSteps(p, given, {
    obstacle: given.units.includes(6) ? obstacle : () => ({ id: 'ncnn.unitOff', unit: 6 }),
    choose: () => ({ unit: 6, reason: () => ({ id: 'ncnn.unitOnly', inPack, outPack, unit: 6 }) }),
    executor: (unit) => executor(unit, first(paired)),
    offered: [6],
  })
}

function windowSteps({ p, settings, gemm, direct: plain }: Paired, own: OwnWindow): Step[] {
  const { inPack, outPack } = pairOf(p, settings)
  const { gemmFrom, runsGemm } = own
  const kernel = withSums(plain, p, own, settings)
  if (gemm === null || gemmFrom === undefined) {
    return [step(kernel, true, () => ({ id: 'ncnn.ownWindow', inPack, outPack }))]
  }
  const [ic, oc] = gemmFrom
  const has = settings.sgemm && p.inChannels >= ic && p.outChannels >= oc
  if (runsGemm === undefined) {
    return [
      step(gemm, has, () => (settings.sgemm ? { id: 'ncnn.windowGemm', ic, oc, takes: has } : { id: 'ncnn.sgemmOff' })),
      step(kernel, true, () => ({ id: 'ncnn.ownWindow', inPack, outPack })),
    ]
  }
  const positions = paddedWidth(p) * paddedHeight(p)
  const channels = Math.min(p.inChannels, p.outChannels)
  const runs = has && runsGemmAt(runsGemm, positions, channels)
  const kept = has ? [gemm, plain] : [plain]
  const why = (): Message => {
    if (!settings.sgemm) return { id: 'ncnn.sgemmOff' }
    return has ? { id: 'ncnn.windowBoth', gemm: runs } : { id: 'ncnn.windowGemm', ic, oc, takes: false }
  }
  return [
    step(keepingAll(gemm, kept), runs, why),
    step(keepingAll(kernel, kept), true, () => (has ? why() : { id: 'ncnn.ownWindow', inPack, outPack })),
  ]
}

/** A kernel that adds up in float32 beside its 16-bit output, for each thread. 20220729:arm/convolution_3x3_pack4_bf16s.h. */
function withSums(
  executor: Executor,
  p: ConvProblem,
  { floats }: OwnWindow,
  { mats, threads }: LayerSettings,
): Executor {
  if (floats === undefined) return executor
  return {
    ...executor,
    compute({ workspace }) {
      workspace.give(workspace.take(mats.m3(p.outWidth, p.outHeight, threads, 4 * floats), 'part.sums'))
    },
  }
}

function gemmSteps(
  { p, settings, kernels, gemm, direct: plain }: Paired,
  preference: GemmPreference | undefined,
): Step[] {
  if (gemm === null || preference === undefined) return []
  const preferred = prefersGemm(p, settings, preference)
  const executor = kernels.directFirst ? keepingAll(gemm, [plain, gemm]) : gemm
  return [
    step(executor, settings.sgemm && preferred, () =>
      settings.sgemm ? gemmReason(p, preference, preferred) : { id: 'ncnn.sgemmOff' },
    ),
  ]
}

function prefersGemm(p: ConvProblem, settings: LayerSettings, preference: GemmPreference): boolean {
  const { inChannels: ic, outChannels: oc } = p
  const { inPack, outPack } = pairOf(p, settings)
  if (preference === 'always') return true
  if (preference === 'fewOutputs') return fewOutputsPreferGemm(p, inPack, outPack)
  const least = leastForGemm(p, preference)
  return preference === 'oneSide' ? ic >= least || oc >= least : ic >= least && oc >= least
}

function gemmReason(p: ConvProblem, preference: GemmPreference, takes: boolean): Message {
  const { inChannels: ic, outChannels: oc } = p
  if (preference === 'always') return { id: 'ncnn.gemmAlways' }
  if (preference === 'fewOutputs') return takes ? { id: 'ncnn.gemmAlways' } : { id: 'ncnn.gemmFewOutputs', oc }
  const least = leastForGemm(p, preference)
  return preference === 'oneSide'
    ? { id: 'ncnn.gemmChannels', ic, oc, least, takes }
    : { id: 'ncnn.gemmBothSides', ic, oc, least, takes }
}
