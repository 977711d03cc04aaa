// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { WorkspaceSection } from '#contract/plan'
import { type ConvProblem, weightElements } from '#core/planning/layers/conv-problem'
import { type KernelCatalog, type KernelTimings, streamsWeights } from '#core/planning/native/kernel-catalog'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import type { Message } from '#messages/message'
import { estimatedNs, type Surroundings } from './cost'

/** A kernel that takes the problem. */
export interface KernelOption {
  readonly choice: Choice
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  readonly workspace: readonly WorkspaceSection[]
  /** As the kernel counts them. */
  readonly operations: number
  readonly ns: number
  /** Whether `ns` was measured on this machine; else it is an estimate. */
  readonly measured: boolean
  /** Keeps no copy of the weights. */
  readonly streams: boolean
}

export interface RefusedKernel {
  readonly choice: Choice
  readonly reason: Message
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

/** What a layer's kernels are assessed for. */
export interface Circumstances extends Surroundings {
  /** Whether the file holds the weights so that any part of them can be read. */
  readonly streamable: boolean
  readonly timings: Pick<KernelTimings, 'ns'> | null
  readonly weights: WeightStorage
}

/** All kernels for one problem, assessed. Measured times count where all kernels have one. */
export function assessKernels(
  problem: ConvProblem,
  catalog: KernelCatalog,
  circumstances: Circumstances,
): LayerKernels {
  const { isa, threads, streamable, timings, weights } = circumstances
  const kernels = catalog.choices(problem).map((choice): KernelOption | RefusedKernel => {
    const assessment = catalog.assess(problem, choice, isa, threads, weights)
    if (!assessment.supported) return { choice, reason: assessment.reason }
    const streams = streamsWeights(choice)
    if (streams && !streamable) {
      return { choice, reason: { id: 'convscope.wholeWeightsOnly' } }
    }
    const { packedWeightBytes, workspaceBytes, workspace, operations } = assessment
    const ns = estimatedNs(assessment, circumstances)
    return { choice, packedWeightBytes, workspaceBytes, workspace, operations, ns, measured: false, streams }
  })
  const measured = kernels.map((kernel) =>
    isOption(kernel) && !kernel.streams
      ? (timings?.ns(problem, kernel.choice, isa, threads, weights) ?? null)
      : undefined,
  )
  const complete = !measured.includes(null)
  return {
    weightBytes: 4 * weightElements(problem),
    kernels: kernels.map((kernel, index) => {
      const ns = measured[index]
      return complete && typeof ns === 'number' && isOption(kernel) ? { ...kernel, ns, measured: true } : kernel
    }),
  }
}
