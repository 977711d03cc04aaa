// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { KernelOnProblem } from '#core/planning/native/timings'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import type { Addon } from './addon'
import { nativeChoice, nativeProblem } from './kernel-catalog'

/** Kernels to be timed. Plain data: it survives structured cloning. */
export interface TuningJob {
  readonly appRoot: string
  readonly isa: InstructionSet
  readonly threads: number
  readonly weights: WeightStorage
  readonly kernels: readonly KernelOnProblem[]
}

/** Executions of a kernel: one to warm up, and as many as fit into this time, within these bounds. */
const TIME_PER_KERNEL_NS = 30e6
const MOST_RUNS = 20
const FIRST_RUNS = 2
/** More is beyond the last cache of most processors, and reading this much takes some milliseconds each time. */
const MOST_BETWEEN = 64 * 1024 ** 2
/** Bytes a nanosecond that one core reads from memory at least, for what reading takes of the time. */
const READING = 10

/**
 * Times kernels one after the other, telling each, as they will run: what the model reads of other weights in between is
 * read before each execution, so that theirs come from where an inference finds them. The fastest execution counts, as whatever else
 * runs on the machine only ever makes one slower. Answers whether it got to the end.
 */
export async function tune(
  job: TuningJob,
  addon: Pick<Addon, 'convolve'>,
  told: (key: string, ns: number) => void,
  cancelled: () => boolean,
): Promise<boolean> {
  const { isa, threads, weights } = job
  for (const { key, problem, choice, ...model } of job.kernels) {
    // A message that cancels is received in between.
    await setImmediate()
    if (cancelled()) return false
    const bytesBetween = Math.min(model.bytesBetween, MOST_BETWEEN)
    const time = (runs: number) =>
      addon.convolve({
        problem: nativeProblem(problem),
        choice: nativeChoice(choice),
        isa,
        threads,
        weightStorage: weights,
        activation: 'none',
        ...valuesFor(problem),
        runs,
        bytesBetween,
      }).runNs
    const first = time(FIRST_RUNS)
    const more = Math.min(MOST_RUNS, Math.floor(TIME_PER_KERNEL_NS / Math.max(first + bytesBetween / READING, 1)))
    told(key, more > FIRST_RUNS ? Math.min(first, time(more)) : first)
  }
  return true
}

/** Any values do, but zeros and denormals, which some processors treat otherwise. */
function valuesFor(p: ConvProblem) {
  const weights = (p.outChannels * p.inChannels * p.kernelHeight * p.kernelWidth) / p.group
  return {
    weights: new Float32Array(weights).fill(0.01),
    bias: new Float32Array(p.outChannels).fill(0.5),
    input: new Float32Array(p.batch * p.inChannels * p.inHeight * p.inWidth).fill(1),
  }
}
