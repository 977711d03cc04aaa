// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import type { Selection } from '../executor'
import { type DenseLayer, isDilated, type LayerSettings, type Unit } from '../layer'
import { firstOf, isFirstOfItsKind, type Step, step, type UnitChoice, winogradSteps } from '../steps'
import { imageGemm, imageWinograd, isPlainWindow, packDirect, pairOf } from './executors'
import { unitByRange } from './units'

/**
 * By the packs of input and output; sizes, threads and caches play no part. 20220729:x86/convolution_x86.cpp,
 * create_pipeline; 20220701 to 20221128.
 */
export function selectPairsX86({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  return selectByPairs(p, settings, pairWinograd(p, settings))
}

/** `winograd`: its steps, by which releases differ. The rest is the same since 20220216. */
export function selectByPairs(p: ConvProblem, settings: LayerSettings, winograd: readonly Step[]): Selection {
  const { inPack, outPack } = pairOf(p, settings)
  const gemm = imageGemm(p, settings)
  const direct = packDirect(p, settings)
  const pair = `${inPack},${outPack}`
  const own = OWN_WINDOWS[pair]?.some(({ kernel, strides }) => isPlainWindow(p, kernel, strides)) === true
  const asksMany = ASKS_MANY.has(pair)
  const many = !asksMany || prefersGemm(p)
  const { inChannels: ic, outChannels: oc } = p
  return firstOf(
    [
      step(gemm, isPlainWindow(p, 1, [1, 2]), () =>
        isPlainWindow(p, 1, [1, 2]) ? { id: 'ncnn.pointwise' } : { id: 'ncnn.notPlainPointwise' },
      ),
      ...winograd,
      ...(own ? [step(direct, true, () => ({ id: 'ncnn.ownWindow', inPack, outPack }))] : []),
      step(gemm, settings.sgemm && many, () =>
        !settings.sgemm
          ? { id: 'ncnn.sgemmOff' }
          : asksMany
            ? { id: 'ncnn.gemmChannels', ic, oc, least: leastForGemm(p), takes: many }
            : { id: 'ncnn.gemmAlways' },
      ),
      step(direct, true, () => ({ id: 'ncnn.direct' })),
    ].filter(isFirstOfItsKind),
  )
}

/** Windows with kernels written by hand that come before GEMM. */
const OWN_WINDOWS: Readonly<
  Record<string, readonly { readonly kernel: number; readonly strides: readonly number[] }[]>
> = {
  '8,8': [
    { kernel: 3, strides: [1] },
    { kernel: 2, strides: [1] },
  ],
  '16,1': [{ kernel: 3, strides: [1] }],
  '8,1': [{ kernel: 3, strides: [1] }],
  '1,8': [{ kernel: 3, strides: [1, 2] }],
  '1,4': [{ kernel: 3, strides: [1, 2] }],
}

/** Pairs that take GEMM from some number of channels on only. */
const ASKS_MANY = new Set(['4,4', '4,1', '1,4'])

function leastForGemm(p: ConvProblem): number {
  return p.strideHeight === 1 && p.strideWidth === 1 && !isDilated(p) ? 12 : 16
}

function prefersGemm(p: ConvProblem): boolean {
  const least = leastForGemm(p)
  return p.inChannels >= least || p.outChannels >= least
}

/** Channels for F(6, 3), from and to, and from which F(4, 3) is taken. */
const EQUAL: Readonly<Record<number, { readonly from: number; readonly to: number }>> = {
  16: { from: 32, to: 128 },
  8: { from: 16, to: 64 },
  4: { from: 8, to: 32 },
}

export function pairWinograd(p: ConvProblem, settings: LayerSettings): Step[] {
  const { inPack, outPack } = pairOf(p, settings)
  const { inChannels: ic, outChannels: oc } = p
  const executor = (unit: Unit) => imageWinograd(p, unit, settings)
  const equal = inPack === outPack ? EQUAL[inPack] : undefined
  if (equal !== undefined) {
    const few = inPack === 8 && ic <= 8 && oc <= 8
    return winogradSteps(p, settings, {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: 8 }) : null,
      choose: () => unitByRange(p, settings.units, equal),
      executor,
    })
  }
  if (inPack === 1 && outPack === 1) {
    return winogradSteps(p, settings, {
      obstacle: settings.units.some((unit) => unit !== 6) ? null : () => ({ id: 'ncnn.unitsOff' }),
      choose: () => plainUnit(p, settings.units),
      executor,
      offered: [4, 2],
    })
  }
  if (outPack === 1) {
    const off: Message = { id: 'ncnn.unitOff', unit: 6 }
    return winogradSteps(p, settings, {
      obstacle: settings.units.includes(6) ? null : () => off,
      choose: () => ({ unit: 6, reason: () => ({ id: 'ncnn.unitOnly', inPack, outPack, unit: 6 }) }),
      executor,
      offered: [6],
    })
  }
  return [
    {
      algorithm: 'winograd',
      executor: null,
      takes: false,
      reason: () => ({ id: 'ncnn.packsDiffer', inPack, outPack }),
    },
  ]
}

function plainUnit({ inChannels: ic, outChannels: oc }: ConvProblem, units: readonly Unit[]): UnitChoice {
  const four = (units.includes(4) && ic >= 16 && oc >= 16) || !units.includes(2)
  const unit = four ? 4 : 2
  return { unit, reason: () => ({ id: 'ncnn.unitPlain', ic, oc, unit, least: 16 }) }
}
