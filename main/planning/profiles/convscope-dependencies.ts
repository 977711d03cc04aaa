import { type InstructionSet, MEMORY_MODES, type MemoryMode } from '#contract/configuration'
import type { Dependency } from '#contract/plan'
import type { ConvProblem } from '../conv-problem'
import type { KernelCatalog } from '../kernels'
import {
  assessKernels,
  isOption,
  type KernelOption,
  type LayerKernels,
  type Selection,
  selectKernels,
} from './convscope-policy'

/** Those that Convscope's kernels are built for. */
export const CONVSCOPE_ISAS: readonly InstructionSet[] = ['sse', 'avx2', 'avx512', 'arm64']

export interface Settings {
  readonly isa: InstructionSet
  readonly threads: number
  readonly memory: MemoryMode
}

/** Leaves of each layer's kernels those that the configuration's overrides allow. */
export type Narrow = (layers: readonly LayerKernels[]) => readonly LayerKernels[]

/**
 * By layer: what its decision (kernel or bytes) changes with, found by making it again under other
 * settings: every memory mode and instruction set, 1 and 8 threads, images of twice the size.
 */
export function dependencies(
  problems: readonly ConvProblem[],
  settings: Settings,
  kernels: readonly LayerKernels[],
  selection: Selection,
  catalog: KernelCatalog,
  narrow: Narrow,
): readonly (readonly Dependency[])[] {
  const { isa: ownIsa, threads: ownThreads, memory: ownMemory } = settings
  const select = (variants: readonly ConvProblem[], isa: InstructionSet, threads: number) =>
    selectKernels(narrow(variants.map((problem) => assessKernels(problem, catalog, isa, threads))), ownMemory).chosen
  const others: readonly (readonly [Dependency, readonly (KernelOption | null)[]])[] = [
    ...MEMORY_MODES.map((memory) => ['memory', selectKernels(narrow(kernels), memory).chosen] as const),
    ...[1, 8].map((threads) => ['threads', select(problems, ownIsa, threads)] as const),
    ...CONVSCOPE_ISAS.map((isa) => ['isa', select(problems, isa, ownThreads)] as const),
    ['outputSize', select(problems.map(twiceAsLarge), ownIsa, ownThreads)],
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

function sameDecision(a: KernelOption | null, b: KernelOption | null): boolean {
  if (a === null || b === null) return a === b
  return (
    JSON.stringify(a.choice) === JSON.stringify(b.choice) &&
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
