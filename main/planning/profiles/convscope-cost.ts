import type { InstructionSet } from '#contract/configuration'

/**
 * A roofline (Williams, Waterman, Patterson, "Roofline", 2009): a kernel takes as long as its
 * arithmetic at peak or as its memory traffic at full bandwidth, whichever is longer. The
 * constants are round figures of a present-day core, not of this machine, so that a plan is the
 * same everywhere.
 */
interface Machine {
  /** Floating-point operations a nanosecond and thread: lanes × 2 (multiply, add) × units × GHz. */
  readonly peak: number
  /** Bytes a nanosecond: of one thread, and of all together. */
  readonly bandwidth: number
  readonly sharedBandwidth: number
}

const MACHINES: Readonly<Record<InstructionSet, Machine>> = {
  // 4 lanes, separate multiply and add units, 3 GHz.
  sse: { peak: 4 * 2 * 3, bandwidth: 12, sharedBandwidth: 40 },
  // 8 lanes, two fused multiply-add units, 3 GHz.
  avx2: { peak: 8 * 2 * 2 * 3, bandwidth: 12, sharedBandwidth: 40 },
  // 16 lanes, two fused multiply-add units, 2.5 GHz (wide vectors lower the clock).
  avx512: { peak: 16 * 2 * 2 * 2.5, bandwidth: 12, sharedBandwidth: 40 },
  // 4 lanes, two fused multiply-add units, 2.5 GHz.
  arm64: { peak: 4 * 2 * 2 * 2.5, bandwidth: 10, sharedBandwidth: 25 },
}

export function estimatedNs(operations: number, bytesMoved: number, isa: InstructionSet, threads: number): number {
  const { peak, bandwidth, sharedBandwidth } = MACHINES[isa]
  const traffic = bytesMoved / Math.min(bandwidth * threads, sharedBandwidth)
  return Math.max(operations / (peak * threads), traffic)
}
