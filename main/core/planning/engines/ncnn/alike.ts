// SPDX-License-Identifier: Apache-2.0
import type { RuleTopic } from '#contract/comparison'
import type { NcnnEngine } from './engine'

/**
 * What of a release each rule is about, in rule-texts.ts. Kernels are not in it: a release exchanges all of them at once, so
 * that they go by the first of KERNEL_TOPICS that is another one.
 */
export const FIELDS = {
  settings: ['halvesProducts'],
  packing: ['originals', 'flatRounding'],
  deconvolution: ['deconvolutions'],
  recurrent: ['recurrent'],
  creation: ['loading'],
  pool: ['pools', 'copiesResults'],
  geometry: ['formats'],
} as const satisfies { readonly [topic in RuleTopic]?: readonly (keyof NcnnEngine)[] }

const PLANNED: readonly (keyof NcnnEngine)[] = [...Object.values(FIELDS).flat(), 'processors']

/** Whether two releases plan alike. */
export function plansAlike(a: NcnnEngine, b: NcnnEngine): boolean {
  return PLANNED.every((field) => a[field] === b[field])
}
