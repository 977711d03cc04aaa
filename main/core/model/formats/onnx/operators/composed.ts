// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { dataType } from '../data-types'
import { Parts } from '../parts'
import { translatePool } from './layers'

/** Operators that are a few of the others. */

/** Ones on a diagonal, else 0, of the input's shape. */
export const translateEyeLike: Translate = (node) => {
  const { attributes, builder, inputs } = node
  const [x = -1] = inputs
  const parts = new Parts(node)
  const dtype = dataType(attributes.int('dtype', 0)) ?? builder.tensor(x).dtype
  const ones = parts.add({ kind: 'ConstantOfShape', value: 1, dtype }, [parts.add({ kind: 'Shape' }, [x])])
  const k = parts.constant([attributes.int('k', 0)], 'int64')
  const above = parts.add({ kind: 'Trilu', upper: true }, [ones, k])
  return { operation: { kind: 'Trilu', upper: false }, inputs: [above, k] }
}

/** Elements, or slices along an axis, for which a list of truths says so. */
export const translateCompress: Translate = (node) => {
  const { attributes, inputs } = node
  const [x = -1, condition = -1] = inputs
  if (attributes.has('axis')) return { kind: 'Compress', axis: attributes.int('axis', 0) }
  return { operation: { kind: 'Compress', axis: 0 }, inputs: [new Parts(node).reshape(x, [-1]), condition] }
}

/** The p-th root of the sum of p-th powers. */
function powers(parts: Parts, x: number, p: number, sum: (powers: number) => number): number {
  const magnitude = parts.unary('abs', x)
  if (p === 1) return sum(magnitude)
  return parts.binary('pow', sum(parts.binary('pow', magnitude, parts.constant(p))), parts.constant(1 / p))
}

/** Over windows: their average times their size. */
export const translateLpPool: Translate = (node) => {
  const pool = translatePool('average')(node)
  if (typeof pool === 'string' || 'operation' in pool || pool.kind !== 'Pool') return pool
  if (pool.ceil) return unsupported({ id: 'unsupported.attribute', attribute: 'ceil_mode' })
  const parts = new Parts(node)
  const count = parts.constant(product(pool.kernel))
  const y = powers(parts, node.inputs[0] ?? -1, normOf(node), (x) =>
    parts.binary('mul', parts.add({ ...pool, countPadding: true }, [x]), count),
  )
  parts.finish(0, { kind: 'Identity' }, [y])
  return WRITTEN
}

/** Over all places, which become one. */
export const translateGlobalLpPool: Translate = (node) => {
  const [x = -1] = node.inputs
  const parts = new Parts(node)
  const flat = parts.reshape(x, [0, 0, -1])
  const y = powers(parts, flat, normOf(node), (each) =>
    parts.add({ kind: 'Reduce', function: 'sum', axes: [2], keepDims: false }, [each]),
  )
  parts.finish(0, { kind: 'AlignTo', axis: 0 }, [y, x])
  return WRITTEN
}

function normOf({ attributes }: OnnxNode): number {
  return attributes.int('p', 2)
}

/** Blocks of an image as columns, put back and summed where they overlap: a transposed convolution that moves them. */
export const translateCol2Im: Translate = (node) => {
  const { attributes, builder, inputs } = node
  const [x = -1] = inputs
  const [image, block] = [builder.values(inputs[1]), builder.values(inputs[2])]
  if (image === undefined || block === undefined) {
    return unsupported({ id: 'unsupported.atRunTime', what: 'outputShape' })
  }
  const each = (name: string, usual: number, count = block.length) =>
    attributes.ints(name) ?? new Array<number>(count).fill(usual)
  const [strides, dilations, pads] = [each('strides', 1), each('dilations', 1), each('pads', 0, 2 * block.length)]
  const extent = block.map((size, i) => (dilations[i] ?? 1) * (size - 1) + 1)
  const padded = image.map((size, i) => size + (pads[i] ?? 0) + (pads[block.length + i] ?? 0))
  const places = padded.map((size, i) => Math.floor((size - (extent[i] ?? 1)) / (strides[i] ?? 1)) + 1)
  const covered = places.map((count, i) => (count - 1) * (strides[i] ?? 1) + (extent[i] ?? 1))
  const parts = new Parts(node)
  const size = product(block)
  const moves = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0))
  const kernel = parts.reshape(parts.constant(moves), [size, 1, ...block])
  const columns = parts.reshape(x, [-1, size, ...places])
  const window = { kernel: block, strides, dilations, pads: { kind: 'explicit', pads } } as const
  const outputPadding = padded.map((length, i) => length - (covered[i] ?? 0))
  const convolution = { kind: 'ConvTranspose', ...window, outputPadding, group: 1, activation: 'none' } as const
  const images = parts.add(convolution, [columns, kernel])
  const shape = parts.concat(0, [parts.size(x, 0), parts.constant([-1, ...image], 'int64')])
  return { operation: { kind: 'Reshape', allowZero: false }, inputs: [images, shape] }
}

/** Maxima back where they were in the pooling's input, else 0; a stated shape is that with more zeros at its ends. */
export const translateMaxUnpool: Translate = (node) => {
  const { attributes, inputs } = node
  const [x = -1, indices = -1, stated = -1] = inputs
  const kernel = attributes.requiredInts('kernel_shape')
  const [strides, pads] = [attributes.ints('strides') ?? [], attributes.ints('pads') ?? []]
  const parts = new Parts(node)
  const axis = (size: number, i: number) => {
    const whole = (value: number) => parts.constant([value], 'int64')
    const steps = parts.binary('mul', parts.binary('sub', parts.size(x, i + 2), whole(1)), whole(strides[i] ?? 1))
    return parts.binary('add', steps, whole(size - (pads[i] ?? 0) - (pads[kernel.length + i] ?? 0)))
  }
  const shape = parts.concat(0, [parts.size(x, 0), parts.size(x, 1), ...kernel.map(axis)])
  const empty = parts.reshape(parts.add({ kind: 'ConstantOfShape', value: 0, dtype: 'float32' }, [shape]), [-1])
  const flat = [indices, x].map((tensor) => parts.reshape(tensor, [-1]))
  const filled = parts.add({ kind: 'ScatterElements', axis: 0, mode: 'replace' }, [empty, ...flat])
  const whole = { kind: 'Reshape', allowZero: false } as const
  if (stated < 0) return { operation: whole, inputs: [filled, shape] }
  const none = parts.constant(new Array<number>(kernel.length + 2).fill(0), 'int64')
  const more = parts.concat(0, [none, parts.binary('sub', stated, shape)])
  const pad = { kind: 'Pad', mode: 'constant', value: 0, pairs: false } as const
  return { operation: pad, inputs: [parts.add(whole, [filled, shape]), more] }
}

/** x · scale + the bias of its channel (before ONNX 1.5). */
export const translateImageScaler: Translate = (node) => {
  const [x = -1] = node.inputs
  const parts = new Parts(node)
  const scaled = parts.binary('mul', x, parts.constant(node.attributes.float('scale', 1)))
  const bias = parts.reshape(parts.constant(node.attributes.floats('bias') ?? [0]), [-1, 1, 1])
  return { operation: { kind: 'Binary', function: 'add', activation: 'none' }, inputs: [scaled, bias] }
}
