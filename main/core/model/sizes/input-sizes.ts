// SPDX-License-Identifier: Apache-2.0
import type { InputSizes, InputValues } from '#contract/model'
import { product } from '../dims'
import { elementCount, MAX_ELEMENTS } from '../element-count'
import type { DeclaredTensor, Model } from '../graph'
import { fail } from '../shape-rules/rule'
import { type OpenDimensions, openDimensions } from './open-dimensions'

/** The sizes of a model's inputs: what the file states, what was given, and what is left to be assumed. */
export interface InputSizesPlan {
  readonly open: OpenDimensions
  /** By open dimension: its size where one was given. */
  readonly given: readonly (number | undefined)[]
  /** By tensor: elements of inputs that were given. */
  readonly values: ReadonlyMap<number, readonly number[]>
  /** Dims by input for sizes of the open dimensions; null of what is no tensor. */
  dims(sizes: readonly number[]): readonly (readonly number[] | null)[]
  /** Whether the inputs have no more elements than a tensor may have. */
  isBearable(sizes: readonly number[]): boolean
  /** Dims that the file states for a tensor, for sizes of the open dimensions; null where they do not follow. */
  stated(declared: DeclaredTensor['dims'], sizes: readonly number[]): readonly number[] | null
}

/** Throws ReadError where what is given does not fit the inputs. */
export function planInputSizes(model: Model, stated: InputSizes, values: InputValues = {}): InputSizesPlan {
  const given = { ...sizesOfValues(model, values), ...stated }
  const open = openDimensions(model)
  const names = model.inputs.map(({ tensor }) => model.tensors[tensor]?.name ?? '')
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) fail({ id: 'input.unknown', input: unknown })
  const wanted = names.map((name) => (Object.hasOwn(given, name) ? given[name] : undefined))
  wanted.forEach((dims, i) => {
    if (dims !== undefined) check(names[i] ?? '', dims, model.inputs[i]?.declaredDims ?? null)
  })
  const sizes = open.dimensions.map(({ places }) => {
    const first = places.find(({ input, axis }) => typeof wanted[input]?.[axis] === 'number')
    return first && (wanted[first.input]?.[first.axis] ?? undefined)
  })
  const asStated = model.inputs.every(({ declaredDims }, i) =>
    declaredDims?.every((size, axis) => size === null || (wanted[i]?.[axis] ?? size) === size),
  )
  const dims = (assumed: readonly number[]) =>
    open.inputs.map((declared, i) => {
      if (model.inputs[i]?.noTensor) return null
      // An input whose number of dimensions is open may be given with any.
      const size = wanted[i]
      const count = size?.length ?? declared.length
      return Array.from({ length: count }, (_, axis) => size?.[axis] ?? sizeOf(declared[axis], assumed))
    })
  const places = new Map(open.dimensions.map(({ name }, at) => [name, at]))
  return {
    open,
    given: sizes,
    values: new Map(
      model.inputs.flatMap(({ tensor }, i) => {
        const list = Object.hasOwn(values, names[i] ?? '') ? values[names[i] ?? ''] : undefined
        return list === undefined ? [] : [[tensor, list] as const]
      }),
    ),
    dims,
    isBearable: (assumed) => dims(assumed).every((each) => product(each ?? []) <= MAX_ELEMENTS),
    stated(declared, assumed) {
      if (declared === null || !asStated) return null
      const dims = declared.map((dim) => (typeof dim === 'string' ? assumed[places.get(dim) ?? -1] : dim))
      return dims.every((dim) => typeof dim === 'number') ? dims : null
    },
  }
}

function sizeOf(declared: OpenDimensions['inputs'][number][number] | undefined, sizes: readonly number[]): number {
  if (declared === undefined) return 1
  return 'size' in declared ? declared.size : (sizes[declared.open] ?? 1)
}

function check(input: string, dims: readonly (number | null)[], declared: readonly (number | null)[] | null): void {
  if (declared !== null && dims.length !== declared.length) {
    fail({ id: 'input.rank', input, declared: declared.length, given: dims.length })
  }
  const sizes = dims.map((dim) => dim ?? 1)
  if (sizes.some((dim) => dim < 1)) fail({ id: 'input.dims', input, dims: sizes })
  elementCount(sizes)
}

/** A list has as many elements as were given. */
function sizesOfValues(model: Model, values: InputValues): InputSizes {
  return Object.fromEntries(
    model.inputs.flatMap(({ tensor, declaredDims }) => {
      const name = model.tensors[tensor]?.name ?? ''
      const list = Object.hasOwn(values, name) ? values[name] : undefined
      return list !== undefined && (declaredDims?.length ?? 1) === 1 ? [[name, [list.length]] as const] : []
    }),
  )
}
