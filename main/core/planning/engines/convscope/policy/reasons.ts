// SPDX-License-Identifier: Apache-2.0

import type { Candidate } from '#contract/plan'
import { smallest } from '#core/model/extremes'
import type { Message } from '#messages/message'
import { kernelName } from '../lowering/kernel-mapping'
import type { MemoryMode } from '../settings'
import { isOption, type KernelOption, type LayerKernels, options, type RefusedKernel } from './kernel-options'
import { NORMAL_WEIGHT_GROWTH, SPEED_TOLERANCE } from './select-kernels'

/** What a layer's decision was made under. */
export interface Verdict {
  readonly memory: MemoryMode
  readonly layer: LayerKernels
  readonly chosen: KernelOption
  readonly workspaceLimit: number | null
  readonly weightBudget: number | null
  readonly normalIsFaster?: true
}

/** One sentence for every kernel: why it was chosen or rejected. */
export function candidates(verdict: Verdict): readonly Candidate[] {
  return verdict.layer.kernels.map((kernel) => candidate(verdict, kernel))
}

export function chosenReason(verdict: Verdict): Message {
  const { memory, layer, chosen, workspaceLimit, weightBudget } = verdict
  if (memory === 'low') {
    const workspace = workspaceLimit ?? 0
    return chosen.streams
      ? { id: 'convscope.streams', workspace }
      : { id: 'convscope.packsLeast', packed: chosen.packedWeightBytes, workspace }
  }
  const best = smallest(keeping(layer).map(({ ns }) => ns))
  const { measured, ns } = chosen
  if (ns <= (1 + SPEED_TOLERANCE) * best) return { id: 'convscope.fastest', measured, ns }
  if (verdict.normalIsFaster) return { id: 'convscope.fasterAsWhole', ns, bestNs: best }
  return { id: 'convscope.losesLeast', ns, bestNs: best, budget: weightBudget ?? 0, growth: NORMAL_WEIGHT_GROWTH }
}

function keeping(layer: LayerKernels): readonly KernelOption[] {
  const all = options(layer)
  return all.every(({ streams }) => streams) ? all : all.filter(({ streams }) => !streams)
}

function candidate(verdict: Verdict, kernel: KernelOption | RefusedKernel): Candidate {
  const { algorithm, unit, inner } = kernel.choice
  if (!isOption(kernel)) {
    const refused: Message = { id: 'convscope.kernelRefused', kernel: kernelName(kernel.choice), reason: kernel.reason }
    const reason = inner === null ? kernel.reason : refused
    const none = { cost: null, packedWeightBytes: null, workspaceBytes: null, operations: null }
    return { algorithm, unit, verdict: 'rejected', reason, ...none }
  }
  const chosen = kernel === verdict.chosen
  const reason = chosen ? chosenReason(verdict) : rejection(verdict, kernel)
  return {
    algorithm,
    unit,
    verdict: chosen ? 'chosen' : 'rejected',
    reason:
      inner === null ? reason : { id: 'convscope.eachGroup', kernel: kernelName({ ...inner, inner: null }), reason },
    cost: {
      label: { id: kernel.measured ? 'cost.measuredTime' : 'cost.estimatedTime' },
      value: Math.round(kernel.ns),
      better: 'smaller',
    },
    packedWeightBytes: kernel.packedWeightBytes,
    workspaceBytes: kernel.workspaceBytes,
    operations: kernel.operations,
    nanoseconds: kernel.ns,
  }
}

function rejection(verdict: Verdict, kernel: KernelOption): Message {
  const { memory, chosen, weightBudget } = verdict
  if (memory === 'low') return moreMemory(verdict, kernel)
  const { packedWeightBytes, ns, measured } = kernel
  if (kernel.streams) return { id: 'convscope.streamsInLowOnly' }
  if (verdict.normalIsFaster && ns * (1 + SPEED_TOLERANCE) < chosen.ns) return { id: 'convscope.slowerAsWhole', ns }
  if (ns < chosen.ns && packedWeightBytes > chosen.packedWeightBytes && ns * (1 + SPEED_TOLERANCE) < chosen.ns) {
    const more = packedWeightBytes - chosen.packedWeightBytes
    const budget = weightBudget ?? 0
    return { id: 'convscope.fasterButPacks', measured, ns, more, budget, growth: NORMAL_WEIGHT_GROWTH }
  }
  const slower = ns > (1 + SPEED_TOLERANCE) * chosen.ns
  return { id: slower ? 'convscope.slower' : 'convscope.noFaster', measured, ns, chosenNs: chosen.ns }
}

function moreMemory({ chosen, workspaceLimit }: Verdict, kernel: KernelOption): Message {
  const { packedWeightBytes, workspaceBytes, ns, measured } = kernel
  const limit = workspaceLimit ?? 0
  if (workspaceBytes > limit) return { id: 'convscope.needsWorkspace', workspace: workspaceBytes, limit }
  if (packedWeightBytes > chosen.packedWeightBytes) {
    return { id: 'convscope.packsMore', packed: packedWeightBytes, chosen: chosen.packedWeightBytes }
  }
  if (ns > chosen.ns) return { id: 'convscope.slower', measured, ns, chosenNs: chosen.ns }
  if (workspaceBytes > chosen.workspaceBytes) {
    return { id: 'convscope.samePackedMoreWorkspace', workspace: workspaceBytes, chosen: chosen.workspaceBytes }
  }
  return { id: 'convscope.noLess' }
}
