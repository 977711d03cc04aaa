// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import type { OnnxGraph } from './onnx-graph'
import type { Value } from './random-graph-value'

/** Steps of random networks beyond what most convolutional networks have. */
export type ExtraStep =
  | {
      readonly kind: 'resample'
      readonly mode: 'linear' | 'cubic'
      readonly scales: readonly [channels: number, height: number, width: number]
      readonly coordinates: string
      readonly excludeOutside: boolean
    }
  | { readonly kind: 'gather' | 'gatherElements' | 'scatter' | 'topK'; readonly axis: 1 | 2 | 3 }
  | { readonly kind: 'cumSum'; readonly axis: 1 | 2 | 3; readonly exclusive: boolean; readonly reverse: boolean }
  | { readonly kind: 'select' | 'count' | 'einsum' | 'gridSample' | 'dynamicConv' | 'trilu' }
  | { readonly kind: 'poolIndices'; readonly kernel: number; readonly stride: number }
  | { readonly kind: 'recurrent'; readonly cell: 'LSTM' | 'GRU' | 'RNN'; readonly direction: string }

const kind = <K extends string>(name: K) => fc.constant(name)
const axis = fc.constantFrom(1 as const, 2 as const, 3 as const)

export const extraStep: fc.Arbitrary<ExtraStep> = fc.oneof(
  fc.record({
    kind: kind('resample'),
    mode: fc.constantFrom('linear' as const, 'cubic' as const),
    scales: fc.tuple(fc.constant(1), fc.constantFrom(0.5, 1, 1.5, 2), fc.constantFrom(0.6, 1, 3)),
    coordinates: fc.constantFrom('half_pixel', 'asymmetric', 'pytorch_half_pixel', 'align_corners'),
    excludeOutside: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('gather', 'gatherElements', 'scatter', 'topK'), axis }),
  fc.record({ kind: kind('cumSum'), axis, exclusive: fc.boolean(), reverse: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('select', 'count', 'einsum', 'gridSample', 'dynamicConv', 'trilu') }),
  fc.record({
    kind: kind('poolIndices'),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    kind: kind('recurrent'),
    cell: fc.constantFrom('LSTM' as const, 'GRU' as const, 'RNN' as const),
    direction: fc.constantFrom('forward', 'reverse', 'bidirectional'),
  }),
)

/**
 * Values of the same shape that are computed, but the same to the last bit in every engine: what jumps (an index, a
 * comparison, a whole number) can be computed from them. Sums of eighths, which are exact; of no stated height or width,
 * about which ONNX Runtime's shape inference is wrong behind pools that round up.
 */
function steady(graph: OnnxGraph, x: Value): string {
  const nothing = graph.node('Mul', [x.name, graph.constant([1], Float32Array.of(0))])
  const [, c] = x.dims
  const eighths = graph.constant(
    [c, 1, 1],
    Float32Array.from({ length: c }, (_, i) => (1 + ((i * 7) % 11)) / 8),
  )
  const down = graph.node('CumSum', [graph.node('Add', [nothing, eighths]), graph.integers(2)])
  const across = graph.node('CumSum', [down, graph.integers(3)])
  return graph.node('Mod', [across, graph.constant([1], Float32Array.of(2.375))], { fmod: 1 })
}

/** Where the largest element of every line along an axis is, as indices that the network computes. */
function argMax(graph: OnnxGraph, x: Value, along: number): string {
  return graph.node('ArgMax', [steady(graph, x)], { axis: along, keepdims: 1 })
}

function replaced(dims: Value['dims'], at: number, length: number): Value['dims'] {
  return dims.map((each, i) => (i === at ? length : each)) as unknown as Value['dims']
}

/** What a step makes of the last value; null where it does not fit. */
export function addExtra(graph: OnnxGraph, x: Value, step: ExtraStep): Value | null {
  const [n, c, h, w] = x.dims
  const same = (name: string): Value => ({ name, dims: x.dims })
  switch (step.kind) {
    case 'resample': {
      const { mode, scales, coordinates, excludeOutside } = step
      const sizes = scales.map((scale, i) => Math.floor((x.dims[i + 1] as number) * scale)) as [number, number, number]
      if (sizes.some((size) => size < 1)) return null
      // Corners are aligned by the exact size in ONNX, by the whole one in ONNX Runtime.
      const exact = scales.every((scale, i) => scale * (x.dims[i + 1] as number) === sizes[i])
      const attributes = {
        mode,
        coordinate_transformation_mode: exact ? coordinates : coordinates.replace('align_corners', 'half_pixel'),
        ...(mode === 'cubic' ? { exclude_outside: excludeOutside ? 1 : 0 } : {}),
      }
      const factors = graph.constant([4], Float32Array.of(1, ...scales))
      return { name: graph.node('Resize', [x.name, '', factors], attributes), dims: [n, ...sizes] }
    }
    case 'gather': {
      const { axis: along } = step
      const places = graph.node('Reshape', [argMax(graph, x, along), graph.integers(-1)])
      const length = (n * c * h * w) / (x.dims[along] as number)
      const few = graph.node('Slice', [places, graph.integers(0), graph.integers(Math.min(length, 4))])
      const name = graph.node('Gather', [x.name, few], { axis: along })
      return { name, dims: replaced(x.dims, along, Math.min(length, 4)) }
    }
    case 'gatherElements': {
      const { axis: along } = step
      const name = graph.node('GatherElements', [x.name, argMax(graph, x, along)], { axis: along })
      return { name, dims: replaced(x.dims, along, 1) }
    }
    case 'scatter': {
      const { axis: along } = step
      const lines = replaced(x.dims, along, 1)
      const updates = graph.weights(lines)
      return same(graph.node('ScatterElements', [x.name, argMax(graph, x, along), updates], { axis: along }))
    }
    case 'topK': {
      const { axis: along } = step
      const k = Math.ceil((x.dims[along] as number) / 2)
      const [values = ''] = graph.nodeWithOutputs('TopK', [x.name, graph.integers(k)], 2, { axis: along })
      return { name: values, dims: replaced(x.dims, along, k) }
    }
    case 'cumSum': {
      const attributes = { exclusive: step.exclusive ? 1 : 0, reverse: step.reverse ? 1 : 0 }
      const sum = graph.node('CumSum', [x.name, graph.integers(step.axis)], attributes)
      return same(graph.node('Tanh', [sum]))
    }
    case 'select': {
      const above = graph.node('Greater', [steady(graph, x), graph.weights([c, 1, 1])])
      const chosen = graph.node('Not', [above])
      return same(graph.node('Where', [chosen, graph.node('Neg', [x.name]), x.name]))
    }
    case 'count': {
      // Whole numbers: cast, multiplied, divided towards zero, taken apart, and back.
      const scaled = graph.node('Mul', [steady(graph, x), graph.constant([1], Float32Array.of(17))])
      const whole = graph.node('Cast', [scaled], { to: 7 })
      const quotient = graph.node('Div', [graph.node('Mul', [whole, graph.integers(5)]), graph.integers(3)])
      const rest = graph.node('Mod', [quotient, graph.integers(7)])
      return same(graph.node('Add', [x.name, graph.node('Cast', [rest], { to: 1 })]))
    }
    case 'einsum': {
      const weights = graph.weights([c, 5], -0.3, 0.3)
      return { name: graph.node('Einsum', [x.name, weights], { equation: 'nchw,ck->nkhw' }), dims: [n, 5, h, w] }
    }
    case 'gridSample': {
      const grid = graph.weights([n, 3, 4, 2], -1.2, 1.2)
      return { name: graph.node('GridSample', [x.name, grid], { align_corners: 1 }), dims: [n, c, 3, 4] }
    }
    case 'dynamicConv': {
      const weights = graph.node('Tanh', [
        graph.node('Mul', [graph.weights([3, c, 1, 1]), graph.node('ReduceMean', [x.name], { axes: [0, 1, 2, 3] })]),
      ])
      return { name: graph.node('Conv', [x.name, weights], { kernel_shape: [1, 1] }), dims: [n, 3, h, w] }
    }
    case 'trilu':
      return same(graph.node('Trilu', [x.name]))
    case 'poolIndices': {
      const { kernel, stride } = step
      const [height, width] = [h, w].map((size) => Math.floor((size - kernel) / stride) + 1) as [number, number]
      if (h < kernel || w < kernel) return null
      const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride] }
      const [values = '', places = ''] = graph.nodeWithOutputs('MaxPool', [steady(graph, x)], 2, attributes)
      const odd = graph.node('Cast', [graph.node('Mod', [places, graph.integers(2)])], { to: 1 })
      return { name: graph.node('Add', [values, odd]), dims: [n, c, height, width] }
    }
    case 'recurrent': {
      const { cell, direction } = step
      const [hidden, directions] = [3, direction === 'bidirectional' ? 2 : 1]
      const gates = { LSTM: 4, GRU: 3, RNN: 1 }[cell]
      const lines = graph.node('Transpose', [graph.node('Reshape', [x.name, graph.integers(n, c, h * w)])], {
        perm: [2, 0, 1],
      })
      const parameters = [c, hidden].map((depth) => graph.weights([directions, gates * hidden, depth], -0.4, 0.4))
      const bias = graph.weights([directions, 2 * gates * hidden], -0.4, 0.4)
      const y = graph.node(cell, [lines, ...parameters, bias], { hidden_size: hidden, direction })
      const images = graph.node('Transpose', [y], { perm: [2, 1, 3, 0] })
      const dims = [n, directions * hidden, h, w] as const
      return { name: graph.node('Reshape', [images, graph.integers(...dims)]), dims }
    }
  }
}
