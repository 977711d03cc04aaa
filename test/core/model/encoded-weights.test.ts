// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeWeights,
  type EncodedWeights,
  encodedBytes,
  encodedExtent,
  type Sparsity,
} from '#core/model/encoded-weights'

const weights = (bytes: number, more: Partial<EncodedWeights>): EncodedWeights => ({
  kind: 'encoded',
  path: '/m.tflite',
  offset: 100,
  byteLength: bytes,
  element: 'int8',
  ...more,
})

describe('integers with scales', () => {
  it('of one scale', () => {
    const encoded = weights(4, { scaling: { scales: [0.5], zeros: [3], stretch: 1 } })
    expect([...decodeWeights(encoded, 4, Uint8Array.of(0, 3, 255, 128), 100)]).toEqual([-1.5, 0, -2, -65.5])
  })

  it('of a scale for each stretch, over and over', () => {
    const encoded = weights(8, { element: 'uint8', scaling: { scales: [1, 10], zeros: [0, 1], stretch: 2 } })
    const values = decodeWeights(encoded, 8, Uint8Array.of(1, 2, 1, 2, 3, 4, 3, 4), 100)
    expect([...values]).toEqual([1, 2, 0, 10, 3, 4, 20, 30])
  })

  it('of four bits, the lower half first', () => {
    const encoded = weights(2, { element: 'int4', scaling: { scales: [2], zeros: [0], stretch: 1 } })
    expect([...decodeWeights(encoded, 4, Uint8Array.of(0x71, 0xf8), 100)]).toEqual([2, 14, -16, -2])
  })

  it('must be as many as the shape says', () => {
    expect(() => decodeWeights(weights(2, {}), 3, new Uint8Array(2), 100)).toThrow('are 2 values where 3 are needed')
    expect(() => decodeWeights(weights(4, {}), 4, new Uint8Array(3), 100)).toThrow('end in the middle')
  })
})

/** Compresses the second dim of a matrix of blocks, as TensorFlow Lite's converter does: an encoder of its own. */
function compress(matrix: readonly (readonly number[])[], [tall, wide]: readonly [number, number]) {
  const [rows, columns] = [matrix.length / tall, (matrix[0]?.length ?? 0) / wide]
  const [segments, positions, values]: [number[], number[], number[]] = [[0], [], []]
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const block = Array.from(
        { length: tall * wide },
        (_, i) => matrix[r * tall + Math.floor(i / wide)]?.[c * wide + (i % wide)] ?? 0,
      )
      if (block.every((value) => value === 0)) continue
      positions.push(c)
      values.push(...block)
    }
    segments.push(positions.length)
  }
  const bytes = Uint8Array.from([...values, ...segments, ...positions])
  const list = (from: number, count: number) => ({ offset: 100 + from, count, bytes: 1 }) as const
  const sparsity: Sparsity = {
    dims: [matrix.length, matrix[0]?.length ?? 0],
    traversal: [0, 1, 2, 3],
    blocks: [0, 1],
    levels: [
      { kind: 'dense', size: rows },
      {
        kind: 'sparse',
        segments: list(values.length, segments.length),
        positions: list(values.length + segments.length, positions.length),
      },
      { kind: 'dense', size: tall },
      { kind: 'dense', size: wide },
    ],
  }
  return { bytes, encoded: weights(values.length, { sparsity }) }
}

describe('sparse weights', () => {
  it('come back where they were, in blocks', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    const matrices = fc
      .tuple(sizes, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([block, r, c]) =>
        fc.tuple(
          fc.constant(block),
          fc.array(
            fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 })), {
              minLength: c * block[1],
              maxLength: c * block[1],
            }),
            { minLength: r * block[0], maxLength: r * block[0] },
          ),
        ),
      )
    fc.assert(
      fc.property(matrices, ([block, matrix]) => {
        const { bytes, encoded } = compress(matrix, block)
        expect(encodedExtent(encoded)).toEqual({ offset: 100, byteLength: bytes.length })
        expect(encodedBytes(encoded)).toBe(bytes.length)
        expect([...decodeWeights(encoded, matrix.flat().length, bytes, 100)]).toEqual(matrix.flat())
      }),
    )
  })

  it('are refused where their lists lead nowhere', () => {
    const { bytes, encoded } = compress(
      [
        [0, 1],
        [2, 0],
      ],
      [1, 1],
    )
    const changed = (at: number, value: number) => decodeWeights(encoded, 4, bytes.with(at, value), 100)
    expect(() => changed(3, 200)).toThrow('have a segment beyond their positions')
    expect(() => changed(6, 200)).toThrow('have a position beyond their end')
    expect(() => decodeWeights(encoded, 4, bytes.slice(0, 5), 100)).toThrow('end in the middle')
  })

  it('cannot ask for endless work', () => {
    const list = { offset: 100, count: 4000, bytes: 1 } as const
    const levels = Array.from({ length: 4 }, () => ({ kind: 'sparse', segments: list, positions: list }) as const)
    const sparsity = { dims: [1, 1, 1, 1], traversal: [0, 1, 2, 3], blocks: [], levels }
    const bytes = new Uint8Array(4000).map((_, i) => (i % 2 === 0 ? 0 : 255))
    expect(() => decodeWeights(weights(4, { sparsity }), 4, bytes, 100)).toThrow()
  })
})
