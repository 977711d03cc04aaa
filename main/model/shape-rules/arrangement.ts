import type { RuleContext, Rules } from './rule'
import { allDims, broadcast, fail, formatDims, normaliseAxis, notRunnable, one } from './rule'

/** Operations that join, split, reorder or repeat elements. */

export const arrangementRules: Rules<
  'Concat' | 'Split' | 'Stack' | 'Transpose' | 'Expand' | 'Tile' | 'Pad' | 'Gather' | 'DepthToSpace' | 'SpaceToDepth'
> = {
  Concat(operation, context) {
    const shapes = allDims(context)
    const [first = fail('it has no inputs')] = shapes
    const axis = normaliseAxis(operation.axis, first.length)
    const fits = (dims: readonly number[]) =>
      dims.length === first.length && dims.every((dim, i) => i === axis || dim === first[i])
    const misfit = shapes.find((dims) => !fits(dims))
    if (misfit) fail(`${formatDims(misfit)} cannot be joined to ${formatDims(first)} along axis ${axis}`)
    const size = shapes.reduce((sum, dims) => sum + (dims[axis] ?? 0), 0)
    return one(replaced(first, axis, size), { kind: 'Concat', axis })
  },

  Split(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const size = dims[axis] ?? 0
    const stated = operation.sizes ?? context.values(1)
    if (stated === undefined && context.has(1)) return undefined
    const sizes = splitSizes(stated, size, context.outputCount)
    return {
      outputs: sizes.map((part) => replaced(dims, axis, part)),
      operation: { kind: 'Split', axis, sizes },
    }
  },

  Stack(operation, context) {
    const shapes = allDims(context)
    const [first = fail('it has no inputs')] = shapes
    const axis = normaliseAxis(operation.axis, first.length + 1)
    const misfit = shapes.find((dims) => formatDims(dims) !== formatDims(first))
    if (misfit) fail(`${formatDims(misfit)} cannot be stacked on ${formatDims(first)}`)
    const dims = [...first.slice(0, axis), shapes.length, ...first.slice(axis)]
    return one(dims, shapes.length === 1 ? { kind: 'Alias' } : { kind: 'Stack', axis })
  },

  Transpose(operation, context) {
    const dims = context.dims(0)
    const permutation = operation.permutation ?? implied(operation.move, dims.length)
    const axes = new Set(permutation)
    if (permutation.length !== dims.length || dims.some((_, i) => !axes.has(i))) {
      fail(`[${permutation.join(', ')}] is no permutation of the dims of ${formatDims(dims)}`)
    }
    const still = permutation.every((axis, i) => axis === i)
    return one(
      permutation.map((axis) => dims[axis] ?? 0),
      still ? { kind: 'Alias' } : { kind: 'Transpose', permutation },
    )
  },

  Expand(_operation, context) {
    const shape = context.values(1)
    return shape === undefined ? undefined : one(broadcast([context.dims(0), shape]), { kind: 'Expand' })
  },

  Tile(_operation, context) {
    const dims = context.dims(0)
    const repeats = context.values(1)
    if (repeats === undefined) return undefined
    if (repeats.length !== dims.length) fail(`${repeats.length} repeats do not fit ${formatDims(dims)}`)
    return one(
      dims.map((dim, i) => dim * (repeats[i] ?? 1)),
      { kind: 'Tile', repeats },
    )
  },

  Pad(operation, context) {
    const dims = context.dims(0)
    const stated = operation.pads ?? context.values(1)
    const axes = context.has(3) ? context.values(3) : null
    if (stated === undefined || axes === undefined) return undefined
    const rank = dims.length
    const pads = axes === null ? stated : spreadPads(stated, axes, rank)
    if (pads.length !== 2 * rank) fail(`${pads.length} pads do not fit ${formatDims(dims)}`)
    const begins = dims.map((_, i) => pads[operation.pairs ? 2 * i : i] ?? 0)
    const ends = dims.map((_, i) => pads[operation.pairs ? 2 * i + 1 : rank + i] ?? 0)
    const output = dims.map((dim, i) => dim + (begins[i] ?? 0) + (ends[i] ?? 0))
    if (output.some((dim) => dim < 0)) fail(`its pads [${pads.join(', ')}] take away more than ${formatDims(dims)}`)
    const reach = dims.map((_, i) => Math.max(begins[i] ?? 0, ends[i] ?? 0))
    if (operation.mode === 'reflect' && dims.some((dim, i) => (reach[i] ?? 0) > 0 && (reach[i] ?? 0) >= dim)) {
      fail(`it reflects more than ${formatDims(dims)} holds`)
    }
    if (operation.mode === 'symmetric' && dims.some((dim, i) => (reach[i] ?? 0) > dim)) {
      fail(`it mirrors more than ${formatDims(dims)} holds`)
    }
    const value = context.has(2) ? context.values(2)?.[0] : operation.value
    if (value === undefined) return one(output, notRunnable('its padding value is computed at run time'))
    return one(output, { kind: 'Pad', mode: operation.mode, begins, ends, value })
  },

  Gather(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const output = [...dims.slice(0, axis), ...context.dims(1), ...dims.slice(axis + 1)]
    const values = context.values(1)
    if (values === undefined) return one(output, { kind: 'Gather', axis, indices: [] })
    const size = dims[axis] ?? 0
    const indices = values.map((index) => (index < 0 ? index + size : index))
    const outside = indices.findIndex((index) => !Number.isInteger(index) || index < 0 || index >= size)
    if (outside >= 0) fail(`index ${values[outside]} does not exist among ${size} elements`)
    return one(output, { kind: 'Gather', axis, indices })
  },

  DepthToSpace(operation, context) {
    const [batch, channels, height, width] = image(context)
    const { blockSize } = operation
    if (channels % blockSize ** 2 !== 0) fail(`${channels} channels cannot be spread over blocks of ${blockSize}²`)
    return one([batch, channels / blockSize ** 2, height * blockSize, width * blockSize], operation)
  },

  SpaceToDepth(operation, context) {
    const [batch, channels, height, width] = image(context)
    const { blockSize } = operation
    if (height % blockSize !== 0 || width % blockSize !== 0) fail(`${height}×${width} is no whole number of blocks`)
    return one([batch, channels * blockSize ** 2, height / blockSize, width / blockSize], operation)
  },
}

/** Pads of chosen axes as those of all. */
function spreadPads(stated: readonly number[], axes: readonly number[], rank: number): readonly number[] {
  if (stated.length !== 2 * axes.length) fail(`${stated.length} pads do not fit ${axes.length} axes`)
  const pads = new Array<number>(2 * rank).fill(0)
  axes.forEach((axis, i) => {
    const at = normaliseAxis(axis, rank)
    pads[at] = stated[i] ?? 0
    pads[rank + at] = stated[axes.length + i] ?? 0
  })
  return pads
}

function replaced(dims: readonly number[], axis: number, size: number): readonly number[] {
  return dims.map((dim, i) => (i === axis ? size : dim))
}

/** A size of -1 takes what is left; without sizes the parts are equal, the last smaller where they cannot be. */
function splitSizes(stated: readonly number[] | undefined, size: number, parts: number): readonly number[] {
  if (stated === undefined) {
    const part = Math.ceil(size / Math.max(1, parts))
    return Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(part, size - i * part)))
  }
  const known = stated.reduce((sum, part) => sum + Math.max(0, part), 0)
  const sizes = stated.map((part) => (part === -1 ? size - known : part))
  const total = sizes.reduce((sum, part) => sum + part, 0)
  if (sizes.length !== parts || total !== size || sizes.some((part) => part < 0)) {
    fail(`${size} elements cannot be split into ${parts} parts of ${stated.join(', ')}`)
  }
  return sizes
}

function implied(move: 'channelsLast' | 'channelsFirst' | undefined, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, i) => i)
  if (move === undefined) return axes.reverse()
  if (rank < 3) return axes
  return move === 'channelsLast' ? [0, ...axes.slice(2), 1] : [0, rank - 1, ...axes.slice(1, -1)]
}

function image(context: RuleContext): readonly [number, number, number, number] {
  const dims = context.dims(0)
  const [batch, channels, height, width] = dims
  if (
    dims.length !== 4 ||
    batch === undefined ||
    channels === undefined ||
    height === undefined ||
    width === undefined
  ) {
    fail(`its input ${formatDims(dims)} is not four-dimensional`)
  }
  return [batch, channels, height, width]
}
