// SPDX-License-Identifier: Apache-2.0
/**
 * Memory categories, in the order in which charts stack them. `inputsOutputs`: values on their way into and out of a run,
 * beside the engine's own memory; no plan has any.
 */
export const CATEGORIES = [
  'packedWeights',
  'workspace',
  'activations',
  'modelBuffer',
  'inputsOutputs',
  'other',
] as const
export type Category = (typeof CATEGORIES)[number]
export type CategoryBytes = { readonly [category in Category]: number }

export const NOTHING_HELD: CategoryBytes = {
  packedWeights: 0,
  workspace: 0,
  activations: 0,
  modelBuffer: 0,
  inputsOutputs: 0,
  other: 0,
}

/** From the bottom of a stack of areas: what stays for the session first, what comes and goes on top. */
export const STACK_ORDER: readonly Category[] = [
  'packedWeights',
  'modelBuffer',
  'inputsOutputs',
  'other',
  'activations',
  'workspace',
]
