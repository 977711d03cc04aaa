// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Builder } from 'flatbuffers'
import { describe, expect, it } from 'vitest'
import { looksLikeMnn, readMnn } from '#core/model/formats/mnn/reader'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { looksLikeOnnx, readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { readTflite } from '#core/model/formats/tflite/reader'
import type { Model } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import { ReadError } from '#core/model/read-error'
import { buildSample } from '#core/model/samples/index'
import { english } from '#messages/say'
import { input, net, op } from './support/mnn-writer'
import { hasShared, mediapipeModel, NO_SHARED, ocrModel, shared } from './support/model-files'

type Read = (path: string, bytes: Uint8Array) => Model

/** Any outcome is fine but an exception that is not a ReadError, or no end. */
function survives(read: Read, bytes: Uint8Array): void {
  looksLikeMnn(bytes, bytes.length)
  looksLikeOnnx(bytes)
  try {
    inferShapes(read('/models/hostile', bytes), {})
  } catch (error) {
    if (!(error instanceof ReadError)) throw error
  }
}

function fuzz(name: string, read: Read, file: Uint8Array, runs: number): void {
  it(`${name} with any bytes changed`, () => {
    const change = fc.tuple(fc.nat(file.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 24 }), (changes) => {
        const bytes = Uint8Array.from(file)
        for (const [at, value] of changes) bytes[at] = value
        survives(read, bytes)
      }),
      { numRuns: runs },
    )
  }, 60_000)

  it(`${name} cut off anywhere`, () => {
    fc.assert(
      fc.property(fc.nat(file.length), (length) => survives(read, file.slice(0, length))),
      { numRuns: runs },
    )
  }, 60_000)
}

const TINY_CONV = net(
  ['x', 'y', 'z', 'shape'],
  [
    input('x', 0, [1, 2, 6, 6]),
    op('shape', 11, [], [3], { tag: 7, table: { 0: { ints: [2] }, 2: { int: 3 }, 5: { ints: [1, -1] } } }),
    op('conv', 12, [0], [1], {
      tag: 9,
      table: {
        0: { table: { 2: { int: 3 }, 3: { int: 3 }, 10: { int: 4 }, 11: { int: 2 }, 14: { ints: [1, 1, 1, 1] } } },
        1: { floats: Array.from({ length: 72 }, (_, i) => i) },
        2: { floats: [1, 2, 3, 4] },
      },
    }),
    op('reshape', 73, [1, 3], [2], { tag: 55, table: {} }),
  ],
)

describe('damaged files never do harm', () => {
  fuzz('an ONNX sample', readOnnx, buildSample('squeezenet'), 300)
  fuzz('a small .mnn', readMnn, TINY_CONV, 1000)
  fuzz('a MediaPipe model', readTflite, readFileSync(mediapipeModel('selfie_segmentation', 'selfie_segmentation')), 200)
  fuzz('a PP-OCR model', readOnnx, readFileSync(ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx')), 60)

  it('any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        survives(readMnn, bytes)
        survives(readOnnx, bytes)
        survives(readTflite, bytes)
      }),
      { numRuns: 2000 },
    )
  })
})

describe.skipIf(!hasShared)(`damaged benchmark models never do harm${NO_SHARED}`, () => {
  for (const file of hasShared ? ['MobileNetV2_224', 'SqueezeNetV1.0', 'nasnet'] : []) {
    fuzz(file, readMnn, readFileSync(shared(`mnn/benchmark/${file}.mnn`)), 150)
  }
})

describe('files that ask for endless work', () => {
  it('a .mnn whose ops all share one huge list is refused', () => {
    expect(() => readMnn('/m.mnn', sharedOps(20_000, 20_000))).toThrow(/over and over/)
    // The same file with little sharing is read, so it is the sharing that is refused.
    expect(() => readMnn('/m.mnn', sharedOps(1, 20_000))).toThrow(/has a value already/)
  })

  describe('ONNX parts of a few bytes that take some hundred once decoded', () => {
    const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(value >> 7)])
    const field = (id: number, body: Uint8Array) =>
      Buffer.concat([Buffer.from([id * 8 + 2, ...varint(body.length)]), body])
    const many = (part: readonly number[], count: number) => Buffer.alloc(part.length * count, Buffer.from(part))
    const file = (graph: Uint8Array) => Buffer.concat([Buffer.from([0x08, 0x07]), field(7, graph)])
    const files = {
      nodes: file(many([0x0a, 0], 400_000)),
      attributes: file(field(1, many([0x2a, 0], 1_000_000))),
      initialisers: file(many([0x2a, 0], 1_000_000)),
      'outputs of the graph': file(
        Buffer.concat([
          field(5, Buffer.concat([Buffer.from([0x10, 1, 0x08, 0]), field(8, Buffer.from('x'))])),
          many([0x62, 3, 0x0a, 1, 0x78], 2_500_000),
        ]),
      ),
      'inputs of the graph': file(
        Buffer.concat(Array.from({ length: 200_000 }, (_, i) => field(11, field(1, Buffer.from(`x${i}`))))),
      ),
      'dimensions of an input': file(field(11, field(2, field(1, field(2, many([0x0a, 0], 1_000_000)))))),
      'numbers of an attribute': file(field(1, field(5, many([0x40, 1], 2_000_000)))),
      'numbers in one piece': file(field(1, field(5, field(8, Buffer.alloc(2_000_000))))),
      'inputs of a node': file(field(1, many([0x0a, 1, 0x78], 1_000_000))),
      'elements of a constant': file(field(5, field(7, Buffer.alloc(30_000_000)))),
    }
    for (const [name, bytes] of Object.entries(files)) {
      it(`${name} are counted, and refused before they are decoded`, () => {
        expect(() => readOnnx('/m.onnx', bytes)).toThrow(/made of so many parts|more than 262144 nodes/)
      })
    }

    it('a name is of bounded length', () => {
      expect(() => readOnnx('/m.onnx', file(field(1, field(3, Buffer.alloc(70_000, 97)))))).toThrow(/a name at byte/)
    })

    it('a constant of many small numbers is read', () => {
      const values = Array.from({ length: 300_000 }, (_, i) => (i % 300) - 20)
      const packed = values.flatMap((value) => {
        const bytes: number[] = []
        for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
          if (rest < 128n) return [...bytes, Number(rest)]
          bytes.push(Number(rest & 127n) | 128)
        }
      })
      const constant = { name: 'c', dims: [values.length], dataType: 7, int64Data: [Uint8Array.from(packed)] }
      const model = readOnnx('/m.onnx', encodeModel({ graph: { initializer: [constant], node: [] } }))
      expect(model.tensors[0]?.constant?.data).toEqual({ kind: 'values', values })
    })
  })

  describe('parts of other formats that take far more once they are read', () => {
    const ints = (values: readonly number[]) => new Uint8Array(Int32Array.from(values).buffer)
    const many = <T>(count: number, make: (at: number) => readonly T[]) =>
      Array.from({ length: count }, (_, at) => make(at)).flat()
    const lines = (...layers: readonly string[]) =>
      Buffer.from(['7767517', '2 2', 'Input a 0 1 a', ...layers].join('\n'))
    const first = [7767517, 200_001, 2, 16, 0, 1, 0, -233]
    const files: Readonly<Record<string, () => Model>> = {
      'one operation, listed over and over': () => readMnn('/m.mnn', sharedOps(400_000, 1)),
      'one tensor name, listed over and over': () => readMnn('/m.mnn', sharedNames(1_000_000)),
      'layers of text': () => readNcnn('/m.param', lines(...many(300_000, () => ['ReLU r 0 0']))),
      'empty lines': () => readNcnn('/m.param', lines('\n'.repeat(1_000_000))),
      'words of one layer': () => readNcnn('/m.param', lines(`Concat c 0 2000000${' a'.repeat(2_000_000)}`)),
      'numbers of one list': () => readNcnn('/m.param', lines(`Slice s 1 0 a -23300=3000000${',1'.repeat(3_000_000)}`)),
      'layers as numbers': () => readNcnn('/m.param.bin', ints([...first, ...many(200_000, () => [26, 0, 0, -233])])),
      'parameters as numbers': () =>
        readNcnn('/m.param.bin', ints([...first, 26, 0, 0, ...many(700_000, (at) => [at, 1]), -233])),
    }
    for (const [name, read] of Object.entries(files)) {
      it(`${name} are counted, and refused`, () => {
        expect(read).toThrow(/made of so many parts|over and over/)
      })
    }
  })

  it('many nodes that share one long constant do not multiply its length', () => {
    const indices = { name: 'i', dims: [500_000], dataType: 7, int64Data: [new Uint8Array(500_000)] }
    const file = encodeModel({
      opsetImport: [{ version: 13 }],
      graph: {
        initializer: [indices],
        input: [{ name: 'x', type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 4 }] } } } }],
        node: Array.from({ length: 30_000 }, (_, i) => ({ opType: 'Gather', input: ['x', 'i'], output: [`y${i}`] })),
        output: [{ name: 'y0' }],
      },
    })
    const shaped = inferShapes(readOnnx('/m.onnx', file), {})
    if (!shaped.ok) throw new Error(english(shaped.problem.message))
    // Those that would be looked at beyond the budget are left to the run, as if a model computed them.
    const [first, last] = [shaped.value.operations.at(0), shaped.value.operations.at(-1)]
    expect(first).toMatchObject({ kind: 'Gather', indices: { length: 500_000 } })
    expect(last).toEqual({ kind: 'Gather', axis: 0, indices: [] })
  })

  it('a tensor of absurd size is refused by its shape, not allocated', () => {
    const huge = {
      name: 's',
      dims: [4],
      dataType: 7,
      rawData: new Uint8Array(new BigInt64Array(4).fill(1n << 40n).buffer),
    }
    const file = encodeModel({
      opsetImport: [{ version: 9 }],
      graph: {
        initializer: [huge],
        node: [
          { opType: 'ConstantOfShape', name: 'fill', input: ['s'], output: ['f'] },
          { opType: 'Relu', name: 'relu', input: ['f'], output: ['y'] },
        ],
        output: [{ name: 'y' }],
      },
    })
    const shaped = inferShapes(readOnnx('/m.onnx', file), {})
    expect(shaped.ok && shaped.value.stops).toMatchObject([{ node: 0, code: 'model/too-large' }])
    expect(shaped.ok && shaped.value.dims).toEqual([[4], null, null])
  })
})

/** A .mnn whose list of tensor names has one text `count` times. */
function sharedNames(count: number): Uint8Array {
  const builder = new Builder(1024)
  const name = builder.createString('x')
  const repeated = (offset: number, times: number) => {
    builder.startVector(4, times, 4)
    for (let left = times; left > 0; left--) builder.addOffset(offset)
    return builder.endVector()
  }
  builder.startObject(6)
  builder.addFieldOffset(3, name, 0)
  const ops = repeated(builder.endObject(), 1)
  const names = repeated(name, count)
  builder.startObject(8)
  builder.addFieldOffset(3, ops, 0)
  builder.addFieldOffset(7, names, 0)
  builder.finish(builder.endObject())
  return builder.asUint8Array().slice()
}

/** A .mnn with `ops` references to a single op that has `inputs` inputs, all of them tensor 0. */
function sharedOps(ops: number, inputs: number): Uint8Array {
  const netTable = 4 + 28
  const opList = netTable + 12
  const opVtable = opList + 4 + 4 * ops
  const opTable = opVtable + 16
  const inputList = opTable + 12
  const names = inputList + 4 + 4 * inputs
  const view = new DataView(new ArrayBuffer(names + 4 + 4 + 8))
  const put16 = (at: number, value: number) => view.setUint16(at, value, true)
  const put32 = (at: number, value: number) => view.setUint32(at, value, true)
  put32(0, netTable)
  put16(4, 28)
  put16(6, 12)
  put16(4 + 4 + 2 * 3, 4)
  put16(4 + 4 + 2 * 7, 8)
  put32(netTable, netTable - 4)
  put32(netTable + 4, opList - (netTable + 4))
  put32(netTable + 8, names - (netTable + 8))
  put32(opList, ops)
  for (let i = 0; i < ops; i++) put32(opList + 4 + 4 * i, opTable - (opList + 4 + 4 * i))
  put16(opVtable, 16)
  put16(opVtable + 2, 12)
  put16(opVtable + 4, 4)
  put16(opVtable + 4 + 2 * 4, 8)
  put32(opTable, opTable - opVtable)
  put32(opTable + 4, inputList - (opTable + 4))
  put32(opTable + 8, inputList - (opTable + 8))
  put32(inputList, inputs)
  put32(names, 1)
  put32(names + 4, 4)
  return new Uint8Array(view.buffer)
}
