// SPDX-License-Identifier: Apache-2.0
import type { Machine } from '#contract/machine'

/** What a plan needs to know of the machine that the model will run on. */
export type MachineRates = Pick<Machine, 'arithmetic' | 'reading'>

/**
 * Where none was measured, so that a plan is the same everywhere: round figures of what kernels sustain on a present-day
 * core at about 3 GHz, and of caches that nearly every core has. Of arithmetic: 4 lanes with separate multiply and add
 * units (sse), 8 with two fused ones (avx2), 16 with one or two at a lower clock (avx512), 4 with two (arm64),
 * half of that on 32 bits. Of bfloat16: twice as many products by AVX512_BF16, which processors since 2020 have more and
 * more often.
 */
export const DEFAULT_MACHINE: MachineRates = {
  arithmetic: [
    { isa: 'avx512', rate: 100, bfloat16: 200 },
    { isa: 'avx2', rate: 80 },
    { isa: 'sse', rate: 24 },
    { isa: 'arm64', rate: 32 },
    { isa: 'arm32', rate: 16 },
  ],
  reading: [
    { level: 'L1', bytes: 16 * 1024, one: 160, all: 640 },
    { level: 'L2', bytes: 512 * 1024, one: 80, all: 320 },
    { level: 'L3', bytes: 8 * 1024 ** 2, one: 32, all: 64 },
    { level: 'memory', bytes: 64 * 1024 ** 2, one: 14, all: 24 },
  ],
}

/** The same as a machine: all threads together read what four do. */
export const USUAL_MACHINE: Machine = { processor: 'usual machine', threads: 4, ...DEFAULT_MACHINE }
