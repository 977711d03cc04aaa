// SPDX-License-Identifier: Apache-2.0
import { largest, smallest } from '#core/model/extremes'
import type { MemoryMode } from '../settings'
import { withinBudget } from './budget'
import { type KernelOption, type LayerKernels, options } from './kernel-options'

/**
 * Which kernel each convolution gets, by memory mode:
 *
 * - low: least memory. Packed weights of all layers stay, workspace is shared and as large as the
 *   neediest layer's, so Σ packed weights + largest workspace is minimised over the whole model,
 *   exactly: for every workspace limit, each layer takes the least packed weights within it, and of
 *   several such kernels the fastest, as the workspace is there anyway. That is nearly always one
 *   that keeps no weights and reads them whenever it runs.
 * - normal: the fastest choice whose packed weights stay within NORMAL_WEIGHT_GROWTH × the file's
 *   over the whole model (or, where padding alone exceeds that, within the least that can be packed).
 * - high: the fastest.
 *
 * Fastest is the least estimated time (cost.ts); in high mode the least measured time,
 * for layers of which every kernel was measured on this machine. Either is no better than
 * SPEED_TOLERANCE: whatever is within it of the fastest counts as fast, and the least memory wins,
 * then the order of the engine's registry. Kernels that read weights whenever they run are for low.
 */
export const NORMAL_WEIGHT_GROWTH = 1.5
export const SPEED_TOLERANCE = 0.05

export interface Selection {
  /** By layer; null where no kernel takes it. */
  readonly chosen: readonly (KernelOption | null)[]
  /** low: the shared workspace that the layers were fitted into; else null. */
  readonly workspaceLimit: number | null
  /** normal: what all layers' packed weights may take together; else null. */
  readonly weightBudget: number | null
  /** high: normal mode's choice was measured to be faster as a whole, and is taken. */
  readonly normalIsFaster?: true
}

export function selectKernels(layers: readonly LayerKernels[], memory: MemoryMode): Selection {
  if (memory === 'low') return selectLeastMemory(layers)
  const chosen = layers.map((layer) => fastest(resident(layer)))
  if (memory === 'high') return { chosen, workspaceLimit: null, weightBudget: null }
  const weightBudget = packedWeightBudget(layers)
  return { chosen: withinBudget(layers.map(resident), chosen, weightBudget), workspaceLimit: null, weightBudget }
}

/** normal: what all layers' packed weights may take together. */
export function packedWeightBudget(layers: readonly LayerKernels[]): number {
  const allowed = NORMAL_WEIGHT_GROWTH * layers.reduce((sum, { weightBytes }) => sum + weightBytes, 0)
  const least = layers.reduce((sum, layer) => {
    const packed = resident(layer).map(({ packedWeightBytes }) => packedWeightBytes)
    return packed.length === 0 ? sum : sum + smallest(packed)
  }, 0)
  return Math.max(Math.floor(allowed), least)
}

/** Kernels that keep their weights; all where there are no others. */
function resident(layer: LayerKernels): readonly KernelOption[] {
  const all = options(layer)
  const keeping = all.filter(({ streams }) => !streams)
  return keeping.length === 0 ? all : keeping
}

function selectLeastMemory(layers: readonly LayerKernels[]): Selection {
  const able = layers.map(options)
  // Below this limit some layer has no kernel left.
  const floor = largest(able.filter((each) => each.length > 0).map(leastWorkspace), 0)
  const limits = new Set([floor, ...able.flat().map(({ workspaceBytes }) => workspaceBytes)])
  let best: Selection = { chosen: layers.map(() => null), workspaceLimit: 0, weightBudget: null }
  let leastBytes = Number.POSITIVE_INFINITY
  for (const limit of [...limits].filter((bytes) => bytes >= floor).sort((a, b) => a - b)) {
    const chosen = able.map((each) =>
      first(
        each.filter(({ workspaceBytes }) => workspaceBytes <= limit),
        byPackedWeights,
      ),
    )
    const packed = chosen.reduce((sum, option) => sum + (option?.packedWeightBytes ?? 0), 0)
    const workspace = largest(
      chosen.map((option) => option?.workspaceBytes ?? 0),
      0,
    )
    if (packed + workspace >= leastBytes) continue
    best = { chosen, workspaceLimit: limit, weightBudget: null }
    leastBytes = packed + workspace
  }
  return best
}

function leastWorkspace(each: readonly KernelOption[]): number {
  return smallest(each.map(({ workspaceBytes }) => workspaceBytes))
}

type Order = (a: KernelOption, b: KernelOption) => number

const byMemory: Order = (a, b) => a.packedWeightBytes + a.workspaceBytes - (b.packedWeightBytes + b.workspaceBytes)
const byPackedWeights: Order = (a, b) =>
  a.packedWeightBytes - b.packedWeightBytes || a.ns - b.ns || a.workspaceBytes - b.workspaceBytes

function fastest(each: readonly KernelOption[]): KernelOption | null {
  const least = smallest(each.map(({ ns }) => ns))
  return first(
    each.filter(({ ns }) => ns <= (1 + SPEED_TOLERANCE) * least),
    byMemory,
  )
}

function first(each: readonly KernelOption[], order: Order): KernelOption | null {
  return [...each].sort(order)[0] ?? null
}
