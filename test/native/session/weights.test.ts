// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NativeProgram, NativeSource } from '#core/inference/native-program'
import { addon } from '../conv/addon'
import { ProgramBuilder } from '../program-builder'
import { infer } from './infer'
import { failureOf, PLAIN, sameSize, TARGET } from './network'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-weights-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A program whose output is this constant; `source` gets the index of the file. */
function constantProgram(dims: readonly number[], source: NativeSource, path?: string): NativeProgram {
  const builder = new ProgramBuilder(addon, TARGET)
  if (path !== undefined) builder.file(path)
  const constant = builder.constantBuffer(dims, source, 'plain', 3)
  const output = builder.buffer(dims)
  builder.op(3, 'Copy', {}, [constant], [output])
  builder.output(output)
  return builder.build()
}

async function load(program: NativeProgram): Promise<number[]> {
  const session = new addon.Session()
  await session.prepare(program)
  const { outputs } = await infer(session, [])
  session.dispose()
  return Array.from(outputs[0] ?? [])
}

async function fileOf(name: string, bytes: ArrayBufferView): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return path
}

describe('constants in a file', () => {
  /** At an odd offset, behind other bytes. */
  async function read(dtype: Extract<NativeSource, { kind: 'file' }>['dtype'], values: ArrayBufferView, count: number) {
    const bytes = new Uint8Array(3 + values.byteLength)
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 3)
    const path = await fileOf(`${dtype}.bin`, bytes)
    const source = { kind: 'file', file: 0, offset: 3, byteLength: values.byteLength, dtype } as const
    return load(constantProgram([count], source, path))
  }

  it('are widened from every element type', async () => {
    expect(await read('float32', Float32Array.of(1.5, -0.1, 3e38), 3)).toEqual([
      1.5,
      Math.fround(-0.1),
      Math.fround(3e38),
    ])
    expect(await read('float64', Float64Array.of(1.5, -0.1), 2)).toEqual([1.5, Math.fround(-0.1)])
    expect(await read('int64', BigInt64Array.of(-5n, 1n << 40n), 2)).toEqual([-5, 2 ** 40])
    expect(await read('uint64', BigUint64Array.of(7n, 1n << 63n), 2)).toEqual([7, 2 ** 63])
    expect(await read('int32', Int32Array.of(-7, 2 ** 30), 2)).toEqual([-7, 2 ** 30])
    expect(await read('uint32', Uint32Array.of(2 ** 31), 1)).toEqual([2 ** 31])
    expect(await read('int16', Int16Array.of(-300), 1)).toEqual([-300])
    expect(await read('uint16', Uint16Array.of(65535), 1)).toEqual([65535])
    expect(await read('int8', Int8Array.of(-128, 127), 2)).toEqual([-128, 127])
    expect(await read('uint8', Uint8Array.of(0, 255), 2)).toEqual([0, 255])
    expect(await read('bool', Uint8Array.of(0, 1, 7), 3)).toEqual([0, 1, 1])
  })

  it('are widened from float16 and bfloat16: normal, denormal, zero, infinite', async () => {
    // 1, -2.5, 65504, the smallest normal and denormal numbers, -0, infinity.
    const half = Uint16Array.of(0x3c00, 0xc100, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00)
    const values = [1, -2.5, 65504, 2 ** -14, 2 ** -24, -0, Number.POSITIVE_INFINITY]
    expect(await read('float16', half, 7)).toEqual(values)
    expect(await read('bfloat16', Uint16Array.of(0x3f80, 0xc020, 0x0001, 0xff80), 4)).toEqual([
      1,
      -2.5,
      2 ** -133,
      Number.NEGATIVE_INFINITY,
    ])
  })

  it('may be larger than what is read at once', async () => {
    const count = (1 << 20) + 12345
    const path = await fileOf(
      'large.bin',
      Float32Array.from({ length: count }, (_, i) => i),
    )
    const float = await load(
      constantProgram([count], { kind: 'file', file: 0, offset: 0, byteLength: 4 * count, dtype: 'float32' }, path),
    )
    expect(float.findIndex((value, i) => value !== i)).toBe(-1)
    const asIntegers = await fileOf(
      'large-int.bin',
      Int32Array.from({ length: count }, (_, i) => -i),
    )
    const integer = await load(
      constantProgram([count], { kind: 'file', file: 0, offset: 0, byteLength: 4 * count, dtype: 'int32' }, asIntegers),
    )
    expect(integer.findIndex((value, i) => value !== (i === 0 ? 0 : -i))).toBe(-1)
  })
})

describe('other constants', () => {
  it('are filled, listed, or placed sparsely', async () => {
    expect(await load(constantProgram([2, 2], { kind: 'fill', value: -1.5 }))).toEqual([-1.5, -1.5, -1.5, -1.5])
    expect(await load(constantProgram([3], { kind: 'values', values: Float32Array.of(1, 2, 3) }))).toEqual([1, 2, 3])
    const bytes = new DataView(new ArrayBuffer(24))
    for (const [i, position] of [4, 0, 2].entries()) bytes.setUint32(4 * i, position, true)
    for (const [i, value] of [0.5, -1, 8].entries()) bytes.setFloat32(12 + 4 * i, value, true)
    const path = await fileOf('sparse.bin', bytes)
    const source = { kind: 'sparse', file: 0, count: 3, indexOffset: 0, valueOffset: 12 } as const
    expect(await load(constantProgram([5], source, path))).toEqual([-1, 0, 8, 0, 0.5])
    const failure = await failureOf(load(constantProgram([4], source, path)))
    expect(failure).toEqual({
      code: 'engine/io',
      node: 3,
      message: `Copy of node 3: the weight file ${path} places a sparse value at 4, beyond the 4 elements of the tensor.`,
    })
  })

  it('are made up from a seed by the documented generator', async () => {
    const [seed, scale, count] = [42, 0.25, 3000]
    const values = await load(constantProgram([count], { kind: 'synthesised', seed, scale }))
    expect(values).toEqual(Array.from({ length: count }, (_, i) => synthesised(BigInt(seed), i, scale)))
    const mean = values.reduce((sum, value) => sum + value, 0) / count
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.max(...values)).toBeGreaterThan(0.24)
    expect(Math.min(...values)).toBeLessThan(-0.24)
  })

  /** scale * (k / 2^23 - 1), k the top 24 bits of splitmix64. */
  function synthesised(seed: bigint, index: number, scale: number): number {
    const wrap = (x: bigint) => BigInt.asUintN(64, x)
    let z = wrap(seed + BigInt(index + 1) * 0x9e3779b97f4a7c15n)
    z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    z ^= z >> 31n
    return Math.fround(scale * (Number(z >> 40n) / 2 ** 23 - 1))
  }
})

describe('files that are not what they were', () => {
  const BYTES = 4 * 8 * 3 * 9

  function convolution(path: string): NativeProgram {
    const builder = new ProgramBuilder(addon, TARGET)
    const file = builder.file(path)
    const x = builder.input([1, 3, 6, 6])
    const y = builder.buffer([1, 8, 6, 6], 'blocked')
    const weight = { kind: 'file', file, offset: 16, byteLength: BYTES, dtype: 'float32' } as const
    builder.conv(6, sameSize(3, 8, 6), PLAIN, { weight, bias: null }, x, y)
    builder.output(builder.reorder(6, y, 'plain'))
    return builder.build()
  }

  it('fail with the file and the node, and leave the session usable', async () => {
    const path = await fileOf('model.bin', new Float32Array((BYTES + 16) / 4).fill(0.5))
    const session = new addon.Session()
    await session.prepare(convolution(path))

    await truncate(path, 100)
    expect(await failureOf(session.prepare(convolution(path)))).toEqual({
      code: 'engine/io',
      node: 6,
      message: `The weight file ${path} ends at byte 100, before byte ${BYTES + 16} where the weights end.`,
    })
    await rm(path)
    expect(await failureOf(session.prepare(convolution(path)))).toEqual({
      code: 'engine/io',
      node: 6,
      message: `The weight file ${path} cannot be opened: No such file or directory.`,
    })
    expect(await failureOf(session.prepare(convolution(folder)))).toMatchObject({
      code: 'engine/io',
      message: `The weight file ${folder} is not a regular file.`,
    })
    expect(session.held().categories).toEqual([0, 0, 0, 0, 0, 0])
    await fileOf('model.bin', new Float32Array((BYTES + 16) / 4).fill(0.5))
    await session.prepare(convolution(path))
    const { outputs } = await infer(session, [new Float32Array(3 * 36).fill(1)])
    // In the middle, 27 taps of 0.5.
    expect(outputs[0]?.[14]).toBeCloseTo(13.5, 5)
    session.dispose()
  })
})
