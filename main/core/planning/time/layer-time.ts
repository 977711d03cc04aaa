// SPDX-License-Identifier: Apache-2.0
import type { Configuration, InstructionSet } from '#contract/configuration'
import type { ReadRate } from '#contract/machine'
import { DEFAULT_MACHINE, type MachineRates } from '#core/planning/time/default-machine'
import type { Work } from './work'

/**
 * What share of the arithmetic that a processor can do at most its kernels reach: those that multiply packed tiles, and
 * loops that do little with what they load. Chosen by what each convolution of fifteen models took on a build of MNN 3.6.1,
 * with AVX2 above all (test/fixtures/golden/README.md, mnn-times); other instruction sets and releases are taken to be
 * like it, which the rows of 2.8.1 check.
 */
const REACHED = { products: 0.95, loops: 0.6 }

/** Operations that go by while a loop moves a byte, whichever level it comes from. Fitted with them. */
const OPERATIONS_A_BYTE = 1.5

/** What an engine's layers reach of it whose work is not modelled, everything included. */
const REACHED_AT_ALL = 0.7

/** Where it runs. */
export interface Place extends Pick<Configuration, 'isa'> {
  /** What a plan is made for where nobody has said: DEFAULT_MACHINE. */
  readonly machine?: MachineRates | undefined
}

/**
 * Modelled nanoseconds of one inference: arithmetic at what kernels reach of the machine's best, what loops do to move
 * bytes, and what the machine takes to read them from the level that holds what is gone through, one after the other; the
 * busiest thread counts. null: the machine's
 * figures do not tell of the instruction set.
 */
export function layerTime(work: Work, { isa, machine = DEFAULT_MACHINE }: Place): number | null {
  const rate = bestRate(machine, isa)
  if (rate === null) return null
  const arithmetic = work.products / REACHED.products + work.loops / REACHED.loops
  const copying = work.copies.reduce((sum, { bytes }) => sum + OPERATIONS_A_BYTE * bytes, 0)
  const reading = [...work.copies, ...work.weights].reduce(
    (sum, { bytes, within }) => sum + bytes / bandwidth(machine, within, work.busiest),
    0,
  )
  return ((arithmetic / work.atOnce + copying) / rate + reading) * work.busiest
}

/** Nanoseconds of so many operations of float32, shared among the threads, where that is all that is known. */
export function operationsTime(
  operations: number,
  { isa, threads }: Pick<Configuration, 'isa' | 'threads'>,
  machine: MachineRates = DEFAULT_MACHINE,
): number | null {
  const rate = bestRate(machine, isa)
  return rate === null ? null : operations / (REACHED_AT_ALL * rate * threads)
}

/** Operations of float32 a nanosecond of one thread. */
function bestRate({ arithmetic }: MachineRates, isa: InstructionSet): number | null {
  const float = isa === 'arm64-fp16' ? 'arm64' : isa
  return arithmetic.find((each) => each.isa === float)?.rate ?? null
}

/** Bytes a nanosecond that a thread reads of what has `within` bytes, where it has `share` of all that is read at a time. */
function bandwidth({ reading }: MachineRates, within: number, share: number): number {
  const level = reading.find((each) => within <= heldBy(each)) ?? reading.at(-1)
  if (level === undefined) return Number.POSITIVE_INFINITY
  return Math.min(level.one, level.all * share)
}

/** It was measured with half of a cache, or of what is counted of a large one (measure.ts). */
function heldBy({ level, bytes }: ReadRate): number {
  return level === 'memory' ? Number.POSITIVE_INFINITY : 2 * bytes
}
