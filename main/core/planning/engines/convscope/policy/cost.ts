// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'

/**
 * A roofline (Williams, Waterman, Patterson, "Roofline", 2009): a kernel takes as long as its
 * arithmetic at full speed or as its memory traffic at full bandwidth, whichever is longer. The
 * constants are round figures of what blocked kernels sustain on a present-day core at about
 * 3 GHz, not of this machine, so that a plan is the same everywhere.
 */
interface Machine {
  /** Floating-point operations a nanosecond and thread. */
  readonly arithmetic: number
  /** Bytes a nanosecond between the core and its outer caches: of one thread, and of all together. */
  readonly bandwidth: number
  readonly sharedBandwidth: number
}

const MACHINES: Readonly<Partial<Record<InstructionSet, Machine>>> = {
  // 4 lanes, separate multiply and add units.
  sse: { arithmetic: 24, bandwidth: 16, sharedBandwidth: 48 },
  // 8 lanes, two fused multiply-add units: 96 at best.
  avx2: { arithmetic: 80, bandwidth: 16, sharedBandwidth: 48 },
  // 16 lanes, one or two fused multiply-add units at a lower clock: 80 to 160 at best.
  avx512: { arithmetic: 100, bandwidth: 16, sharedBandwidth: 48 },
  // 4 lanes, two fused multiply-add units at a lower clock: 40 at best.
  arm64: { arithmetic: 32, bandwidth: 12, sharedBandwidth: 24 },
}

export function estimatedNs(operations: number, bytesMoved: number, isa: InstructionSet, threads: number): number {
  const machine = MACHINES[isa]
  if (machine === undefined) throw new Error(`no cost model for ${isa}`)
  const { arithmetic, bandwidth, sharedBandwidth } = machine
  const traffic = bytesMoved / Math.min(bandwidth * threads, sharedBandwidth)
  return Math.max(operations / (arithmetic * threads), traffic)
}
