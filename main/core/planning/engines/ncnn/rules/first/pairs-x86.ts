// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { originalDirect } from '../direct'
import type { Selection } from '../executor'
import { type DenseLayer, isWinogradShape, type LayerSettings, UNITS } from '../layer'
import { imageGemm, imageWinograd, pairOf } from '../pairs/executors'
import { keepingAll, unitBySides } from '../pairs/units'
import { pairWinograd, selectByPairs } from '../pairs/x86'
import { firstOf, type Step, step, winogradSteps } from '../steps'
import { LEAST, plainWinogradSteps } from './x86'

/**
 * By the packs of input and output, as later, but channels packed alike keep the weights of two Winograd tiles.
 * 20220216:x86/convolution_x86.cpp, create_pipeline; 20220216 and 20220420. Original weights always stay.
 */
export function selectFirstPairsX86({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  const { inPack, outPack } = pairOf(p, settings)
  if (inPack === 1 && outPack === 1) return selectPlain(p, settings)
  const given = { ...settings, units: UNITS }
  return selectByPairs(p, settings, inPack === outPack ? equalWinograd(p, given) : pairWinograd(p, given))
}

/** Packs of 4 alone ask the option. */
function equalWinograd(p: ConvProblem, settings: LayerSettings): Step[] {
  const { inPack } = pairOf(p, settings)
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < LEAST || oc < LEAST
  const [six, four] = [imageWinograd(p, 6, settings), imageWinograd(p, 4, settings)]
  return winogradSteps(
    p,
    { ...settings, winograd: settings.winograd || inPack > 4 },
    {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: LEAST - 1 }) : null,
      choose: () => unitBySides(p),
      executor: (unit) => keepingAll(imageWinograd(p, unit, settings), [six, four]),
      offered: [6, 4],
    },
  )
}

/** Nothing is packed: a 3×3 window has weights for GEMM whatever the option says. */
function selectPlain(p: ConvProblem, settings: LayerSettings): Selection {
  const gemm = imageGemm(p, settings, { always: true })
  return firstOf([
    ...plainWinogradSteps(p, settings, gemm),
    step(gemm, settings.sgemm || isWinogradShape(p), () =>
      settings.sgemm || isWinogradShape(p) ? { id: 'ncnn.gemmAlways' } : { id: 'ncnn.sgemmOff' },
    ),
    step(originalDirect(p), true, () => ({ id: 'ncnn.direct' })),
  ])
}
