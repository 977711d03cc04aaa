// SPDX-License-Identifier: Apache-2.0
/** Memory categories, in the order in which charts stack them. */
export const CATEGORIES = ['packedWeights', 'workspace', 'activations', 'modelBuffer', 'other'] as const
export type Category = (typeof CATEGORIES)[number]
export type CategoryBytes = { readonly [category in Category]: number }
