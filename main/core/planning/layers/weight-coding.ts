// SPDX-License-Identifier: Apache-2.0
import type { CodedWeights } from '#core/model/coded-weights'

/** How a convolution's quantised weights are stored, as far as an engine that keeps them so looks at it. */
export interface WeightCoding {
  /** Of a stored integer, 1..8. */
  readonly bits: number
  /** Every weight has one, and the integers are all those from −2^(bits − 1) on, not a choice of values. */
  readonly linear: boolean
  /** Scales for each output channel: its input channels are divided into as many blocks. */
  readonly blocks: number
  /** Scales are pairs, each with a minimum. */
  readonly asymmetric?: true
}

export function weightCoding(
  { coding, bits, linear, scales, asymmetric }: CodedWeights,
  outChannels: number,
): WeightCoding {
  const perChannel = scales.count / (asymmetric ? 2 : 1) / outChannels
  const blocks = Math.max(1, Math.floor(perChannel))
  return { bits, linear: linear && coding !== 'sparsePalette', blocks, ...(asymmetric && { asymmetric }) }
}
