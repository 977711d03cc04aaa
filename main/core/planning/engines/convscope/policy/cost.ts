// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { Machine, ReadRate } from '#contract/machine'
import type { KernelAssessment } from '#core/planning/native/kernel-catalog'
import { DEFAULT_MACHINE, type MachineRates } from '#core/planning/time/default-machine'

/** The kernel's own figures. */
type Work = Pick<
  Extract<KernelAssessment, { readonly supported: true }>,
  'operations' | 'bfloat16Operations' | 'packedWeightBytes' | 'weightTraffic' | 'otherTraffic'
>

export interface Surroundings {
  readonly machine: MachineRates
  readonly isa: InstructionSet
  readonly threads: number
  /** Weights of the whole model, in bytes: what is read between two runs of a layer. */
  readonly modelWeightBytes: number
}

/**
 * A roofline (Williams, Waterman, Patterson, "Roofline", 2009) over the levels of memory: packed weights come once per
 * inference from the level that holds the whole model's weights, every further time from the level that holds the
 * layer's; what else a kernel moves stays about the second level. The times add up, as little of one hides behind another:
 * a convolution whose weights come from afar uses them for few positions (256 channels at 14 × 14 by Winograd's F(4, 3):
 * 0.65 ms of products at the peak, 0.17 ms of weights from L3, and 0.78 ms together, on a Zen 4).
 */
export function estimatedNs(work: Work, { machine, isa, threads, modelWeightBytes }: Surroundings): number {
  const measured = machine.arithmetic.find((each) => each.isa === isa)
  const { arithmetic, reading } = measured === undefined ? DEFAULT_MACHINE : machine
  const own = measured ?? arithmetic.find((each) => each.isa === isa)
  if (own === undefined) throw new Error(`no cost model for ${isa}`)
  const first = Math.min(work.packedWeightBytes, work.weightTraffic)
  const again = work.weightTraffic - first
  return (
    (work.operations - work.bfloat16Operations) / (own.rate * threads) +
    work.bfloat16Operations / (bfloat16Rate(own) * threads) +
    first / bandwidth(levelOf(reading, Math.max(modelWeightBytes, work.packedWeightBytes)), threads) +
    again / bandwidth(levelOf(reading, work.packedWeightBytes), threads) +
    work.otherTraffic / bandwidth(reading[1] ?? reading[0], threads)
  )
}

/** Tiles are always the fastest of what the engine chooses from (native/engine/conv/bfloat16_arithmetic.h). */
function bfloat16Rate({ rate, bfloat16 = rate, tiles = bfloat16 }: Machine['arithmetic'][number]): number {
  return tiles
}

/** The innermost level of which half, as was measured, holds so many bytes; else the outermost. */
function levelOf(reading: readonly ReadRate[], bytes: number): ReadRate | undefined {
  return reading.find((level) => bytes <= level.bytes) ?? reading.at(-1)
}

/** Bytes a nanosecond; without any level reading takes no time. */
function bandwidth(level: ReadRate | undefined, threads: number): number {
  if (level === undefined) return Number.POSITIVE_INFINITY
  return threads === 1 ? level.one : Math.min(level.one * threads, level.all)
}
