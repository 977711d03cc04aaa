// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { CodedWeights } from '#core/model/coded-weights'
import { decodeElements } from '#core/model/decode-elements'
import { readMnn } from '#core/model/formats/mnn/reader'
import type { Model, Node } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import type { Operation } from '#core/model/operations/index'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { english } from '#messages/say'
import { input, net, op, type Table } from './support/mnn-writer'

/** Numbers of the format: OpType, then union tag. */
const CONST = { type: 11, tag: 7 }
const CONVOLUTION = { type: 12, tag: 9 }
const DEPTHWISE = { type: 13, tag: 9 }

const common = (more: Table = {}): Table => ({ 2: { int: 3 }, 3: { int: 3 }, 10: { int: 2 }, 11: { int: 3 }, ...more })

/** A graph x → layer → y, x declared [1, 3, 8, 8] in NC4HW4. */
function layer(
  type: number,
  tag: number,
  table: Table,
  dims: readonly number[] = [1, 3, 8, 8],
  layout = 2,
): Uint8Array {
  return net(['x', 'y'], [input('x', 0, dims, layout), op('layer', type, [0], [1], { tag, table })])
}

function read(bytes: Uint8Array): Model {
  return readMnn('/models/test.mnn', bytes)
}

function only(model: Model): Node {
  const [node] = model.nodes
  if (node === undefined || model.nodes.length !== 1) throw new Error(`${model.nodes.length} nodes`)
  return node
}

function shaped(model: Model): ShapedModel {
  const result = inferShapes(model, {})
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function resolved(bytes: Uint8Array): {
  readonly operation: ResolvedOperation | null
  readonly dims: readonly number[] | null
} {
  const result = shaped(read(bytes))
  const last = result.model.nodes.length - 1
  return { operation: result.operations[last] ?? null, dims: result.dims[1] ?? null }
}

const weights = Array.from({ length: 54 }, (_, i) => i / 8)

describe('convolutions of .mnn files', () => {
  it('refers to weights and bias where they lie in the file', () => {
    const bytes = layer(CONVOLUTION.type, CONVOLUTION.tag, {
      0: { table: common() },
      1: { floats: weights },
      2: { floats: [0.5, -0.5] },
    })
    const model = read(bytes)
    const { inputs, operation } = only(model)
    const found = inputs.slice(1).map((id) => {
      const constant = model.tensors[id]?.constant
      if (constant?.data.kind !== 'file') throw new Error('no reference')
      return {
        dims: constant.dims,
        values: decodeElements(bytes, 'float32', constant.data.offset, constant.data.byteLength / 4),
      }
    })
    expect(found).toEqual([
      { dims: [2, 3, 3, 3], values: weights },
      { dims: [2], values: [0.5, -0.5] },
    ])
    expect(operation).toMatchObject({ kind: 'Conv', kernel: [3, 3], group: 1, depthwise: false, activation: 'none' })
  })

  it('pads: four entries are top, left, bottom, right and win over padX and padY', () => {
    const params = (more: Table) => ({ 0: { table: common(more) }, 1: { floats: weights }, 2: { floats: [0, 0] } })
    const pads = (more: Table) => {
      const { operation, dims } = resolved(layer(12, 9, params(more)))
      return { pads: operation?.kind === 'Conv' ? operation.pads : null, dims }
    }
    expect(pads({ 0: { int: 2 }, 1: { int: 1 } })).toEqual({ pads: [1, 2, 1, 2], dims: [1, 2, 8, 10] })
    expect(pads({ 0: { int: 9 }, 1: { int: 9 }, 14: { ints: [1, 0, 2, 3] } })).toEqual({
      pads: [1, 0, 2, 3],
      dims: [1, 2, 9, 9],
    })
    expect(pads({ 8: { byte: 1 }, 0: { int: 9 } })).toEqual({ pads: [0, 0, 0, 0], dims: [1, 2, 6, 6] })
    // SAME, stride 2: out = 4, total = 3·2 + 3 − 8 = 1, of which trunc(1 / 2) = 0 before.
    expect(pads({ 8: { byte: 2 }, 4: { int: 2 }, 5: { int: 2 } })).toEqual({ pads: [0, 0, 1, 1], dims: [1, 2, 4, 4] })
  })

  it.each([
    [{ 12: { bool: true } }, 'relu'],
    [{ 13: { bool: true } }, 'relu6'],
    [{ 12: { bool: true }, 13: { bool: true } }, 'relu6'],
  ] as const)('fuses the activation %o', (more, activation) => {
    const node = only(read(layer(12, 9, { 0: { table: common(more) }, 1: { floats: weights }, 2: { floats: [0, 0] } })))
    expect(node.operation).toMatchObject({ activation })
  })

  it('a depthwise op has one filter per channel, whatever its group field says', () => {
    const table = {
      0: { table: common({ 10: { int: 3 } }) },
      1: { floats: weights.slice(0, 27) },
      2: { floats: [0, 0, 0] },
    }
    const model = read(layer(DEPTHWISE.type, DEPTHWISE.tag, table))
    expect(only(model).operation).toMatchObject({ kind: 'Conv', group: 3, depthwise: true })
    expect(model.tensors[only(model).inputs[1] ?? -1]?.constant?.dims).toEqual([3, 1, 3, 3])
  })

  it('stripped weights are made up: seeded, He-scaled, bias zero, and the user is told', () => {
    const model = read(layer(12, 9, { 0: { table: common() } }))
    const [, weight = -1, bias = -1] = only(model).inputs
    expect(model.tensors[weight]?.constant).toEqual({
      dims: [2, 3, 3, 3],
      data: { kind: 'synthesised', seed: weight, scale: Math.sqrt(2 / 27) },
    })
    expect(model.tensors[bias]?.constant).toEqual({ dims: [2], data: { kind: 'fill', value: 0 } })
    expect(model.warnings).toHaveLength(1)
  })

  it('sparse weights stay in the file as positions and values', () => {
    const quantisation = { 1: { floats: [1.5, -2.5] }, 2: { int: 0 }, 12: { int: 2 }, 13: { ints: [4, 40] } }
    const bytes = layer(12, 9, { 0: { table: common() }, 2: { floats: [0, 0] }, 3: { table: quantisation } })
    const model = read(bytes)
    const data = model.tensors[only(model).inputs[1] ?? -1]?.constant?.data
    if (data?.kind !== 'sparse') throw new Error('not sparse')
    expect(decodeElements(bytes, 'uint32', data.indexOffset, data.count)).toEqual([4, 40])
    expect(decodeElements(bytes, 'float32', data.valueOffset, data.count)).toEqual([1.5, -2.5])
  })

  it('half-precision weights are a float16 reference', () => {
    // 1.0 is 0x3c00.
    const quantisation = { 0: { bytes: new Array<number>(54).fill(0).flatMap(() => [0x00, 0x3c]) }, 2: { int: 3 } }
    const bytes = layer(12, 9, { 0: { table: common() }, 2: { floats: [0, 0] }, 3: { table: quantisation } })
    const model = read(bytes)
    const tensor = model.tensors[only(model).inputs[1] ?? -1]
    if (tensor?.constant?.data.kind !== 'file') throw new Error('no reference')
    expect(tensor.dtype).toBe('float16')
    expect(new Set(decodeElements(bytes, 'float16', tensor.constant.data.offset, 54))).toEqual(new Set([1]))
  })

  // Scales 1 and 0.5, all other fields as each case has them.
  const quantised = (fields: Table) =>
    layer(12, 9, {
      0: { table: common() },
      2: { floats: [0, 0] },
      3: { table: { 1: { floats: [1, 0.5] }, ...fields } },
    })
  const int8 = Array.from({ length: 54 }, (_, i) => i - 27)

  it.each<[string, Table, Partial<CodedWeights>]>([
    ['plain int8', { 2: { int: 4 }, 4: { float: 1 } }, { coding: 'int8', bits: 8, asymmetric: false, factor: 1 }],
    [
      'plain int8 of old files: pairs of minimum and scale',
      { 2: { int: 4 }, 1: { floats: [0, 1, 0, 1] } },
      { asymmetric: true, smallest: -128, factor: 1 },
    ],
    [
      'asymmetric, smallest given',
      { 2: { int: 4 }, 4: { float: 0.5 }, 8: { int: -8 }, 9: { int: 1 }, 1: { floats: [0, 1, 0, 1] } },
      { asymmetric: true, smallest: -8, factor: 0.5 },
    ],
    [
      'minima that are offsets already',
      { 2: { int: 4 }, 4: { float: 1 }, 8: { int: 1 }, 9: { int: 1 }, 1: { floats: [0, 1, 0, 1] } },
      { asymmetric: true, smallest: 0 },
    ],
  ])('quantised weights stay in the file, to be expanded for a run: %s', (_what, fields, expected) => {
    const bytes = quantised({ 0: { bytes: int8 }, ...fields })
    const model = read(bytes)
    const tensor = model.tensors[only(model).inputs[1] ?? -1]
    const data = tensor?.constant?.data
    if (data?.kind !== 'coded') throw new Error('not coded')
    expect(tensor?.dtype).toBe('float32')
    expect(data).toMatchObject(expected)
    expect(decodeElements(bytes, 'int8', data.offset, data.byteLength)).toEqual(int8)
    expect(decodeElements(bytes, 'float32', data.scales.offset, data.scales.count)).toEqual(
      'floats' in (fields[1] ?? {}) ? [0, 1, 0, 1] : [1, 0.5],
    )
    expect(shaped(model).dims[1]).toEqual([1, 2, 6, 6])
  })

  it('a palette tells the bits; broken ones name the op', () => {
    const palette = [4, 2, 0, 3, 0, 3, 0, 3, 0, 16, ...Array.from({ length: 16 }, (_, i) => i - 8)]
    const full = [...palette, ...new Array<number>(27).fill(0)]
    const model = read(quantised({ 0: { bytes: full }, 2: { int: 1 }, 4: { float: 1 } }))
    expect(model.tensors[only(model).inputs[1] ?? -1]?.constant?.data).toMatchObject({ coding: 'palette', bits: 4 })
    expect(() => read(quantised({ 0: { bytes: [4, 2] }, 2: { int: 1 }, 4: { float: 1 } }))).toThrow(
      "op 'layer' has quantised weights that end in the middle",
    )
  })

  it('weights for integer arithmetic are planned but not run, and say so', () => {
    const model = read(quantised({ 0: { bytes: int8 }, 2: { int: 4 }, 10: { bool: true } }))
    const constant = model.tensors[only(model).inputs[1] ?? -1]?.constant
    expect(constant).toMatchObject({ dims: [2, 3, 3, 3], data: { kind: 'quantised' } })
    expect(model.warnings).toHaveLength(1)
    expect(shaped(model).dims[1]).toEqual([1, 2, 6, 6])
  })

  it('weights in a file of their own follow each other', () => {
    const model = read(layer(12, 9, { 0: { table: common() }, 6: { longs: [100, 216, 8] } }))
    const [, weight = -1, bias = -1] = only(model).inputs
    const path = '/models/test.mnn.weight'
    expect(model.tensors[weight]?.constant?.data).toEqual({ kind: 'file', path, offset: 100, byteLength: 216 })
    expect(model.tensors[bias]?.constant?.data).toEqual({ kind: 'file', path, offset: 316, byteLength: 8 })
  })

  it('a wrong number of weights names the op', () => {
    const bytes = layer(12, 9, { 0: { table: common() }, 1: { floats: weights.slice(1) }, 2: { floats: [0, 0] } })
    expect(() => read(bytes)).toThrow("op 'layer' has 53 weights, which fit no kernel")
  })

  it('a transposed convolution has weights [ic, oc, kh, kw]', () => {
    const params = {
      0: { table: common({ 4: { int: 2 }, 5: { int: 2 } }) },
      1: { floats: weights },
      2: { floats: [0, 0] },
    }
    const model = read(layer(17, 9, params))
    expect(model.tensors[only(model).inputs[1] ?? -1]?.constant?.dims).toEqual([3, 2, 3, 3])
    expect(shaped(model).dims[1]).toEqual([1, 2, 17, 17])
  })
})

/** A constant vector of int32. */
const ints = (name: string, tensor: number, values: readonly number[]) => {
  const blob = { 0: { ints: [values.length] }, 2: { int: 3 }, 5: { ints: values } }
  return op(name, CONST.type, [], [tensor], { tag: CONST.tag, table: blob })
}

describe('other ops of .mnn files', () => {
  const pool = (more: Table): Table => ({ 3: { int: 3 }, 4: { int: 3 }, 5: { int: 2 }, 6: { int: 2 }, ...more })

  it.each([
    ['rounds up by default', {}, [1, 3, 4, 4]],
    ['rounds down where told', { 10: { bool: false } }, [1, 3, 3, 3]],
    ['two pads are top and bottom', { 11: { ints: [1, 1] }, 10: { bool: false } }, [1, 3, 4, 3]],
    ['SAME ignores the rounding', { 8: { byte: 2 } }, [1, 3, 4, 4]],
    ['a kernel larger than the input is clipped to it', { 3: { int: 99 }, 4: { int: 99 } }, [1, 3, 1, 1]],
    ['global pools ignore the rest', { 2: { bool: true }, 3: { int: 0 } }, [1, 3, 1, 1]],
  ])('pooling %s', (_what, more, dims) => {
    expect(resolved(layer(47, 31, pool(more as Table))).dims).toEqual(dims)
  })

  it('conversions to NHWC and back move the channels; NC4HW4 and NCHW list the same', () => {
    const convert = (source: number, dest: number): Table => ({ 0: { byte: source }, 1: { byte: dest } })
    expect(resolved(layer(129, 66, convert(2, 1), [1, 3, 8, 6])).dims).toEqual([1, 8, 6, 3])
    expect(resolved(layer(129, 66, convert(1, 2), [1, 8, 6, 3], 1)).dims).toEqual([1, 3, 8, 6])
    expect(resolved(layer(129, 66, convert(2, 0), [1, 3, 8, 6]))).toEqual({
      dims: [1, 3, 8, 6],
      operation: { kind: 'Alias' },
    })
  })

  it('layouts: a conversion states its own, any other op keeps that of its input', () => {
    const file = net(
      ['x', 'r', 'c', 's'],
      [
        input('x', 0, [1, 3, 4, 4]),
        op('relu', 69, [0], [1]),
        op('convert', 129, [1], [2], { tag: 66, table: { 0: { byte: 2 }, 1: { byte: 1 } } }),
        op('sigmoid', 81, [2], [3]),
      ],
    )
    expect(
      read(file)
        .tensors.slice(0, 4)
        .map(({ layout }) => layout),
    ).toEqual(['packed', 'packed', 'plain', 'plain'])
  })

  it('slice points are inner boundaries', () => {
    const file = net(
      ['x', 'a', 'b', 'c'],
      [
        input('x', 0, [1, 10, 4, 4]),
        op('slice', 83, [0], [1, 2, 3], { tag: 61, table: { 0: { int: 1 }, 1: { ints: [2, 5] } } }),
      ],
    )
    expect(shaped(read(file)).dims.slice(1, 4)).toEqual([
      [1, 2, 4, 4],
      [1, 3, 4, 4],
      [1, 5, 4, 4],
    ])
  })

  it('shape arithmetic on constants is folded away', () => {
    const file = net(
      ['x', 'shape', 'begin', 'size', 'batch', 'rest', 'target', 'y'],
      [
        input('x', 0, [2, 3, 4, 4]),
        ints('begin', 2, [0]),
        ints('size', 3, [1]),
        ints('rest', 5, [-1]),
        op('shape', 80, [0], [1]),
        op('slice', 84, [1, 2, 3], [4]),
        op('concat', 10, [4, 5], [6], { tag: 4, table: { 0: { int: 0 } } }),
        op('reshape', 73, [0, 6], [7], { tag: 55, table: {} }),
      ].map((each, i) => (i === 4 ? { ...each, 6: { byte: 0 } } : each)),
    )
    const result = shaped(read(file))
    expect(result.dims[7]).toEqual([2, 48])
    expect(result.model.nodes.filter(({ id }) => !result.folded[id]).map(({ name }) => name)).toEqual(['reshape'])
  })

  it.each<[string, Table, readonly number[]]>([
    ['ranges', {}, [1, 2, 2]],
    ['an ignored begin and end', { 2: { int: 0b010 }, 3: { int: 0b100 } }, [1, 3, 3]],
    ['an index instead of a range', { 6: { int: 0b001 } }, [2, 2]],
  ])('strided slices have %s', (_what, masks, dims) => {
    const file = net(
      ['x', 'y', 'begin', 'end', 'strides'],
      [
        input('x', 0, [2, 5, 6], 0),
        ints('begin', 2, [1, 1, 1]),
        ints('end', 3, [2, 5, 5]),
        ints('strides', 4, [1, 2, 2]),
        op('slice', 91, [0, 2, 3, 4], [1], { tag: 65, table: masks }),
      ],
    )
    expect(shaped(read(file)).dims[1]).toEqual(dims)
  })

  it.each<[string, Table, readonly number[], object]>([
    [
      'sizes win over factors',
      { 0: { float: 1 }, 1: { float: 1 }, 2: { int: 12 }, 3: { int: 10 } },
      [1, 3, 10, 12],
      { scales: [1, 1, 1.25, 2] },
    ],
    ['factors', { 0: { float: 2 }, 1: { float: 3 } }, [1, 3, 24, 12], { scales: [1, 1, 3, 2] }],
    [
      'stated coordinates',
      { 0: { float: 2 }, 1: { float: 2 }, 5: { bool: true }, 10: { byte: 2 } },
      [1, 3, 16, 12],
      { coordinates: 'halfPixel' },
    ],
    [
      'older flags',
      { 0: { float: 2 }, 1: { float: 2 }, 5: { bool: true } },
      [1, 3, 16, 12],
      { coordinates: 'alignCorners' },
    ],
    ['neither', { 0: { float: 2 }, 1: { float: 2 } }, [1, 3, 16, 12], { coordinates: 'asymmetric' }],
  ])('resizing by %s', (_what, more, dims, operation) => {
    const found = resolved(layer(35, 22, { 4: { int: 2 }, ...more }, [1, 3, 8, 6]))
    expect(found.dims).toEqual(dims)
    expect(found.operation).toMatchObject({ kind: 'Resize', mode: 'linear', ...operation })
  })

  it.each([
    [0, 'none'],
    [1, 'relu'],
  ])('an addition with activation %i fuses %s', (activationType, activation) => {
    const file = net(
      ['x', 'y'],
      [
        input('x', 0, [1, 3, 8, 8]),
        op('add', 7, [0, 0], [1], { tag: 6, table: { 0: { int: 0 }, 2: { int: activationType } } }),
      ],
    )
    expect(only(read(file)).operation).toEqual({ kind: 'Binary', function: 'add', activation })
  })

  it.each([
    [0, [1, 3, 8, 6]],
    [1, [1, 8, 6, 3]],
  ])('Shape in op format %i of packed data lists %o', (format, values) => {
    const file = net(['x', 's'], [input('x', 0, [1, 3, 8, 6]), { ...op('shape', 80, [0], [1]), 6: { byte: format } }])
    expect(shaped(read(file)).constants.get(1)?.data).toEqual({ kind: 'values', values })
  })

  it.each<[string, number, Operation['kind'], RegExp]>([
    ['an op of a later version', 777, 'Unsupported', /op 777/],
    ['an 8-bit op without weights', 513, 'Unsupported', /8-bit integers/],
    ['a loop', 600, 'Unsupported', /While/],
    ['a custom op in disguise', 116, 'Unsupported', /custom operation/],
  ])('%s opens and says why it does not run', (_what, type, kind, why) => {
    const { operation } = only(read(net(['x', 'y'], [input('x', 0, [1, 3, 8, 8]), op('odd', type, [0], [1])])))
    expect(operation.kind).toBe(kind)
    expect(operation).toMatchObject({ kind: 'Unsupported', why: expect.toSay(why) })
  })

  it('names outputs in the order of outputName and adds what nothing reads', () => {
    const ops = [input('x', 0, [1, 3, 8, 8]), op('a', 69, [0], [1]), op('b', 81, [0], [2])]
    expect(read(net(['x', 'a', 'b'], ops)).outputs).toEqual([1, 2])
    expect(read(net(['x', 'a', 'b'], ops, { 4: { strings: ['b', 'a'] } })).outputs).toEqual([2, 1])
  })

  it('takes the version from the file, where it is written', () => {
    const ops = [input('x', 0, [1, 3, 8, 8]), op('a', 69, [0], [1])]
    expect(read(net(['x', 'a'], ops, { 2: { table: { 2: { string: '2.8.1' } } } })).producer).toBe(
      'MNN converter 2.8.1',
    )
    expect(read(net(['x', 'a'], ops)).producer).toMatch(/not recorded/)
  })

  it('refers only to tensors that exist', () => {
    const file = net(['x', 'y'], [input('x', 0, [1, 3, 8, 8]), op('relu', 69, [7], [1])])
    expect(() => read(file)).toThrow("op 'relu' refers to tensor 7 of 2")
  })
})
