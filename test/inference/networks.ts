// SPDX-License-Identifier: Apache-2.0
import { OnnxGraph } from './onnx-graph'

/** Small networks that between them use every path of lowering and every operation of the engine. */
export const NETWORKS: Readonly<Record<string, () => Uint8Array>> = {
  'convolutions of every shape': () => {
    const g = new OnnxGraph(1)
    let x = g.node('Relu', [g.conv(g.input(1, 3, 33, 29), 3, 20, { kernel: [7, 7], strides: [2, 2] })])
    x = g.conv(x, 20, 32, { kernel: [3, 3] })
    x = g.conv(x, 32, 24, { kernel: [1, 1], bias: false })
    x = g.conv(x, 24, 24, { kernel: [5, 3], group: 24 })
    x = g.conv(x, 24, 36, { kernel: [3, 3], group: 4, strides: [1, 2] })
    x = g.conv(x, 36, 16, { kernel: [3, 3], dilations: [2, 2], pads: [2, 2, 2, 2] })
    return g.build(g.conv(x, 16, 19, { kernel: [1, 1], strides: [2, 2] }))
  },
  'batches and padding on one side': () => {
    const g = new OnnxGraph(2)
    const x = g.conv(g.input(3, 5, 10, 12), 5, 7, { pads: [0, 1, 2, 0] })
    return g.build(g.node('MaxPool', [x], { kernel_shape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1] }))
  },
  'residual blocks with normalisation': () => {
    const g = new OnnxGraph(3)
    const normalise = (x: string, c: number) =>
      g.node('BatchNormalization', [
        x,
        g.weights([c], 0.5, 1.5),
        g.weights([c]),
        g.weights([c]),
        g.weights([c], 0.5, 2),
      ])
    const stem = normalise(g.conv(g.input(1, 3, 24, 24), 3, 16), 16)
    const branch = normalise(g.conv(g.node('Relu', [stem]), 16, 16), 16)
    const sum = g.node('Add', [branch, stem])
    return g.build(g.node('Sum', [sum, stem, sum]), sum)
  },
  'squeeze and excitation': () => {
    const g = new OnnxGraph(4)
    const x = g.conv(g.input(2, 8, 14, 14), 8, 20)
    const squeezed = g.node('Relu', [g.conv(g.node('GlobalAveragePool', [x]), 20, 6, { kernel: [1, 1] })])
    const gate = g.node('HardSigmoid', [g.conv(squeezed, 6, 20, { kernel: [1, 1] })], { alpha: 0.2, beta: 0.5 }, [
      'alpha',
      'beta',
    ])
    return g.build(g.node('Mul', [x, gate]))
  },
  'joins and splits on and off block boundaries': () => {
    const g = new OnnxGraph(5)
    const x = g.input(1, 8, 9, 9)
    const whole = g.node('Concat', [g.conv(x, 8, 16), g.conv(x, 8, 32), g.conv(x, 8, 5)], { axis: 1 })
    const ragged = g.node('Concat', [g.conv(x, 8, 3), g.conv(x, 8, 10)], { axis: 1 })
    const [left = '', right = ''] = g.nodeWithOutputs('Split', [whole, g.integers(32, 21)], 2, { axis: 1 })
    const [top = '', bottom = ''] = g.nodeWithOutputs('Split', [ragged, g.integers(4, 9)], 2, { axis: 1 })
    const rows = g.node('Concat', [g.conv(top, 4, 8), g.conv(bottom, 9, 8)], { axis: 2 })
    return g.build(g.node('Sigmoid', [g.conv(left, 32, 8)]), g.node('Exp', [right]), rows)
  },
  'shuffled channels': () => {
    const g = new OnnxGraph(6)
    const x = g.conv(g.input(1, 6, 8, 8), 6, 24, { kernel: [1, 1], group: 3 })
    const split = g.node('Reshape', [x, g.integers(1, 3, 8, 8, 8)])
    const shuffled = g.node('Transpose', [split], { perm: [0, 2, 1, 3, 4] })
    return g.build(g.conv(g.node('Reshape', [shuffled, g.integers(1, 24, 8, 8)]), 24, 24, { group: 24 }))
  },
  'a classifier head': () => {
    const g = new OnnxGraph(7)
    const x = g.conv(g.input(1, 3, 16, 16), 3, 20, { strides: [2, 2] })
    const pooled = g.node('Flatten', [g.node('GlobalAveragePool', [x])], { axis: 1 })
    const logits = g.node('Gemm', [pooled, g.weights([11, 20]), g.weights([11])], { transB: 1 })
    return g.build(g.node('Softmax', [logits], { axis: 1 }), logits)
  },
  'broadcasting of constants and of tensors': () => {
    const g = new OnnxGraph(8)
    const x = g.conv(g.input(2, 4, 6, 7), 4, 10)
    const scaled = g.node('Mul', [x, g.weights([10, 1, 1], 0.5, 1.5)])
    const shifted = g.node('Add', [scaled, g.weights([], 0.1, 0.2)])
    const columns = g.node('Sub', [shifted, g.weights([7])])
    const divided = g.node('Div', [g.conv(columns, 10, 10), g.weights([1, 10, 1, 1], 1, 2)])
    return g.build(
      g.node('Max', [divided, g.weights([2, 10, 6, 7])]),
      g.node('Pow', [g.node('Abs', [divided]), g.weights([1], 2, 2)]),
    )
  },
  'activations that are not zero at zero': () => {
    const g = new OnnxGraph(9)
    let x = g.conv(g.input(1, 3, 8, 8), 3, 5)
    for (const op of ['Sigmoid', 'Cos', 'Exp', 'Softplus', 'Tanh', 'Sqrt', 'Reciprocal', 'HardSwish', 'Elu']) {
      x =
        op === 'Sqrt' || op === 'Reciprocal'
          ? g.node(op, [g.node('Add', [g.node('Abs', [x]), g.weights([1], 1, 1)])])
          : g.node(op, [x])
    }
    x = g.node('PRelu', [x, g.weights([5, 1, 1])])
    // Lanes of missing channels must be zero again, or this sums them.
    return g.build(g.conv(g.node('LeakyRelu', [x], { alpha: 0.1 }, ['alpha']), 5, 6))
  },
  'pooling, resizing and transposed convolution': () => {
    const g = new OnnxGraph(10)
    const x = g.conv(g.input(1, 4, 13, 11), 4, 12)
    const average = g.node('AveragePool', [x], {
      kernel_shape: [3, 3],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
      ceil_mode: 1,
    })
    const counted = g.node('AveragePool', [x], {
      kernel_shape: [2, 3],
      strides: [1, 2],
      pads: [1, 1, 0, 1],
      count_include_pad: 1,
    })
    const scales = g.constant([4], Float32Array.of(1, 1, 2, 2))
    const nearest = g.node('Resize', [average, '', scales], {
      mode: 'nearest',
      nearest_mode: 'floor',
      coordinate_transformation_mode: 'asymmetric',
    })
    const linear = g.node('Resize', [average, '', scales], { mode: 'linear' })
    const up = g.node('ConvTranspose', [counted, g.weights([12, 6, 3, 3], -0.2, 0.2), g.weights([6])], {
      kernel_shape: [3, 3],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
      output_padding: [1, 1],
    })
    return g.build(nearest, linear, up)
  },
  'plain tensors': () => {
    const g = new OnnxGraph(11)
    const x = g.input(2, 6, 8)
    const product = g.node('MatMul', [x, g.node('Transpose', [x], { perm: [0, 2, 1] })])
    const normal = g.node('Softmax', [product], { axis: -1 })
    const mean = g.node('ReduceMean', [normal], { axes: [2], keepdims: 0 })
    const slice = g.node('Slice', [product, g.integers(1, 5), g.integers(6, 0), g.integers(1, 2), g.integers(2, -2)])
    const padded = g.node('Pad', [slice, g.integers(0, 1, 0, 0, 0, 2)])
    const gathered = g.node('Gather', [padded, g.integers(2, 0)], { axis: 1 })
    return g.build(mean, gathered, g.node('Tile', [mean, g.integers(1, 3)]))
  },
  'local response and depth to space': () => {
    const g = new OnnxGraph(12)
    const x = g.conv(g.input(1, 3, 9, 9), 3, 16)
    const normal = g.node('LRN', [x], { size: 5, alpha: 0.1, beta: 0.75, bias: 1 }, ['alpha', 'beta', 'bias'])
    return g.build(g.node('DepthToSpace', [normal], { blocksize: 2 }), g.node('ReduceMax', [normal], { axes: [2, 3] }))
  },
  'two inputs': () => {
    const g = new OnnxGraph(13)
    const sum = g.node('Add', [g.conv(g.input(1, 4, 8, 8), 4, 8), g.conv(g.input(1, 3, 8, 8), 3, 8)])
    return g.build(g.node('Relu', [sum]), sum)
  },
  'one-dimensional convolution': () => {
    const g = new OnnxGraph(14)
    const weight = g.weights([9, 5, 3])
    const x = g.node('Conv', [g.input(2, 5, 20), weight, g.weights([9])], {
      kernel_shape: [3],
      strides: [2],
      pads: [1, 0],
    })
    return g.build(g.node('MaxPool', [g.node('Relu', [x])], { kernel_shape: [2], strides: [2] }))
  },
  'one and three spatial axes': () => {
    const g = new OnnxGraph(21)
    const signal = g.conv(g.input(2, 5, 40), 5, 12, { kernel: [5], strides: [2], dilations: [1], pads: [2, 2] })
    const longer = g.node('ConvTranspose', [signal, g.weights([12, 3, 4]), g.weights([6])], {
      kernel_shape: [4],
      strides: [2],
      pads: [1, 1],
      group: 2,
    })
    const chosen = g.node('Where', [g.node('Greater', [longer, g.weights([6, 1])]), longer, g.weights([1])])
    const normal = g.node('InstanceNormalization', [chosen, g.weights([6], 0.5, 1.5), g.weights([6])])
    const volume = g.node('Relu', [g.input(1, 18, 3, 4, 5)])
    const scaled = g.node('BatchNormalization', [volume, ...[1, 2, 3, 4].map(() => g.weights([18], 0.5, 1.5))])
    const deep = g.node('Conv', [scaled, g.weights([6, 9, 2, 3, 3]), g.weights([6])], {
      kernel_shape: [2, 3, 3],
      group: 2,
      pads: [0, 1, 1, 0, 1, 1],
    })
    const pooled = g.node('MaxPool', [deep], { kernel_shape: [2, 2, 2], strides: [1, 2, 2] })
    return g.build(normal, g.node('Sigmoid', [scaled]), g.node('GlobalAveragePool', [scaled]), pooled)
  },
}
