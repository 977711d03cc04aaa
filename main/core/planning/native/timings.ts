// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Configuration } from '#contract/configuration'
import type { ShapedModel } from '#core/model/shapes'
import { constantBytes } from '../layers/constant-bytes'
import { type ConvProblem, convProblem } from '../layers/conv-problem'
import { kernelProblem } from '../layers/fully-connected'
import { type KernelCatalog, type KernelTimings, streamsWeights, type WholeTimes } from './kernel-catalog'
import { kernelKey } from './kernel-key'
import type { WeightStorage } from './weight-storage'

/** Measured times as planning asks for them. */
export function timingsFrom(ns: ReadonlyMap<string, number>): KernelTimings {
  return {
    ns: (...kernel) => ns.get(kernelKey(...kernel)) ?? null,
    whole(key) {
      const [own, normal] = wholeKeys(key).map((name) => ns.get(name))
      return own === undefined || normal === undefined ? null : { own, normal }
    },
  }
}

/** As timings are kept: of whole models among those of kernels. */
export function wholeTimings(key: string, { own, normal }: WholeTimes): ReadonlyMap<string, number> {
  const [ownKey = '', normalKey = ''] = wholeKeys(key)
  return new Map([
    [ownKey, own],
    [normalKey, normal],
  ])
}

function wholeKeys(key: string): readonly string[] {
  return [`whole ${key} own`, `whole ${key} normal`]
}

/** One kernel on one problem. */
export interface KernelOnProblem {
  readonly key: string
  readonly problem: ConvProblem
  readonly choice: Choice
  /** What the model reads of other weights between two of its runs, in bytes. */
  readonly bytesBetween: number
}

/**
 * What has to be measured so that measured times decide every layer of a model: each kernel that
 * takes the problem of some layer, once for layers of equal shape. Kernels that read their weights
 * in every inference are never chosen for their speed.
 */
export function measurableKernels(
  shaped: ShapedModel,
  catalog: KernelCatalog,
  { isa, threads, weights }: Pick<Configuration, 'isa' | 'threads'> & { readonly weights: WeightStorage },
): readonly KernelOnProblem[] {
  const bytesBetween = constantBytes(shaped)
  const found = new Map<string, KernelOnProblem>()
  for (const { id } of shaped.model.nodes) {
    const problem = weights === 'float32' ? convProblem(shaped, id) : kernelProblem(shaped, id)
    if (problem === null) continue
    for (const choice of catalog.choices(problem)) {
      if (streamsWeights(choice) || !catalog.assess(problem, choice, isa, threads, weights).supported) continue
      const key = kernelKey(problem, choice, isa, threads, weights)
      if (!found.has(key)) found.set(key, { key, problem, choice, bytesBetween })
    }
  }
  return [...found.values()]
}
