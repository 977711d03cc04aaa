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

/** Of what was measured of most builds, nets of convolutions, these are no part. */
const BESIDE: ReadonlySet<keyof NcnnEngine> = new Set(['formats', 'recurrent', 'deconvolutions'])

/** Whether what was measured of one release, nets of convolutions, holds for the other. */
export function measuredAlike(a: NcnnEngine, b: NcnnEngine): boolean {
  return PLANNED.every((field) => BESIDE.has(field) || a[field] === b[field])
}
