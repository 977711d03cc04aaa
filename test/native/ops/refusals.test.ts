// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type OpRequest, reasonAgainst } from './run-op'
import { random } from './tensor'

const x = (...dims: number[]) => random(dims)
const POOL = {
  mode: 'max',
  kernel: [2, 2],
  strides: [2, 2],
  dilations: [1, 1],
  pads: [0, 0, 0, 0],
  ceil: false,
  countPadding: false,
}
const RESIZE = { mode: 'linear', coordinates: 'halfPixel', nearest: 'floor', scales: [1, 1, 2, 2] }
const TRANSPOSED = {
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pads: [0, 0, 0, 0],
  outputPadding: [0, 0],
  group: 1,
  activation: 'none',
}

/** A request that is wrong in one way, and the sentence that says so. */
const REFUSED: readonly (readonly [OpRequest, string])[] = [
  [
    { kind: 'Softmax', params: { axis: 5, endAxis: 6, log: false }, inputs: [x(1, 2, 3, 4)], outputs: [[1, 2, 3, 4]] },
    'axis 5 is outside a tensor of rank 4.',
  ],
  [
    { kind: 'Softmax', params: { axis: 1, endAxis: 1, log: false }, inputs: [x(2, 3)], outputs: [[2, 3]] },
    'end axis 1 is not between axis 1 and rank 2.',
  ],
  [{ kind: 'Copy', inputs: [x(2, 3)], outputs: [[7]] }, 'shape [2, 3] cannot be seen as [7].'],
  [{ kind: 'Reorder', inputs: [x(1, 2, 3, 4)], outputs: [[1, 2, 3, 4]] }, 'its input and output have the same layout.'],
  [
    { kind: 'Unary', params: { function: 'abs', alpha: 0, beta: 0 }, inputs: [], outputs: [[1]] },
    'input 0 is missing.',
  ],
  [
    { kind: 'Binary', params: { function: 'add', activation: 'none' }, inputs: [x(2), x(3)], outputs: [[3]] },
    'shape [2] does not broadcast to [3].',
  ],
  [
    { kind: 'Binary', params: { function: 'sub', activation: 'none' }, inputs: [x(1), x(1)], outputs: [[3]] },
    'no input has the 3 elements of axis 0 of its output.',
  ],
  [
    { kind: 'Binary', params: { function: 'sub', activation: 'none' }, inputs: [x(3), x(3), x(3)], outputs: [[3]] },
    'it takes at most 2 inputs, not 3.',
  ],
  [
    { kind: 'Pool', params: POOL, inputs: [x(1, 8, 4, 4)], outputs: [[1, 8, 2, 2]] },
    'it works on blocked tensors, not on plain ones.',
  ],
  [
    { kind: 'Pool', params: POOL, inputs: [x(1, 8, 4, 4)], outputs: [[1, 8, 3, 2]], layout: 'blocked' },
    'its output has 3 rows or columns instead of 2.',
  ],
  [
    {
      kind: 'Pool',
      params: { ...POOL, strides: [0, 1] },
      inputs: [x(1, 8, 4, 4)],
      outputs: [[1, 8, 2, 2]],
      layout: 'blocked',
    },
    'stride 0 is not between 1 and 16777216.',
  ],
  [
    {
      kind: 'Pool',
      params: { ...POOL, kernel: [5, 1] },
      inputs: [x(1, 8, 4, 4)],
      outputs: [[1, 8, 1, 2]],
      layout: 'blocked',
    },
    'its window of 5 is larger than the padded input.',
  ],
  [
    {
      kind: 'Affine',
      params: { epsilons: [0] },
      inputs: [x(1, 8, 1, 1), x(8), x(8), x(8), x(7)],
      outputs: [[1, 8, 1, 1]],
      layout: 'blocked',
    },
    'input 4 of shape [7] is not one blocked value for each of 8 channels.',
  ],
  [
    { kind: 'Concat', params: { axis: 0 }, inputs: [x(2, 3), x(1, 4)], outputs: [[3, 3]] },
    'a part of shape [1, 4] does not fit into [3, 3] along axis 0.',
  ],
  [
    {
      kind: 'Concat',
      params: { axis: 1 },
      inputs: [x(1, 3, 1, 1), x(1, 8, 1, 1)],
      outputs: [[1, 11, 1, 1]],
      layout: 'blocked',
    },
    'channel 3, where a part begins, is not a multiple of 8.',
  ],
  [
    { kind: 'Split', params: { axis: 0, sizes: [1, 1] }, inputs: [x(3)], outputs: [[1], [1]] },
    'its parts have 2 elements along axis 0 instead of 3.',
  ],
  [
    { kind: 'Slice', params: { starts: [3], steps: [-2], counts: [3] }, inputs: [x(4)], outputs: [[3]] },
    '3 elements from 3 in steps of -2 are outside axis 0 of 4 elements.',
  ],
  [
    { kind: 'Transpose', params: { permutation: [0, 0] }, inputs: [x(2, 2)], outputs: [[2, 2]] },
    'its permutation names axis 0 twice.',
  ],
  [
    { kind: 'Tile', params: { repeats: [2] }, inputs: [x(3)], outputs: [[5]] },
    'its output has shape [5] instead of [6].',
  ],
  [
    { kind: 'Pad', params: { mode: 'reflect', begins: [3], ends: [0], value: 0 }, inputs: [x(3)], outputs: [[6]] },
    'reflection by 3 needs more than the 3 elements of axis 0.',
  ],
  [
    { kind: 'Gather', params: { axis: 0, indices: [0, 3] }, inputs: [x(3)], outputs: [[2]] },
    'index 3 is not between 0 and 2.',
  ],
  [
    { kind: 'MatMul', params: { transposeA: false, transposeB: true }, inputs: [x(2, 3), x(3, 2)], outputs: [[2, 2]] },
    'a matrix of 3 columns cannot be multiplied with one of 2 rows.',
  ],
  [
    {
      kind: 'Gemm',
      params: { alpha: 1, beta: 1, transposeA: false, transposeB: false },
      inputs: [x(2, 3), x(3, 2), x(3)],
      outputs: [[2, 2]],
    },
    'shape [3] does not broadcast to [2, 2].',
  ],
  [
    { kind: 'Reduce', params: { function: 'sum', axes: [1] }, inputs: [x(2, 3)], outputs: [[3]] },
    'its output of shape [3] does not have 2 elements.',
  ],
  [
    {
      kind: 'Resize',
      params: { ...RESIZE, mode: 'cubic' },
      inputs: [x(1, 8, 2, 2)],
      outputs: [[1, 8, 4, 4]],
      layout: 'blocked',
    },
    'blocked tensors are resized to the nearest or linearly, and whole.',
  ],
  [
    {
      kind: 'Resize',
      params: { ...RESIZE, scales: [1, 1, 0, 2] },
      inputs: [x(1, 8, 2, 2)],
      outputs: [[1, 8, 4, 4]],
      layout: 'blocked',
    },
    'scale 0 is not between 1e-6 and 1e6.',
  ],
  [
    { kind: 'ConvTranspose', params: TRANSPOSED, inputs: [x(1, 2, 3, 3), x(2, 4, 3, 2)], outputs: [[1, 4, 5, 5]] },
    'weights of shape [2, 4, 3, 2] do not fit 2 input channels in 1 groups and a kernel of [3, 3].',
  ],
  [
    { kind: 'Gather', params: { axis: 0, indices: [0] }, inputs: [x(3), x(1)], outputs: [[1]] },
    'its indices are given twice.',
  ],
  [
    { kind: 'GatherElements', params: { axis: 1 }, inputs: [x(2, 3), x(3, 3)], outputs: [[3, 3]] },
    'indices of shape [3, 3] do not fit a tensor of shape [2, 3].',
  ],
  [
    { kind: 'GatherNd', params: { batchDims: 1 }, inputs: [x(2, 3), x(2, 2)], outputs: [[2]] },
    '2 coordinates do not fit a tensor of shape [2, 3].',
  ],
  [
    { kind: 'ScatterNd', params: { mode: 'add' }, inputs: [x(4, 3), x(2, 1), x(2, 2)], outputs: [[4, 3]] },
    'updates of shape [2, 2] do not have 2 x 3 elements.',
  ],
  [
    { kind: 'TopK', params: { axis: 0, largest: true }, inputs: [x(3)], outputs: [[4], [4]] },
    '4 elements cannot be taken from 3.',
  ],
  [
    { kind: 'Einsum', params: { terms: [[0, 1], [1]], output: [0] }, inputs: [x(2, 3), x(2)], outputs: [[2]] },
    'a dim of 2 elements has the label of one of 3.',
  ],
  [
    {
      kind: 'OneHot',
      params: { axis: 0 },
      inputs: [x(1, 1, 1, 1, 1, 1, 1, 1), x(2)],
      outputs: [[1, 1, 1, 1, 1, 1, 1, 1]],
    },
    'indices of rank 8 are not implemented.',
  ],
  [
    { kind: 'GatherNd', params: { batchDims: 0 }, inputs: [x(2, 3), x(4, 1)], outputs: [[4, 2]] },
    'its output of shape [4, 2] does not have 4 x 3 elements.',
  ],
  [
    { kind: 'Einsum', params: { terms: [[0]], output: [1] }, inputs: [x(2)], outputs: [[2]] },
    'its output has a label that no input has.',
  ],
  [
    { kind: 'Pad', params: { mode: 'symmetric', begins: [4], ends: [0], value: 0 }, inputs: [x(3)], outputs: [[7]] },
    'mirroring by 4 needs more than the 3 elements of axis 0.',
  ],
  [
    {
      kind: 'Recurrent',
      params: {
        cell: 'rnn',
        direction: 'forward',
        activations: [{ function: 'tanh', alpha: 0, beta: 0 }],
        clip: 0,
        linearBeforeReset: false,
      },
      inputs: [x(2, 1, 3), x(1, 4, 3), x(1, 4, 5)],
      outputs: [[2, 1, 1, 4]],
    },
    'input 2 has shape [1, 4, 5] instead of [1, 4, 4].',
  ],
  [
    { kind: 'DepthToSpace', params: { blockSize: 2, mode: 'DCR' }, inputs: [x(1, 6, 2, 2)], outputs: [[1, 1, 4, 4]] },
    '6 channels are not a multiple of 4.',
  ],
]

describe('operations that cannot be executed', () => {
  it.each(REFUSED.map(([request, reason]) => [request.kind, reason, request] as const))(
    '%s: %s',
    (_, reason, request) => {
      expect(reasonAgainst(request)).toBe(reason)
    },
  )
})
