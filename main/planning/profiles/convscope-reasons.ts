import type { MemoryMode } from '#contract/configuration'
import type { Candidate } from '#contract/plan'
import { kernelName } from '../lowering/kernel-mapping'
import { isOption, type KernelOption, type LayerKernels, options, type RefusedKernel } from './convscope-kernels'
import { NORMAL_WEIGHT_GROWTH, SPEED_TOLERANCE } from './convscope-policy'

/** What a layer's decision was made under. */
export interface Verdict {
  readonly memory: MemoryMode
  readonly layer: LayerKernels
  readonly chosen: KernelOption
  readonly workspaceLimit: number | null
  readonly weightBudget: number | null
}

/** One sentence for every kernel: why it was chosen or rejected. */
export function candidates(verdict: Verdict): readonly Candidate[] {
  return verdict.layer.kernels.map((kernel) => candidate(verdict, kernel))
}

export function chosenReason({ memory, layer, chosen, workspaceLimit, weightBudget }: Verdict): string {
  if (memory === 'low') {
    const keeps = chosen.streams
      ? 'Keeps no copy of its weights: it reads them in every inference, a few channels at a time, into'
      : `Packs the least weights, ${size(chosen.packedWeightBytes)}, of the kernels that fit`
    return `${keeps} the shared workspace of ${size(workspaceLimit ?? 0)}; all layers’ packed weights and that workspace together are then the least.`
  }
  const best = Math.min(...keeping(layer).map(({ ns }) => ns))
  if (chosen.ns <= (1 + SPEED_TOLERANCE) * best)
    return `${fastest(chosen)}, or as fast with less memory: ${time(chosen)}.`
  return `Loses the least time, ${time(chosen)} instead of ${time({ ...chosen, ns: best })}, for the bytes it saves: ${budgetText(weightBudget)}.`
}

function keeping(layer: LayerKernels): readonly KernelOption[] {
  const all = options(layer)
  return all.every(({ streams }) => streams) ? all : all.filter(({ streams }) => !streams)
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
    cost: { label: kernel.measured ? 'measured ns' : 'estimated ns', value: Math.round(kernel.ns), better: 'smaller' },
    packedWeightBytes: kernel.packedWeightBytes,
    workspaceBytes: kernel.workspaceBytes,
    operations: kernel.operations,
  }
}

function rejection(verdict: Verdict, kernel: KernelOption): string {
  const { memory, chosen, weightBudget } = verdict
  if (memory === 'low') return moreMemory(verdict, kernel)
  const { packedWeightBytes, ns } = kernel
  if (kernel.streams) return 'Reads its weights in every inference, which only the low memory mode does.'
  if (ns < chosen.ns && packedWeightBytes > chosen.packedWeightBytes && ns * (1 + SPEED_TOLERANCE) < chosen.ns) {
    const more = size(packedWeightBytes - chosen.packedWeightBytes)
    return `${estimate(kernel)} ${time(kernel)}, faster, but packs ${more} more: ${budgetText(weightBudget)}.`
  }
  if (ns <= (1 + SPEED_TOLERANCE) * chosen.ns) {
    return `${estimate(kernel)} ${time(kernel)}, which counts as no faster than the chosen kernel’s ${time(chosen)}, and takes no less memory.`
  }
  return `${estimate(kernel)} ${time(kernel)}, the chosen kernel at ${time(chosen)}.`
}

function moreMemory({ chosen, workspaceLimit }: Verdict, { packedWeightBytes, workspaceBytes }: KernelOption): string {
  if (workspaceBytes > (workspaceLimit ?? 0)) {
    return `Needs ${size(workspaceBytes)} of workspace, more than the ${size(workspaceLimit ?? 0)} that make the whole model smallest.`
  }
  if (packedWeightBytes > chosen.packedWeightBytes) {
    return `Packs ${size(packedWeightBytes)} of weights, the chosen kernel ${size(chosen.packedWeightBytes)}.`
  }
  if (workspaceBytes > chosen.workspaceBytes) {
    return `Packs as much, but needs ${size(workspaceBytes)} of workspace instead of ${size(chosen.workspaceBytes)}.`
  }
  return 'Takes no less memory than the chosen kernel, and is no faster.'
}

function budgetText(budget: number | null): string {
  return `all packed weights together stay within ${size(budget ?? 0)}, ${NORMAL_WEIGHT_GROWTH} × the file’s or the least there is`
}

function fastest({ measured }: KernelOption): string {
  return measured ? 'Measured fastest on this machine' : 'Estimated fastest'
}

function estimate({ measured }: KernelOption): string {
  return measured ? 'Measured at' : 'Estimated at'
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(2)} MiB`
}

function time({ ns }: KernelOption): string {
  return ns < 1e6 ? `${(ns / 1e3).toPrecision(3)} µs` : `${(ns / 1e6).toPrecision(3)} ms`
}
