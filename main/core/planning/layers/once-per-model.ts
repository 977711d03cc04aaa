// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'

/** Computes what hangs on a model alone once for it: many configurations of one model are planned one after the other. */
export function oncePerModel<T>(compute: (shaped: ShapedModel) => T): (shaped: ShapedModel) => T {
  const known = new WeakMap<ShapedModel, { readonly value: T }>()
  return (shaped) => {
    const found = known.get(shaped) ?? { value: compute(shaped) }
    known.set(shaped, found)
    return found.value
  }
}
