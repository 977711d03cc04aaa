// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Executor } from '../executor'
import { paddedHeight, paddedWidth, type Unit } from '../layer'
import type { UnitChoice } from '../steps'

/** `from` and `to`: channels on both sides that F(6, 3) is for; F(4, 3) is for `from` and more. 20220729:x86/convolution_x86.cpp, arm/convolution_arm.cpp. */
export function unitByRange(
  { inChannels: ic, outChannels: oc }: ConvProblem,
  units: readonly Unit[],
  { from, to }: { readonly from: number; readonly to: number },
): UnitChoice {
  const only = units.length === 1 ? units[0] : undefined
  if (only !== undefined) return { unit: only, reason: () => ({ id: 'ncnn.unitAlone', unit: only }) }
  const [least, most] = [Math.min(ic, oc), Math.max(ic, oc)]
  const unit = units.includes(6) && least >= from && most <= to ? 6 : units.includes(4) && least >= from ? 4 : 2
  return { unit, reason: () => ({ id: 'ncnn.unitByRange', ic, oc, unit, from, to }) }
}

/** Which of two kept tiles runs. 20220216:x86/convolution_x86.cpp, 20210720:arm/convolution_arm.cpp, forward; to 20220420. */
export function unitBySides(p: ConvProblem): UnitChoice {
  const isSmall = (side: number) => side <= 10 || (side >= 15 && side <= 18) || side === 21 || side === 22
  const unit = isSmall(paddedWidth(p)) && isSmall(paddedHeight(p)) ? 4 : 6
  return { unit, reason: () => ({ id: 'ncnn.bothUnits', unit }) }
}

/** Runs one of several, and keeps the weights of all. */
export function keepingAll(runs: Executor, all: readonly Executor[]): Executor {
  return {
    ...runs,
    create(heap) {
      for (const each of all) each.create(heap)
    },
  }
}
