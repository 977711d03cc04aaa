// SPDX-License-Identifier: Apache-2.0
import type { Table } from '../core/model/support/flatbuffer-writer'
import { input, net, op } from '../core/model/support/mnn-writer'
import { ncnnText } from '../core/model/support/ncnn-writer'
import { tflite } from '../core/model/support/tflite-writer'
import type { Chance } from './random'

// Files of every format whose structure is right and whose content is anything.

/** A table with a few of the fields that tables of the format have. */
function anyTable(by: Chance, deep = 0): Table {
  const cells = Array.from({ length: by.below(10) }, () => [by.below(18), anyCell(by, deep)] as const)
  return Object.fromEntries(cells)
}

function anyCell(by: Chance, deep: number): Table[number] {
  const several = <T>(make: () => T) => Array.from({ length: by.below(6) }, make)
  const int = () => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(by.number()) || 0))
  switch (by.below(deep > 2 ? 7 : 9)) {
    case 0:
    case 1:
      return { int: by.in(0.7) ? by.below(8) : int() }
    case 2:
      return { byte: by.below(128) }
    case 3:
      return { ints: several(() => (by.in(0.7) ? by.below(6) : int())) }
    case 4:
      return { floats: several(() => by.number()) }
    case 5:
      return { bool: by.in(0.5) }
    case 6:
      return { string: by.word() }
    case 7:
      return { table: anyTable(by, deep + 1) }
    default:
      return { tables: several(() => anyTable(by, deep + 1)) }
  }
}

/** Operations one after another, each reading some of what was made before. */
function chain<T>(by: Chance, make: (inputs: readonly number[], output: number) => T): readonly T[] {
  return Array.from({ length: 1 + by.below(6) }, (_, at) => {
    const inputs = Array.from({ length: by.below(4) }, () => (by.in(0.05) ? by.below(40) - 2 : by.below(at + 1)))
    return make(inputs.length === 0 ? [at] : inputs, at + 1)
  })
}

const names = Array.from({ length: 8 }, (_, i) => `t${i}`)
const anyDims = (by: Chance) =>
  Array.from({ length: by.in(0.7) ? 4 : by.below(10) }, () => (by.in(0.9) ? 1 + by.below(16) : 0))

/** Numbers of OpType stand in four ranges. */
const mnnType = (by: Chance) => by.pick([0, 0, 0, 299, 512, 600]) + by.below(by.in(0.9) ? 180 : 20)

/** Numbers of operations and of the unions of their parameters that belong together. */
const MNN_KINDS = [
  [12, 9],
  [13, 9],
  [14, 9],
  [11, 7],
  [10, 6],
  [52, 42],
  [55, 43],
] as const

export function anyMnn(by: Chance): Uint8Array {
  const ops = chain(by, (inputs, output) => {
    const [type, tag] = by.in(0.5) ? by.pick(MNN_KINDS) : [mnnType(by), by.below(100)]
    return op(`op${output}`, type, inputs, [output], { tag, table: anyTable(by) })
  })
  return net(names, [input('t0', 0, anyDims(by), by.below(4)), ...ops])
}

export function anyTflite(by: Chance): Uint8Array {
  const floats = Array.from({ length: by.below(64) }, (_, i) => i / 8)
  const tensors = names.map((name, i) => ({
    name,
    dims: anyDims(by),
    type: by.in(0.8) ? 0 : by.below(18),
    ...(i > 0 && by.in(0.3) ? { floats } : {}),
  }))
  const operators = chain(by, (inputs, output) => ({
    code: by.in(0.95) ? by.below(165) : by.word(),
    inputs,
    outputs: [output],
    options: anyTable(by),
  }))
  return tflite({ tensors, inputs: [0], outputs: [operators.length], operators })
}

/** Types of layers, and what stands in files beside them. */
export const NCNN_WORDS = (
  'AbsVal BatchNorm Bias Concat Convolution Crop Deconvolution Eltwise ELU Embed Flatten InnerProduct Input LRN LSTM RNN ' +
  'GRU MemoryData Pooling PReLU Reduction Reshape Scale Slice Softmax Split Tile BinaryOp UnaryOp ConvolutionDepthWise ' +
  'Padding Squeeze ExpandDims Permute Interp ShuffleChannel InstanceNorm PixelShuffle Gemm MatMul LayerNorm GroupNorm ' +
  'MultiHeadAttention Convolution1D Pooling1D Convolution3D Deconvolution1D Einsum GridSample SDPA RMSNorm Noop ' +
  '0=1 1=3 2=1 -23300=2,1,2 -23301=3,4,5,6 3=nan 9=-inf 5="a" 0=3,3 31=1 data 7767517 1 2'
).split(' ')

export const NCNN_SEEDS: readonly string[] = [
  ncnnText([
    'Input data >data 0=16 1=16 2=3',
    'Convolution conv data>conv 0=8 1=3 2=1 3=1 4=1 5=1 6=216 9=1',
    'Split split conv>a,b',
    'ConvolutionDepthWise dw a>dw 0=8 1=3 4=1 5=1 6=72 7=8',
    'BinaryOp add dw,b>add 0=0',
    'Pooling pool add>pool 0=0 1=2 2=2',
    'InnerProduct fc pool>fc 0=10 1=1 2=5120',
    'Softmax prob fc>prob 0=0',
  ]),
  ncnnText([
    'Input x >x 0=12 1=7',
    'LSTM lstm x>lstm 0=16 1=768 2=2',
    'Permute p lstm>p 0=1',
    'Reshape r p>r 0=-1 1=4',
    'Gemm g r>g 0=1.0 1=1.0 2=0 3=0 4=0 5=1 6=1 7=0 8=8 9=28',
    'Slice s g>s0,s1 -23300=2,-233,-233 1=0',
    'Concat c s0,s1>c 0=1',
    'Interp i c>i 0=2 1=2.0 2=2.0',
  ]),
]

/** The same as numbers: types, blobs and parameters. */
export function anyNcnnBinary(by: Chance): Uint8Array {
  const layers = chain(by, (inputs, output) => {
    const parameters = Array.from({ length: by.below(8) }, () =>
      by.in(0.8) ? [by.below(32), by.below(20)] : [-23300 - by.below(8), 2, by.below(9), by.below(9)],
    )
    return [by.below(112), inputs.length, 1, ...inputs, output, ...parameters.flat(), -233]
  })
  const first = [16, 0, 1, 0, 0, 16, 1, 16, 2, 3, -233]
  return new Uint8Array(
    Int32Array.from([7767517, layers.length + 1, layers.length + 1, ...first, ...layers.flat()]).buffer,
  )
}
