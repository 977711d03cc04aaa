import type { InstructionSet, MemoryMode } from '#contract/configuration'
import type { WorkspaceSection } from '#contract/plan'
import { type ConvProblem, type KernelChoice, weightElements } from '../conv-problem'
import type { KernelCatalog } from '../kernels'
import { estimatedNs } from './convscope-cost'

/**
 * Which kernel each convolution gets, by memory mode:
 *
 * - low: least memory. Packed weights of all layers stay, workspace is shared and as large as the
 *   neediest layer's, so Σ packed weights + largest workspace is minimised over the whole model,
 *   exactly: for every workspace limit, each layer takes the least packed weights within it.
 * - normal: the fastest whose packed weights stay within NORMAL_WEIGHT_GROWTH × the file's
 *   weights (or, where padding alone exceeds that, within the least any kernel packs).
 * - high: the fastest.
 *
 * Fastest is the least estimated time (convscope-cost.ts). Estimates are no better than
 * SPEED_TOLERANCE: whatever is within it of the fastest counts as fast, and the least memory wins,
 * then the order of the engine's registry.
 */
export const NORMAL_WEIGHT_GROWTH = 2.25
export const SPEED_TOLERANCE = 0.05

/** A kernel that takes the problem. */
export interface KernelOption {
  readonly choice: KernelChoice
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  readonly workspace: readonly WorkspaceSection[]
  /** As the kernel counts them. */
  readonly operations: number
  readonly ns: number
}

export interface RefusedKernel {
  readonly choice: KernelChoice
  readonly reason: string
}

export interface LayerKernels {
  readonly weightBytes: number
  /** In the registry's order. */
  readonly kernels: readonly (KernelOption | RefusedKernel)[]
}

export function isOption(kernel: KernelOption | RefusedKernel): kernel is KernelOption {
  return !('reason' in kernel)
}

export function options({ kernels }: LayerKernels): readonly KernelOption[] {
  return kernels.filter(isOption)
}

/** All kernels for one problem, assessed. */
export function assessKernels(
  problem: ConvProblem,
  catalog: KernelCatalog,
  isa: InstructionSet,
  threads: number,
): LayerKernels {
  const kernels = catalog.choices(problem).map((choice): KernelOption | RefusedKernel => {
    const assessment = catalog.assess(problem, choice, isa, threads)
    if (!assessment.supported) return { choice, reason: assessment.reason }
    const { packedWeightBytes, workspaceBytes, workspace, operations, bytesMoved } = assessment
    return {
      choice,
      packedWeightBytes,
      workspaceBytes,
      workspace,
      operations,
      ns: estimatedNs(operations, bytesMoved, isa, threads),
    }
  })
  return { weightBytes: 4 * weightElements(problem), kernels }
}

export interface Selection {
  /** By layer; null where no kernel takes it. */
  readonly chosen: readonly (KernelOption | null)[]
  /** low: the shared workspace that the layers were fitted into; else null. */
  readonly workspaceLimit: number | null
}

export function selectKernels(layers: readonly LayerKernels[], memory: MemoryMode): Selection {
  if (memory === 'low') return selectLeastMemory(layers)
  const chosen = layers.map((layer) => {
    const limit = memory === 'normal' ? packedWeightLimit(layer) : Number.POSITIVE_INFINITY
    return fastest(options(layer).filter(({ packedWeightBytes }) => packedWeightBytes <= limit))
  })
  return { chosen, workspaceLimit: null }
}

/** normal: what a layer's packed weights may take. */
export function packedWeightLimit(layer: LayerKernels): number {
  const least = Math.min(...options(layer).map(({ packedWeightBytes }) => packedWeightBytes))
  return Math.max(NORMAL_WEIGHT_GROWTH * layer.weightBytes, least)
}

function selectLeastMemory(layers: readonly LayerKernels[]): Selection {
  const able = layers.map(options)
  // Below this limit some layer has no kernel left.
  const floor = Math.max(0, ...able.filter((each) => each.length > 0).map(leastWorkspace))
  const limits = new Set([floor, ...able.flat().map(({ workspaceBytes }) => workspaceBytes)])
  let best: Selection = { chosen: layers.map(() => null), workspaceLimit: 0 }
  let leastBytes = Number.POSITIVE_INFINITY
  for (const limit of [...limits].filter((bytes) => bytes >= floor).sort((a, b) => a - b)) {
    const chosen = able.map((each) =>
      first(
        each.filter(({ workspaceBytes }) => workspaceBytes <= limit),
        byPackedWeights,
      ),
    )
    const packed = chosen.reduce((sum, option) => sum + (option?.packedWeightBytes ?? 0), 0)
    const workspace = Math.max(0, ...chosen.map((option) => option?.workspaceBytes ?? 0))
    if (packed + workspace >= leastBytes) continue
    best = { chosen, workspaceLimit: limit }
    leastBytes = packed + workspace
  }
  return best
}

function leastWorkspace(each: readonly KernelOption[]): number {
  return Math.min(...each.map(({ workspaceBytes }) => workspaceBytes))
}

type Order = (a: KernelOption, b: KernelOption) => number

const byMemory: Order = (a, b) => a.packedWeightBytes + a.workspaceBytes - (b.packedWeightBytes + b.workspaceBytes)
const byPackedWeights: Order = (a, b) =>
  a.packedWeightBytes - b.packedWeightBytes || a.workspaceBytes - b.workspaceBytes || a.ns - b.ns

function fastest(each: readonly KernelOption[]): KernelOption | null {
  const least = Math.min(...each.map(({ ns }) => ns))
  return first(
    each.filter(({ ns }) => ns <= (1 + SPEED_TOLERANCE) * least),
    byMemory,
  )
}

function first(each: readonly KernelOption[], order: Order): KernelOption | null {
  return [...each].sort(order)[0] ?? null
}
