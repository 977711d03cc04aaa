// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { Dependency } from '#contract/plan'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import { WEIGHT_STORAGES, type WeightStorage } from '#core/planning/native/weight-storage'
import { sameChoice } from '#core/planning/selection/choice'
import type { MachineRates } from '#core/planning/time/default-machine'
import { MEMORY, type MemoryMode, PRECISION } from '../settings'
import { assessKernels, isOption, type KernelOption, type LayerKernels } from './kernel-options'
import { type Selection, selectKernels } from './select-kernels'

/** Those that Convscope's kernels are built for. */
export const CONVSCOPE_ISAS: readonly InstructionSet[] = ['sse', 'avx2', 'avx512', 'arm64']

export interface Settings {
  readonly isa: InstructionSet
  readonly threads: number
  readonly memory: MemoryMode
  readonly weights: WeightStorage
  readonly machine: MachineRates
  /** As Surroundings. */
  readonly modelWeightBytes: number
}

/** A layer that kernels are chosen for. */
export interface Layer {
  readonly node: number
  readonly kind: 'convolution' | 'fully-connected'
  readonly problem: ConvProblem
  /** Whether the file holds its weights so that any part of them can be read. */
  readonly streamable: boolean
}

/** Leaves of each layer's kernels those that the configuration's overrides allow. */
export type Narrow = (layers: readonly LayerKernels[]) => readonly LayerKernels[]

/**
 * By layer: what its decision (kernel or bytes) changes with, found by making it again under other
 * settings: every other memory mode, precision and instruction set, 1 and 8 threads, images of twice the size. All by
 * estimated times: others were not measured.
 */
export function dependencies(
  layers: readonly Layer[],
  settings: Settings,
  kernels: readonly LayerKernels[],
  selection: Selection,
  catalog: KernelCatalog,
  narrow: Narrow,
): readonly (readonly Dependency[])[] {
  const { isa: ownIsa, threads: ownThreads, memory: ownMemory, weights } = settings
  const select = (variants: readonly Layer[], under: Partial<Settings>) => {
    const assessed = variants.map(({ problem, streamable }) =>
      assessKernels(problem, catalog, { ...settings, ...under, streamable, timings: null }),
    )
    return selectKernels(narrow(assessed), ownMemory).chosen
  }
  const others: readonly (readonly [Dependency, readonly (KernelOption | null)[]])[] = [
    ...besides(MEMORY.values, ownMemory).map(
      (memory) => [MEMORY.id, selectKernels(narrow(kernels), memory).chosen] as const,
    ),
    ...besides(WEIGHT_STORAGES, weights).map((other) => [PRECISION.id, select(layers, { weights: other })] as const),
    ...besides([1, 8], ownThreads).map((threads) => ['threads', select(layers, { threads })] as const),
    ...besides(CONVSCOPE_ISAS, ownIsa).map((isa) => ['isa', select(layers, { isa })] as const),
    [
      'outputSize',
      select(
        layers.map((layer) => ({ ...layer, problem: twiceAsLarge(layer.problem) })),
        {},
      ),
    ],
  ]
  return narrow(kernels).map((layer, index) => {
    const chosen = selection.chosen[index] ?? null
    const changing = new Set(
      others.filter(([, other]) => !sameDecision(chosen, other[index] ?? null)).map(([dependency]) => dependency),
    )
    if (layer.kernels.some((kernel) => !isOption(kernel))) changing.add('kernel')
    return [...changing]
  })
}

function besides<T>(values: readonly T[], own: T): readonly T[] {
  return values.filter((value) => value !== own)
}

function sameDecision(a: KernelOption | null, b: KernelOption | null): boolean {
  if (a === null || b === null) return a === b
  return (
    sameChoice(a.choice, b.choice) &&
    a.packedWeightBytes === b.packedWeightBytes &&
    a.workspaceBytes === b.workspaceBytes
  )
}

/** stride × out more input rows (columns) give twice the output rows (columns). */
function twiceAsLarge(problem: ConvProblem): ConvProblem {
  return {
    ...problem,
    inHeight: problem.inHeight + problem.outHeight * problem.strideHeight,
    inWidth: problem.inWidth + problem.outWidth * problem.strideWidth,
    outHeight: 2 * problem.outHeight,
    outWidth: 2 * problem.outWidth,
  }
}
