// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { OnnxGraph } from './onnx-graph'
import { addExtra, type ExtraStep, extraStep } from './random-graph-extras'
import type { Value } from './random-graph-value'

/**
 * Random convolutional networks: a list of steps, each of which adds to what there is or, where it
 * does not fit, does nothing. Shrinking leaves out steps.
 */
export interface Recipe {
  readonly seed: number
  readonly input: readonly [batch: number, channels: number, height: number, width: number]
  readonly steps: readonly Step[]
}

type Step =
  | {
      readonly kind: 'conv'
      readonly channels: number
      readonly grouping: 'none' | 'groups' | 'depthwise' | 'multiplier'
      readonly kernel: readonly [number, number]
      readonly strides: readonly [number, number]
      readonly dilation: number
      readonly pads: readonly [number, number, number, number]
      readonly bias: boolean
    }
  | { readonly kind: 'convTranspose'; readonly channels: number; readonly kernel: number; readonly stride: number }
  | {
      readonly kind: 'pool'
      readonly mode: 'MaxPool' | 'AveragePool'
      readonly kernel: readonly [number, number]
      readonly stride: number
      readonly pad: number
      readonly ceil: boolean
    }
  | { readonly kind: 'unary'; readonly operator: string }
  | { readonly kind: 'batchNorm' | 'gate' | 'shuffle' | 'shift' | 'softmax' | 'depthToSpace' | 'lrn' | 'prelu' }
  /** With an earlier value of the same shape. */
  | { readonly kind: 'binary'; readonly operator: string; readonly back: number }
  /** With an earlier value of the same batch, height and width. */
  | { readonly kind: 'concat'; readonly back: number }
  | { readonly kind: 'split'; readonly at: number }
  | { readonly kind: 'window'; readonly axis: 2 | 3; readonly before: number; readonly mode: string }
  | {
      readonly kind: 'resize'
      readonly mode: 'nearest' | 'linear'
      readonly scale: number
      readonly coordinates: string
    }
  | { readonly kind: 'reduce'; readonly operator: string; readonly axis: number }
  | ExtraStep

const between = (min: number, max: number) => fc.integer({ min, max })
const channels = fc.oneof(between(1, 9), fc.constantFrom(8, 16, 24, 32, 40), between(10, 48))
const kernelEdge = fc.oneof({ weight: 3, arbitrary: fc.constant(3) }, fc.constant(1), between(1, 5))
const kernel = fc.oneof(
  { weight: 3, arbitrary: kernelEdge.map((edge) => [edge, edge] as const) },
  fc.tuple(kernelEdge, kernelEdge),
)
const stride = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, between(1, 3))
const kind = <K extends string>(name: K) => fc.constant(name)

const conv = fc.record({
  kind: kind('conv'),
  channels,
  grouping: fc.oneof(
    { weight: 3, arbitrary: kind('none') },
    fc.constantFrom('groups' as const, 'depthwise' as const, 'multiplier' as const),
  ),
  kernel,
  strides: fc.oneof({ weight: 3, arbitrary: stride.map((s) => [s, s] as const) }, fc.tuple(stride, stride)),
  dilation: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, between(1, 3)),
  pads: fc.oneof(
    { weight: 2, arbitrary: between(0, 2).map((p) => [p, p, p, p] as const) },
    fc.tuple(between(0, 3), between(0, 3), between(0, 3), between(0, 3)),
  ),
  bias: fc.boolean(),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: conv },
  fc.record({ kind: kind('convTranspose'), channels: between(1, 20), kernel: between(1, 4), stride: between(1, 3) }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('pool'),
      mode: fc.constantFrom('MaxPool' as const, 'AveragePool' as const),
      kernel: fc.tuple(between(1, 3), between(1, 3)),
      stride: between(1, 3),
      pad: between(0, 1),
      ceil: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('unary'),
      operator: fc.constantFrom(
        'Relu',
        'LeakyRelu',
        'Sigmoid',
        'Tanh',
        'HardSwish',
        'HardSigmoid',
        'Elu',
        'Selu',
        'Softplus',
        'Softsign',
        'Erf',
        'Abs',
        'Neg',
        'Clip6',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('batchNorm', 'gate', 'shuffle', 'shift', 'softmax', 'depthToSpace', 'lrn', 'prelu'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('binary'),
      operator: fc.constantFrom('Add', 'Sub', 'Mul', 'Max', 'Min'),
      back: between(1, 6),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('concat'), back: between(1, 6) }) },
  fc.record({ kind: kind('split'), at: between(1, 20) }),
  fc.record({
    kind: kind('window'),
    axis: fc.constantFrom(2 as const, 3 as const),
    before: between(-2, 2),
    mode: fc.constantFrom('constant', 'reflect', 'edge'),
  }),
  fc.record({
    kind: kind('resize'),
    mode: fc.constantFrom('nearest' as const, 'linear' as const),
    scale: fc.constantFrom(0.5, 1.5, 2, 3),
    coordinates: fc.constantFrom('half_pixel', 'asymmetric', 'pytorch_half_pixel'),
  }),
  { weight: 3, arbitrary: extraStep },
  fc.record({
    kind: kind('reduce'),
    operator: fc.constantFrom('ReduceMean', 'ReduceMax', 'ReduceSum', 'ReduceL2'),
    axis: between(1, 3),
  }),
)

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  seed: between(1, 1e6),
  input: fc.tuple(between(1, 2), between(1, 12), between(4, 28), between(4, 28)),
  steps: fc.array(step, { minLength: 2, maxLength: 12, size: 'max' }),
})

/** More elements would only make the test slower. */
const MAX_ELEMENTS = 40_000

/** The recipe as an .onnx file: the last value and one in the middle are its outputs. */
export function buildGraph({ seed, input, steps }: Recipe): Uint8Array {
  const graph = new OnnxGraph(seed)
  const first: Value = { name: graph.input(...input), dims: input }
  // So that the simplest recipe is a network too.
  const values: Value[] = [{ name: graph.node('Identity', [first.name]), dims: input }]
  for (const each of steps) {
    const [n, c, h, w] = (values.at(-1) as Value).dims
    const next = n * c * h * w > MAX_ELEMENTS ? null : extend(graph, values, each)
    if (next !== null) values.push(next)
  }
  const outputs = new Set([values.at(-1)?.name ?? '', values[values.length >> 1]?.name ?? ''])
  return graph.build(...outputs)
}

/** What a step makes of the last value; null where it does not fit. */
function extend(graph: OnnxGraph, values: readonly Value[], step: Step): Value | null {
  const x = values.at(-1) as Value
  const [n, c, h, w] = x.dims
  const same = (name: string): Value => ({ name, dims: x.dims })
  switch (step.kind) {
    case 'conv':
      return addConv(graph, x, step)
    case 'convTranspose': {
      const { channels: out, kernel: edge, stride: by } = step
      const weights = graph.weights([c, out, edge, edge], -1 / Math.sqrt(c), 1 / Math.sqrt(c))
      const name = graph.node('ConvTranspose', [x.name, weights], { kernel_shape: [edge, edge], strides: [by, by] })
      return { name, dims: [n, out, (h - 1) * by + edge, (w - 1) * by + edge] }
    }
    case 'pool':
      return addPool(graph, x, step)
    case 'unary':
      if (step.operator === 'Clip6')
        return same(
          graph.node('Clip', [x.name, graph.constant([], Float32Array.of(0)), graph.constant([], Float32Array.of(6))]),
        )
      return same(graph.node(step.operator, [x.name]))
    case 'batchNorm': {
      const parameters = [
        graph.weights([c], 0.5, 1.5),
        graph.weights([c]),
        graph.weights([c]),
        graph.weights([c], 0.5, 2),
      ]
      return same(graph.node('BatchNormalization', [x.name, ...parameters]))
    }
    case 'prelu':
      return same(graph.node('PRelu', [x.name, graph.weights([c, 1, 1])]))
    case 'lrn':
      return same(graph.node('LRN', [x.name], { size: 3 }))
    case 'softmax':
      return same(graph.node('Softmax', [x.name], { axis: 1 }))
    case 'gate':
      return same(graph.node('Mul', [x.name, graph.node('Sigmoid', [graph.node('GlobalAveragePool', [x.name])])]))
    case 'shift':
      return same(graph.node('Add', [graph.weights([c, 1, 1]), x.name]))
    case 'shuffle': {
      if (c % 2 !== 0) return null
      const apart = graph.node('Reshape', [x.name, graph.integers(n, 2, c / 2, h, w)])
      const shuffled = graph.node('Transpose', [apart], { perm: [0, 2, 1, 3, 4] })
      return same(graph.node('Reshape', [shuffled, graph.integers(n, c, h, w)]))
    }
    case 'depthToSpace':
      if (c % 4 !== 0) return null
      return { name: graph.node('DepthToSpace', [x.name], { blocksize: 2 }), dims: [n, c / 4, 2 * h, 2 * w] }
    case 'binary': {
      const other = values.findLast(
        ({ dims }, i) => i <= values.length - 1 - step.back && dims.join() === x.dims.join(),
      )
      return other === undefined ? null : same(graph.node(step.operator, [x.name, other.name]))
    }
    case 'concat': {
      const other = values.at(-1 - step.back)
      if (other === undefined || other.dims[2] !== h || other.dims[3] !== w) return null
      return { name: graph.node('Concat', [other.name, x.name], { axis: 1 }), dims: [n, c + other.dims[1], h, w] }
    }
    case 'split': {
      if (step.at >= c) return null
      const parts = graph.nodeWithOutputs('Split', [x.name, graph.integers(step.at, c - step.at)], 2, { axis: 1 })
      return { name: graph.node('Relu', [parts[1] ?? '']), dims: [n, c - step.at, h, w] }
    }
    case 'window': {
      const { axis, before, mode } = step
      const length = x.dims[axis]
      if (length + before < 1 || before >= length) return null
      const pads = [0, 0, 0, 0, 0, 0, 0, 0]
      pads[axis] = before
      const dims = axis === 2 ? ([n, c, h + before, w] as const) : ([n, c, h, w + before] as const)
      return { name: graph.node('Pad', [x.name, graph.integers(...pads)], { mode }), dims }
    }
    case 'resize': {
      const { mode, scale, coordinates } = step
      const [height, width] = [Math.floor(h * scale), Math.floor(w * scale)]
      if (height < 1 || width < 1) return null
      const attributes = { mode, coordinate_transformation_mode: coordinates, nearest_mode: 'floor' }
      const scales = graph.constant([4], Float32Array.of(1, 1, scale, scale))
      return { name: graph.node('Resize', [x.name, '', scales], attributes), dims: [n, c, height, width] }
    }
    case 'reduce':
      return addReduction(graph, x, step)
    default:
      return addExtra(graph, x, step)
  }
}

function addReduction(graph: OnnxGraph, x: Value, step: Extract<Step, { kind: 'reduce' }>): Value {
  const [n, c, h, w] = x.dims
  const { operator, axis } = step
  const dims = [n, axis === 1 ? 1 : c, axis === 2 ? 1 : h, axis === 3 ? 1 : w] as const
  if (operator === 'ReduceSum') return { name: graph.node(operator, [x.name, graph.integers(axis)]), dims }
  return { name: graph.node(operator, [x.name], { axes: [axis] }), dims }
}

function addConv(graph: OnnxGraph, x: Value, step: Extract<Step, { kind: 'conv' }>): Value | null {
  const [n, c, h, w] = x.dims
  const { grouping, kernel: size, strides, dilation, pads, bias } = step
  const group =
    grouping === 'none' ? 1 : grouping === 'groups' ? (c % 4 === 0 ? 4 : c % 3 === 0 ? 3 : c % 2 === 0 ? 2 : 1) : c
  const perGroup = Math.max(1, Math.floor(step.channels / group))
  const out = grouping === 'depthwise' ? c : grouping === 'multiplier' ? 2 * c : group * perGroup
  const output = (length: number, axis: 0 | 1) =>
    Math.floor((length + pads[axis] + pads[axis === 0 ? 2 : 3] - dilation * (size[axis] - 1) - 1) / strides[axis]) + 1
  const [height, width] = [output(h, 0), output(w, 1)]
  if (height < 1 || width < 1) return null
  const name = graph.conv(x.name, c, out, { kernel: size, strides, dilations: [dilation, dilation], pads, group, bias })
  return { name, dims: [n, out, height, width] }
}

function addPool(graph: OnnxGraph, x: Value, step: Extract<Step, { kind: 'pool' }>): Value | null {
  const [n, c, h, w] = x.dims
  const { mode, kernel: size, stride: by, ceil } = step
  const pad = size.every((edge) => edge > step.pad) ? step.pad : 0
  const output = (length: number, edge: number) => {
    const span = length + 2 * pad - edge
    const windows = (ceil ? Math.ceil(span / by) : Math.floor(span / by)) + 1
    // No window begins in the padding at the end.
    return span < 0 ? 0 : (windows - 1) * by >= length + pad ? windows - 1 : windows
  }
  const [height, width] = [output(h, size[0]), output(w, size[1])]
  if (height < 1 || width < 1) return null
  const attributes = { kernel_shape: size, strides: [by, by], pads: [pad, pad, pad, pad], ceil_mode: ceil ? 1 : 0 }
  return { name: graph.node(mode, [x.name], attributes), dims: [n, c, height, width] }
}
