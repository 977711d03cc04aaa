// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import type { Addon, ConvolveRequest, ConvolveResult } from '#core/inference/addon'
import { createKernelCatalog, nativeChoice } from '#core/inference/kernel-catalog'
import { syntheticValues } from '#core/inference/run-input'
import { median } from '#core/inference/run-report'
import { kernelName } from '#core/planning/engines/convscope/lowering/kernel-mapping'
import { type ConvProblem, macs, weightElements } from '#core/planning/layers/conv-problem'
import { problemOf, SHAPES } from './shapes'

/** What the addon offers to benchmarks only. */
export interface BenchAddon extends Addon {
  /** `runs` times in a row; runNs is of the fastest. */
  convolve(request: ConvolveRequest & { readonly runs?: number }): ConvolveResult & { readonly runNs: number }
}

export interface KernelRow {
  readonly shape: string
  readonly algorithm: string
  readonly isa: InstructionSet
  readonly threads: number
  /** Of the direct convolution's operations, so that Winograd may exceed the peak. */
  readonly gflops: number
  /** Of `threads` times the peak of one thread at that moment. */
  readonly peakFraction: number
  /** Speed against the tiled kernel's; null for itself, and where there is none. */
  readonly overTiled: number | null
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
}

/** In a row, for the caches; fewer of what takes long. */
const RUNS = 3
const LONG_OPERATIONS = 2e10

export function* benchKernels(
  addon: BenchAddon,
  isa: InstructionSet,
  threads: number,
  { only, rounds }: { readonly only: string; readonly rounds: number },
): Generator<KernelRow> {
  for (const shape of SHAPES.filter(([name]) => name.includes(only))) {
    const problem = problemOf(shape)
    const long = 2 * macs(problem) > LONG_OPERATIONS
    yield* benchShape(addon, { isa, threads }, long ? 2 : rounds, long ? 1 : RUNS, shape[0], problem)
  }
}

function benchShape(
  addon: BenchAddon,
  target: { readonly isa: InstructionSet; readonly threads: number },
  rounds: number,
  runs: number,
  shape: string,
  problem: ConvProblem,
): KernelRow[] {
  const { isa, threads } = target
  const operations = 2 * macs(problem)
  const input = syntheticValues(problem.inChannels * problem.inHeight * problem.inWidth, 1)
  const weights = syntheticValues(weightElements(problem), 2)
  const bias = syntheticValues(problem.outChannels, 3)
  const entries = choicesOf(addon, problem, isa, threads).map((choice) => ({
    choice,
    rates: [] as number[],
    shares: [] as number[],
    memory: { packedWeightBytes: 0, workspaceBytes: 0 },
  }))
  for (let round = 0; round < rounds; round++) {
    const peak = (Math.max(...[1, 2, 3].map(() => addon.multiplyAddRate(isa))) / 1e9) * threads
    for (const entry of entries) {
      const choice = nativeChoice(entry.choice)
      const request = { problem, choice, isa, threads, activation: 'relu', weights, bias, input, runs } as const
      const { runNs, packedWeightBytes, workspaceBytes } = addon.convolve(request)
      entry.rates.push(operations / runNs)
      entry.shares.push(operations / runNs / peak)
      entry.memory = { packedWeightBytes, workspaceBytes }
    }
  }
  const tiled = entries.find(({ choice }) => choice.algorithm === 'tiled')
  return entries.map((entry) => ({
    shape,
    algorithm: kernelName(entry.choice),
    isa,
    threads,
    gflops: median(entry.rates),
    peakFraction: median(entry.shares),
    overTiled: tiled === undefined || tiled === entry ? null : median(entry.rates) / median(tiled.rates),
    ...entry.memory,
  }))
}

/** Every kernel that takes the problem; of a depthwise one not the emulations by groups, a hundred times as slow. */
function choicesOf(addon: Addon, problem: ConvProblem, isa: InstructionSet, threads: number): readonly Choice[] {
  const catalog = createKernelCatalog(addon)
  return catalog
    .choices(problem)
    .filter(({ algorithm }) => !(problem.depthwise && algorithm === 'grouped'))
    .filter((choice) => catalog.assess(problem, choice, isa, threads).supported)
}
