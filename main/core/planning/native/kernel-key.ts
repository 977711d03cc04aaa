// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '../layers/conv-problem'
import type { WeightStorage } from './weight-storage'

/** Names one kernel on one problem under one instruction set, thread count and storage of weights, in a stable form. */
export function kernelKey(
  p: ConvProblem,
  choice: Choice,
  isa: InstructionSet,
  threads: number,
  weights: WeightStorage,
): string {
  const image = `${p.batch} ${p.inChannels} ${p.inHeight} ${p.inWidth} ${p.outChannels} ${p.outHeight} ${p.outWidth}`
  const kernel = `${p.kernelHeight} ${p.kernelWidth} ${p.strideHeight} ${p.strideWidth} ${p.dilationHeight} ${p.dilationWidth}`
  const pads = `${p.padTop} ${p.padLeft} ${p.padBottom} ${p.padRight} ${p.group}`
  const { algorithm, unit, inner } = choice
  const within = inner === null ? '' : ` of ${inner.algorithm} ${inner.unit ?? '-'}`
  const storage = weights === 'float32' ? '' : ` ${weights}`
  return `${image} ${kernel} ${pads} ${algorithm} ${unit ?? '-'}${within} ${isa} ${threads}${storage}`
}
