// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NativeChoice, NativeProgram, NativeSource } from '#core/inference/native-program'
import { addon } from '../conv/addon'
import { convolveByDefinition, randomTensors, randomValues } from '../conv/reference'
import { ProgramBuilder } from '../program-builder'
import { infer } from './infer'
import { failureOf, PLAIN, sameSize, TARGET } from './network'

const STREAMED: NativeChoice = { algorithm: 'streamed', unit: 0, inner: null }
const [IN, OUT, SIZE] = [5, 12, 9]
const PROBLEM = sameSize(IN, OUT, SIZE)

const values = (data: Float32Array): NativeSource => ({ kind: 'values', values: data })

describe('what follows a convolution by channel', () => {
  const tensors = randomTensors(PROBLEM, 1, 'real')
  const [scale, shift, mean] = [2, 3, 4].map((seed) => randomValues(OUT, seed, 'real')) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const variance = randomValues(OUT, 5, 'real').map((value) => value + 1.5)
  const factor = randomValues(OUT, 6, 'real')
  const slope = randomValues(OUT, 7, 'real')
  const residual = randomValues(OUT * SIZE * SIZE, 8, 'real')
  const epsilon = Math.fround(1e-3)
  const { values: sums } = convolveByDefinition(PROBLEM, tensors)
  const expected = sums.map((sum, i) => {
    const c = Math.floor(i / (SIZE * SIZE))
    const at = (list: Float32Array) => list[c] as number
    const normal = ((sum - at(mean)) / Math.sqrt(at(variance) + epsilon)) * at(scale) + at(shift)
    const y = normal * at(factor) - 0.25 + (residual[i] as number)
    return y < 0 ? at(slope) * y : y
  })

  it.each([PLAIN, STREAMED, { algorithm: 'winograd', unit: 2, inner: null } as const])(
    'is folded into the weights of $algorithm, before residual and activation',
    async (choice) => {
      const builder = new ProgramBuilder(addon, TARGET)
      const x = builder.input([1, IN, SIZE, SIZE])
      const added = builder.reorder(1, builder.input([1, OUT, SIZE, SIZE]), 'blocked')
      const y = builder.buffer([1, OUT, SIZE, SIZE], 'blocked')
      const constant = (data: Float32Array) => builder.constant([data.length], values(data))
      const none = { scale: -1, bias: -1, mean: -1, variance: -1, epsilon: 0 }
      const affine = [
        { scale: constant(scale), bias: constant(shift), mean: constant(mean), variance: constant(variance), epsilon },
        { ...none, scale: constant(factor) },
        { ...none, mean: constant(Float32Array.of(0.25)) },
      ]
      const weights = { weight: values(tensors.weights), bias: values(tensors.bias as Float32Array) }
      const slopes = builder.constantBuffer([OUT], values(slope), 'blocked', 2)
      const params = { activation: 'prelu', affine }
      builder.conv(2, PROBLEM, choice, weights, x, y, { params, residual: added, slope: slopes })
      builder.output(builder.reorder(2, y, 'plain'))
      const session = new addon.Session()
      await session.prepare(builder.build())
      const { outputs } = await infer(session, [tensors.input, residual])
      session.dispose()
      const output = outputs[0] as Float32Array
      expect(output.findIndex((value, i) => !(Math.abs(value - (expected[i] as number)) < 1e-5))).toBe(-1)
    },
  )

  it('is refused where it is no channel’s, and so are slopes that are no constant', async () => {
    const program = (edit: (builder: ProgramBuilder, x: number) => { params?: object; slope?: number }) => {
      const builder = new ProgramBuilder(addon, TARGET)
      const x = builder.input([1, IN, SIZE, SIZE])
      const y = builder.buffer([1, OUT, SIZE, SIZE], 'blocked')
      const weights = { weight: { kind: 'fill', value: 1 }, bias: null } as const
      builder.conv(2, PROBLEM, PLAIN, weights, x, y, edit(builder, x))
      return builder.build()
    }
    const prepare = (made: NativeProgram) => failureOf(new addon.Session().prepare(made))
    const stage = { scale: 0, bias: -1, mean: -1, variance: -1, epsilon: 0 }
    const wrong = program((builder) => {
      const scale = builder.constant([OUT + 1], { kind: 'fill', value: 1 })
      return { params: { affine: [{ ...stage, scale }] } }
    })
    expect(await prepare(wrong)).toMatchObject({
      code: 'engine/invalid-argument',
      message: `Conv of node 2: its scale or offset has ${OUT + 1} elements for ${OUT} channels.`,
    })
    const missing = program(() => ({ params: { affine: [{ ...stage, scale: 99 }] } }))
    expect(await prepare(missing)).toMatchObject({ message: expect.stringContaining('no constant of the program') })
    expect(await prepare(program((_, x) => ({ slope: x })))).toMatchObject({
      message: expect.stringContaining('no blocked constant'),
    })
    expect(await prepare(program(() => ({ params: { activation: 'sigmoid' } })))).toMatchObject({
      code: 'engine/unsupported',
      message: 'Conv of node 2: its activation would fill the lanes of missing channels.',
    })
  })
})

describe('streamed weights', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-streamed-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const problem = sameSize(4, 40, 6)
  const tensors = randomTensors(problem, 9, 'integer', false)

  function program(weight: (builder: ProgramBuilder) => NativeSource): NativeProgram {
    const builder = new ProgramBuilder(addon, TARGET)
    const x = builder.input([1, 4, 6, 6])
    const y = builder.buffer([1, 40, 6, 6], 'blocked')
    builder.conv(6, problem, STREAMED, { weight: weight(builder), bias: null }, x, y)
    builder.output(builder.reorder(6, y, 'plain'))
    return builder.build()
  }

  it.each(['float32', 'int8'] as const)('are read from the file, widened from %s, and never kept', async (dtype) => {
    const data = dtype === 'float32' ? tensors.weights : Int8Array.from(tensors.weights)
    const path = join(folder, dtype)
    await writeFile(path, Buffer.concat([Buffer.alloc(3), new Uint8Array(data.buffer)]))
    const session = new addon.Session()
    const source = { kind: 'file', offset: 3, byteLength: data.byteLength, dtype } as const
    await session.prepare(program((builder) => ({ ...source, file: builder.file(path) })))
    const [packed = 0, , , modelBuffer] = session.held().categories
    expect(packed).toBeLessThan(tensors.weights.byteLength / 4)
    expect(modelBuffer).toBe(0)
    for (let time = 0; time < 2; time++) {
      const { outputs } = await infer(session, [tensors.input])
      expect(outputs[0]).toEqual(Float32Array.from(convolveByDefinition(problem, tensors).values))
    }
    session.dispose()
  })

  it('of a file that is cut off between two inferences fail with file and node; the session stays usable', async () => {
    const path = join(folder, 'cut')
    const { byteLength } = tensors.weights
    await writeFile(path, new Uint8Array(tensors.weights.buffer))
    const session = new addon.Session()
    const source = { kind: 'file', offset: 0, byteLength, dtype: 'float32' } as const
    await session.prepare(program((builder) => ({ ...source, file: builder.file(path) })))
    await infer(session, [tensors.input])
    await truncate(path, 100)
    expect(await failureOf(infer(session, [tensors.input]))).toMatchObject({
      code: 'engine/io',
      node: 6,
      message: expect.stringMatching(/^The weight file .*cut ends at byte 100, before byte \d+ where/),
    })
    await writeFile(path, new Uint8Array(tensors.weights.buffer))
    const { outputs } = await infer(session, [tensors.input])
    expect(outputs[0]).toEqual(Float32Array.from(convolveByDefinition(problem, tensors).values))
    session.dispose()
  })

  it('that can only be read as a whole are refused', async () => {
    const path = join(folder, 'sparse')
    await writeFile(path, new Uint8Array(8))
    const source = { kind: 'sparse', count: 1, indexOffset: 0, valueOffset: 4 } as const
    const made = program((builder) => ({ ...source, file: builder.file(path) }))
    expect(await failureOf(new addon.Session().prepare(made))).toMatchObject({
      code: 'engine/unsupported',
      message: 'Conv of node 6: its weights are stored so that they can only be read as a whole.',
    })
  })
})
