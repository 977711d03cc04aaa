import type { MemoryMode } from '#contract/configuration'
import type { Candidate } from '#contract/plan'
import { kernelName } from '../lowering/kernel-mapping'
import {
  isOption,
  type KernelOption,
  type LayerKernels,
  NORMAL_WEIGHT_GROWTH,
  packedWeightLimit,
  type RefusedKernel,
  SPEED_TOLERANCE,
} from './convscope-policy'

/** What a layer's decision was made under. */
export interface Verdict {
  readonly memory: MemoryMode
  readonly layer: LayerKernels
  readonly chosen: KernelOption
  readonly workspaceLimit: number | null
}

/** One sentence for every kernel: why it was chosen or rejected. */
export function candidates(verdict: Verdict): readonly Candidate[] {
  return verdict.layer.kernels.map((kernel) => candidate(verdict, kernel))
}

export function chosenReason({ memory, layer, chosen, workspaceLimit }: Verdict): string {
  switch (memory) {
    case 'low':
      return `Packs the least weights, ${size(chosen.packedWeightBytes)}, of the kernels that fit the shared workspace of ${size(workspaceLimit ?? 0)}; all layers’ packed weights and that workspace together are then the least.`
    case 'normal':
      return `Estimated fastest, or as fast with less memory, ${time(chosen.ns)}, of the kernels whose packed weights stay within ${limitText(layer)}.`
    case 'high':
      return `Estimated fastest, or as fast with less memory: ${time(chosen.ns)}.`
  }
}

function candidate(verdict: Verdict, kernel: KernelOption | RefusedKernel): Candidate {
  const { algorithm, unit, inner } = kernel.choice
  if (!isOption(kernel)) {
    const reason = inner === null ? kernel.reason : `${kernelName(kernel.choice)}: ${kernel.reason}`
    const none = { cost: null, packedWeightBytes: null, workspaceBytes: null, operations: null }
    return { algorithm, unit, verdict: 'rejected', reason, ...none }
  }
  const chosen = kernel === verdict.chosen
  const reason = chosen ? chosenReason(verdict) : rejection(verdict, kernel)
  return {
    algorithm,
    unit,
    verdict: chosen ? 'chosen' : 'rejected',
    reason: inner === null ? reason : `Each group runs ${kernelName({ ...inner, inner: null })}. ${reason}`,
    cost: { label: 'estimated ns', value: Math.round(kernel.ns), better: 'smaller' },
    packedWeightBytes: kernel.packedWeightBytes,
    workspaceBytes: kernel.workspaceBytes,
    operations: kernel.operations,
  }
}

function rejection({ memory, layer, chosen, workspaceLimit }: Verdict, kernel: KernelOption): string {
  const { packedWeightBytes, workspaceBytes, ns } = kernel
  if (memory === 'low') {
    if (workspaceBytes > (workspaceLimit ?? 0)) {
      return `Needs ${size(workspaceBytes)} of workspace, more than the ${size(workspaceLimit ?? 0)} that make the whole model smallest.`
    }
    if (packedWeightBytes > chosen.packedWeightBytes) {
      return `Packs ${size(packedWeightBytes)} of weights, the chosen kernel ${size(chosen.packedWeightBytes)}.`
    }
    if (workspaceBytes > chosen.workspaceBytes) {
      return `Packs as much, but needs ${size(workspaceBytes)} of workspace instead of ${size(chosen.workspaceBytes)}.`
    }
  }
  if (memory === 'normal' && packedWeightBytes > packedWeightLimit(layer)) {
    return `Packs ${size(packedWeightBytes)} of weights, more than ${limitText(layer)}.`
  }
  if (memory !== 'low' && ns <= (1 + SPEED_TOLERANCE) * chosen.ns) {
    return `Estimated at ${time(ns)}, which counts as no faster than the chosen kernel’s ${time(chosen.ns)}, and takes no less memory.`
  }
  return `Estimated at ${time(ns)}, the chosen kernel at ${time(chosen.ns)}.`
}

function limitText(layer: LayerKernels): string {
  const limit = packedWeightLimit(layer)
  return limit > NORMAL_WEIGHT_GROWTH * layer.weightBytes
    ? `the ${size(limit)} that padding alone takes`
    : `${NORMAL_WEIGHT_GROWTH} × the file’s ${size(layer.weightBytes)}`
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(2)} MiB`
}

function time(ns: number): string {
  return ns < 1e6 ? `${(ns / 1e3).toPrecision(3)} µs` : `${(ns / 1e6).toPrecision(3)} ms`
}
