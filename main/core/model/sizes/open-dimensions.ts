// SPDX-License-Identifier: Apache-2.0
import type { DimensionRole } from '#contract/model'
import type { Model, ModelInput } from '../graph'
import { likelyRank } from './likely-rank'

/** A size that the file leaves open. All places of one name in the file have it. */
export interface OpenDimension {
  /** As the file calls it; else what it counts, with the input where several would be called so. Unique in the model. */
  readonly name: string
  readonly role: DimensionRole
  readonly places: readonly { readonly input: number; readonly axis: number }[]
}

export interface OpenDimensions {
  readonly dimensions: readonly OpenDimension[]
  /** By input and axis: a size, or the index of an open dimension. */
  readonly inputs: readonly (readonly DimensionSize[])[]
}

export type DimensionSize = { readonly size: number } | { readonly open: number }

/** Names that exporters write where they have none, such as "?", "None" or "unk__12". */
const NAMELESS = /^(?!.*[a-z])|^(none|null|unk(nown)?(__?\d+)?|dynamic|any)$/i

/** Finds what the file leaves open. */
export function openDimensions(model: Model): OpenDimensions {
  const collected = new DimensionCollection()
  const inputs = model.inputs.map((input, at) => {
    const declared = input.declaredDims ?? new Array<null>(likelyRank(model, input.tensor)).fill(null)
    const names = namesOf(input)
    const roles = rolesOf(declared)
    const of = model.tensors[input.tensor]?.name ?? ''
    return declared.map((size, axis): DimensionSize => {
      if (size !== null) return { size }
      const role = roles[axis] ?? 'length'
      const name = names[axis] ?? null
      return { open: collected.add({ input: at, axis }, role, name, of) }
    })
  })
  return { dimensions: collected.dimensions, inputs }
}

interface Place {
  readonly input: number
  readonly axis: number
}

class DimensionCollection {
  readonly dimensions: { name: string; role: DimensionRole; places: Place[] }[] = []

  add(place: Place, role: DimensionRole, stated: string | null, input: string): number {
    // A batch without a name is the model's one batch.
    const shared = stated ?? (role === 'batch' ? 'batch' : null)
    const known = shared === null ? -1 : this.dimensions.findIndex(({ name }) => name === shared)
    const found = this.dimensions[known]
    if (found !== undefined) {
      found.places.push(place)
      return known
    }
    const names = [shared ?? role, `${input}.${role}`, `${input}[${place.axis}]`]
    const free = names.find((name) => !this.dimensions.some((other) => other.name === name))
    const name = free ?? `${input}[${place.axis}]#${this.dimensions.length}`
    const named = stated === null ? role : (roleOfName(stated) ?? role)
    this.dimensions.push({ name, role: named, places: [place] })
    return this.dimensions.length - 1
  }
}

/** Without the names of an input that calls the batch what it calls other axes: that is no name but a filler. */
function namesOf({ dimNames = [] }: ModelInput): readonly (string | null)[] {
  const names = dimNames.map((name) => (name === null || NAMELESS.test(name) ? null : name))
  const [batch = null, ...others] = names
  return names.length > 2 && batch !== null && others.includes(batch) ? names.map(() => null) : names
}

function roleOfName(name: string): DimensionRole | undefined {
  if (/batch|^(n|b|bs)$/i.test(name)) return 'batch'
  if (/channel|^c$/i.test(name)) return 'channels'
  if (/height|^h$/i.test(name)) return 'height'
  if (/width|^w$/i.test(name)) return 'width'
  return /len|seq|time|frames|samples|tokens|^t$/i.test(name) ? 'length' : undefined
}

/** Colours, or a mask beside them. */
const MOST_COLOURS = 4

/**
 * What axes count by their place. The last one of images is channels where it is as few as colours are, and the second one
 * is open or too large for that.
 */
export function rolesOf(dims: readonly (number | null)[]): readonly DimensionRole[] {
  if (dims.length === 5) return ['batch', 'channels', 'length', 'height', 'width']
  if (dims.length > 5) return dims.map((_, axis) => (axis === 0 ? 'batch' : 'axis'))
  if (dims.length !== 4) return dims.map((_, axis) => (axis === 0 ? 'batch' : 'length'))
  const last = dims[3] ?? null
  const channelsLast = (dims[1] ?? MOST_COLOURS + 1) > MOST_COLOURS && last !== null && last <= MOST_COLOURS
  return channelsLast ? ['batch', 'height', 'width', 'channels'] : ['batch', 'channels', 'height', 'width']
}
