// SPDX-License-Identifier: Apache-2.0
import { sameDims } from '../dims'
import type { RuleContext, Rules } from './rule'
import { allDims, broadcast, fail, normaliseAxis, notRunnable, one } from './rule'

/** Operations that join, split, reorder or repeat elements. */

export const arrangementRules = {
  Concat(operation, context) {
    const shapes = allDims(context)
    const [first = fail({ id: 'shape.noInputs' })] = shapes
    const axis = normaliseAxis(operation.axis, first.length)
    const fits = (dims: readonly number[]) =>
      dims.length === first.length && dims.every((dim, i) => i === axis || dim === first[i])
    const misfit = shapes.find((dims) => !fits(dims))
    if (misfit) fail({ id: 'shape.concat', dims: misfit, first, axis })
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
    const [first = fail({ id: 'shape.noInputs' })] = shapes
    const axis = normaliseAxis(operation.axis, first.length + 1)
    const misfit = shapes.find((dims) => !sameDims(dims, first))
    if (misfit) fail({ id: 'shape.stack', dims: misfit, first })
    const dims = [...first.slice(0, axis), shapes.length, ...first.slice(axis)]
    return one(dims, shapes.length === 1 ? { kind: 'Alias' } : { kind: 'Stack', axis })
  },

  Transpose(operation, context) {
    const dims = context.dims(0)
    const permutation = operation.permutation ?? implied(operation.move, dims.length)
    const axes = new Set(permutation)
    if (permutation.length !== dims.length || dims.some((_, i) => !axes.has(i))) {
      fail({ id: 'shape.permutation', permutation, dims })
    }
    const still = permutation.every((axis, i) => axis === i)
    return one(
      permutation.map((axis) => dims[axis] ?? 0),
      still ? { kind: 'Alias' } : { kind: 'Transpose', permutation },
    )
  },

  Expand(_operation, context) {
    const [dims, shape] = [context.dims(0), context.values(1)]
    if (shape === undefined) return undefined
    const output = broadcast([dims, shape])
    return one(output, sameDims(dims, output) ? { kind: 'Alias' } : { kind: 'Expand' })
  },

  Tile(_operation, context) {
    const dims = context.dims(0)
    const repeats = context.values(1)
    if (repeats === undefined) return undefined
    if (repeats.length !== dims.length) fail({ id: 'shape.count', list: 'repeats', count: repeats.length, of: dims })
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
    if (pads.length !== 2 * rank) fail({ id: 'shape.count', list: 'pads', count: pads.length, of: dims })
    const begins = dims.map((_, i) => pads[operation.pairs ? 2 * i : i] ?? 0)
    const ends = dims.map((_, i) => pads[operation.pairs ? 2 * i + 1 : rank + i] ?? 0)
    const output = dims.map((dim, i) => dim + (begins[i] ?? 0) + (ends[i] ?? 0))
    if (output.some((dim) => dim < 0)) fail({ id: 'shape.padsTakeAll', pads, dims })
    const reach = dims.map((_, i) => Math.max(begins[i] ?? 0, ends[i] ?? 0))
    if (operation.mode === 'reflect' && dims.some((dim, i) => (reach[i] ?? 0) > 0 && (reach[i] ?? 0) >= dim)) {
      fail({ id: 'shape.padsBeyond', mode: 'reflect', dims })
    }
    if (operation.mode === 'symmetric' && dims.some((dim, i) => (reach[i] ?? 0) > dim)) {
      fail({ id: 'shape.padsBeyond', mode: 'symmetric', dims })
    }
    const value = context.has(2) ? context.values(2)?.[0] : operation.value
    if (value === undefined) return one(output, notRunnable({ id: 'unsupported.atRunTime', what: 'paddingValue' }))
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
    if (outside >= 0) fail({ id: 'shape.index', index: values[outside] ?? 0, size })
    return one(output, { kind: 'Gather', axis, indices })
  },

  DepthToSpace(operation, context) {
    const [batch, channels, height, width] = image(context)
    const { blockSize } = operation
    if (channels % blockSize ** 2 !== 0) fail({ id: 'shape.channelBlocks', channels, blockSize })
    return one([batch, channels / blockSize ** 2, height * blockSize, width * blockSize], operation)
  },

  SpaceToDepth(operation, context) {
    const [batch, channels, height, width] = image(context)
    const { blockSize } = operation
    if (height % blockSize !== 0 || width % blockSize !== 0) {
      fail({ id: 'shape.imageBlocks', size: [height, width], blockSize })
    }
    return one([batch, channels * blockSize ** 2, height / blockSize, width / blockSize], operation)
  },
} satisfies Partial<Rules>

/** Pads of chosen axes as those of all. */
function spreadPads(stated: readonly number[], axes: readonly number[], rank: number): readonly number[] {
  if (stated.length !== 2 * axes.length) fail({ id: 'shape.axesCount', count: stated.length, axes: axes.length })
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

/**
 * A size of -1 takes what is left, several share it; without sizes the parts are equal, the last smaller where they
 * cannot be.
 */
function splitSizes(stated: readonly number[] | undefined, size: number, parts: number): readonly number[] {
  if (stated === undefined) {
    const part = Math.ceil(size / Math.max(1, parts))
    return Array.from({ length: parts }, (_, i) => Math.max(0, Math.min(part, size - i * part)))
  }
  const known = stated.reduce((sum, part) => sum + Math.max(0, part), 0)
  let left = size - known
  let open = stated.filter((part) => part === -1).length
  const sizes = stated.map((part) => {
    if (part !== -1) return part
    const share = Math.floor(left / open--)
    left -= share
    return share
  })
  const total = sizes.reduce((sum, part) => sum + part, 0)
  if (sizes.length !== parts || total !== size || sizes.some((part) => part < 0)) {
    fail({ id: 'shape.split', size, parts, sizes: stated })
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
    fail({ id: 'shape.rank', role: 'input', dims, rank: 4 })
  }
  return [batch, channels, height, width]
}
