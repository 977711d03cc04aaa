// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { syntheticValues } from '#core/inference/run-input'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { compared, SEED } from '../../corpus/reference'
import { seededRandom } from '../../inference/seeded-random'
import { opened } from '../model/support/model-files'
import { onnxFile } from '../model/support/onnx-graph'
import { temporaryFolder } from '../model/support/temporary-folder'

const path = temporaryFolder()

/** What comes of a model of one input where it gave this. */
async function judged(file: Uint8Array, output: Float32Array) {
  await writeFile(path('net.onnx'), file)
  const shaped = inferShapes((await opened(path('net.onnx'))).model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return compared(path('net.onnx'), shaped.value, [output])
}

describe('an output that differs from that of ONNX Runtime', () => {
  it('is right by as much as rounding moves sums of large numbers that cancel, and wrong beyond', async () => {
    const [depth, width] = [256, 64]
    const random = seededRandom(1)
    const weights = Float32Array.from({ length: depth * width }, () => random(-1e5, 1e5))
    const x = syntheticValues(depth, SEED)
    const sumOf = (column: number) =>
      x.reduce((sum, value, row) => sum + value * (weights[row * width + column] ?? 0), 0)
    // The last of each column makes up for all others.
    for (let column = 0; column < width; column++) {
      weights[(depth - 1) * width + column] =
        (weights[(depth - 1) * width + column] ?? 0) - sumOf(column) / (x.at(-1) ?? 1)
    }
    const exact = Float32Array.from({ length: width }, (_, column) => sumOf(column))
    const nodes = [{ opType: 'MatMul', name: 'product', input: ['a0', 'a1'], output: ['y'] }]
    const operands = [{ input: [1, depth] }, { floats: [...weights], dims: [depth, width] }]
    const file = onnxFile(13, nodes, operands, ['y'])
    expect(await judged(file, exact)).toEqual({
      kind: 'right',
      detail: expect.stringContaining('rounding moves it by'),
    })
    // One number that is off, and all that are off a little in one direction.
    expect(await judged(file, exact.with(3, (exact[3] ?? 0) + 1e4))).toMatchObject({ kind: 'wrong' })
    expect(
      await judged(
        file,
        exact.map((value) => value + 1e3),
      ),
    ).toMatchObject({ kind: 'wrong' })
  })

  it('is right where it is that of rows normalised in double precision', async () => {
    const [rows, length, offset] = [2, 768, 36_000]
    const x = syntheticValues(rows * length, SEED).map((value) => value + offset)
    const exact = Float32Array.from(x, (value, i) => {
      const row = x.subarray(i - (i % length), i - (i % length) + length)
      const mean = row.reduce((sum, each) => sum + each, 0) / length
      const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / length
      return (value - mean) / Math.sqrt(variance + 1e-5)
    })
    const nodes = [
      { opType: 'Add', name: 'offset', input: ['a0', 'a1'], output: ['far'] },
      { opType: 'LayerNormalization', name: 'normalised', input: ['far', 'a2'], output: ['y'] },
    ]
    const ones = { floats: new Array<number>(length).fill(1) }
    const file = onnxFile(17, nodes, [{ input: [rows, length] }, { floats: [offset], dims: [] }, ones], ['y'])
    expect(await judged(file, exact)).toEqual({ kind: 'right', detail: expect.stringContaining('in double precision') })
    expect(
      await judged(
        file,
        exact.map((value) => value + 0.01),
      ),
    ).toMatchObject({ kind: 'wrong' })
  })
})

describe('a model in half precision', () => {
  const FLOAT16 = 10
  /** y = x · w, where both halves are as bytes or as numbers, and an 8-bit constant that nothing reads. */
  const file = (weights: object) =>
    encodeModel({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        name: 'g',
        node: [{ opType: 'MatMul', name: 'product', input: ['x', 'w'], output: ['y'] }],
        initializer: [
          { name: 'w', dims: [2, 2], dataType: FLOAT16, ...weights },
          { name: 'odd', dims: [1, 3], dataType: 3, rawData: new Uint8Array([1, 2, 3]) },
        ],
        input: [half('x', [1, 2])],
        output: [half('y', [1, 2])],
      },
    })
  const half = (name: string, dims: readonly number[]) => ({
    name,
    type: { tensorType: { elemType: FLOAT16, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
  })
  // 1, −2, 0.5 and 65504.
  const bits = [0x3c00, 0xc000, 0x3800, 0x7bff]
  const [a = 0, b = 0] = syntheticValues(2, SEED)

  it.each([
    ['bytes', { rawData: new Uint8Array(Uint16Array.from(bits).buffer) }],
    [
      'numbers',
      {
        int32Data: [
          new Uint8Array(bits.flatMap((each) => [(each & 0x7f) | 0x80, ((each >> 7) & 0x7f) | 0x80, each >> 14])),
        ],
      },
    ],
  ])('is compared in float32, weights given as %s', async (_, weights) => {
    const right = Float32Array.from([a + 0.5 * b, -2 * a + 65504 * b])
    expect(await judged(file(weights), right)).toMatchObject({ kind: 'right' })
    expect(await judged(file(weights), right.with(0, 2))).toMatchObject({ kind: 'wrong' })
  })
})
