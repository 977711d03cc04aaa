// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NativeBuffer, NativeOp, NativeProgram } from '#core/inference/native-program'
import { addon } from '../conv/addon'
import { infer } from './infer'
import { failureOf, network } from './network'

const VALID = network()

/** A program with one thing changed. */
type Change = (program: NativeProgram) => object

const withBuffer = (index: number, change: Partial<NativeBuffer> | object): Change => {
  return (p) => ({ ...p, buffers: p.buffers.map((each, i) => (i === index ? { ...each, ...change } : each)) })
}
const withOp = (index: number, change: Partial<NativeOp> | object): Change => {
  return (p) => ({ ...p, ops: p.ops.map((each, i) => (i === index ? { ...each, ...change } : each)) })
}
const withConv = (change: object): Change => withOp(0, { conv: { ...VALID.ops[0]?.conv, ...change } })
const withProblem = (change: object): Change => {
  const params = VALID.ops[0]?.params as { problem: object }
  return withOp(0, { params: { ...params, problem: { ...params.problem, ...change } } })
}
const withConstant = (change: object): Change => {
  return (p) => ({ ...p, constants: p.constants.map((each, i) => (i === 0 ? { ...each, ...change } : each)) })
}

const REFUSED: Readonly<Record<string, Change>> = {
  'no program': () => Object(undefined),
  'an unknown instruction set': (p) => ({ ...p, isa: 'z80' }),
  'no thread': (p) => ({ ...p, threads: 0 }),
  'half a thread': (p) => ({ ...p, threads: 1.5 }),
  'too many threads': (p) => ({ ...p, threads: 1000 }),
  'a negative arena': (p) => ({ ...p, arenaBytes: -1 }),
  'an infinite arena': (p) => ({ ...p, arenaBytes: Number.POSITIVE_INFINITY }),
  'an arena that is too small': (p) => ({ ...p, arenaBytes: p.arenaBytes - 64 }),
  'a workspace that is no number': (p) => ({ ...p, workspaceBytes: Number.NaN }),
  'a buffer beyond the arena': withBuffer(0, { arenaOffset: 2 ** 40 }),
  'a buffer whose end overflows': withBuffer(0, { arenaOffset: Number.MAX_SAFE_INTEGER - 63 }),
  'a misaligned buffer': withBuffer(0, { arenaOffset: 4 }),
  'a buffer nowhere': withBuffer(0, { arenaOffset: -1 }),
  'a buffer with too few bytes': withBuffer(0, { bytes: 4 }),
  'a buffer with a negative dim': withBuffer(0, { dims: [1, 3, -10, 10] }),
  'a buffer with a dim of zero': withBuffer(0, { dims: [1, 3, 0, 10] }),
  'a buffer with a fractional dim': withBuffer(0, { dims: [1, 3, 9.5, 10] }),
  'a buffer whose dims overflow': withBuffer(0, { dims: [2 ** 31, 2 ** 31, 2 ** 31, 2 ** 31] }),
  'a buffer of too high a rank': withBuffer(0, { dims: new Array(9).fill(1) }),
  'a buffer of unknown layout': withBuffer(0, { layout: 'spiral' }),
  'a blocked input': withBuffer(0, { layout: 'blocked' }),
  'an input that is no buffer': (p) => ({ ...p, inputs: [p.buffers.length] }),
  'an output that is left out': (p) => ({ ...p, outputs: [-1] }),
  'an op that reads no buffer': withOp(0, { inputs: [999] }),
  'an op without an input': withOp(0, { inputs: [-1] }),
  'an op that writes no buffer': withOp(0, { outputs: [-1] }),
  'an op that writes a constant': withOp(2, { outputs: [VALID.buffers.findIndex(({ constant }) => constant >= 0)] }),
  'an op that writes over what it reads': withOp(0, { outputs: VALID.ops[0]?.inputs }),
  'an op of no kind': withOp(0, { kind: 'Frobnicate' }),
  'an op whose kind is no string': withOp(0, { kind: 7 }),
  'an op without parameters': withOp(2, { params: null }),
  'a parameter that is no number': withOp(2, { params: { epsilon: 'small' } }),
  'a convolution without weights': withConv({ weight: -1 }),
  'a convolution of an unknown kernel': withConv({ algorithm: 'magic' }),
  'a convolution with a bias that is no constant': withConv({ bias: 99 }),
  'a convolution with weights of another shape': withConv({ weight: VALID.ops[1]?.conv?.weight }),
  'a convolution of other channels': withProblem({ inChannels: 4 }),
  'a convolution of no group': withProblem({ group: 0 }),
  'a convolution of no stride': withProblem({ strideHeight: 0 }),
  'a convolution of negative size': withProblem({ outHeight: -10 }),
  'a convolution that reads outside': withProblem({ padTop: -5, padBottom: 7 }),
  'a convolution of huge size': withProblem({ inHeight: 2 ** 31 - 1, outHeight: 2 ** 31 - 1 }),
  'a constant in no file': withConstant({
    source: { kind: 'file', file: 0, offset: 0, byteLength: 1296, dtype: 'float32' },
  }),
  'a constant of too few values': withConstant({ source: { kind: 'values', values: new Float32Array(3) } }),
  'a constant of an unknown source': withConstant({ source: { kind: 'oracle' } }),
  'a constant of another shape': withConstant({ dims: [1, 1] }),
}

describe('hostile programs', () => {
  it('start from one that is valid', async () => {
    const session = new addon.Session()
    await session.prepare(VALID)
    session.dispose()
  })

  it.each(Object.entries(REFUSED))('%s', async (_, change) => {
    const session = new addon.Session()
    const failure = await failureOf(session.prepare(change(VALID) as NativeProgram))
    expect(['engine/invalid-argument', 'engine/unsupported'], failure.message).toContain(failure.code)
    expect(failure.message).toMatch(/\.$/)
    expect(session.held().categories).toEqual([0, 0, 0, 0, 0, 0])
    session.dispose()
  })

  it('that state other sizes than the kernels do are refused', async () => {
    const { packedWeightBytes = 0 } = VALID.ops[0]?.conv ?? {}
    for (const change of [
      withOp(0, { workspaceBytes: 12345 }),
      withConv({ packedWeightBytes: packedWeightBytes - 4 }),
    ]) {
      const session = new addon.Session()
      expect(await failureOf(session.prepare(change(VALID) as NativeProgram))).toMatchObject({
        code: 'engine/internal',
        node: 10,
      })
      session.dispose()
    }
  })

  it('never crash, whatever value stands anywhere', async () => {
    const paths = leafPaths(VALID)
    const value = fc.oneof(
      fc.constantFrom(null, undefined, '', -1, 0, 0.5, Number.NaN, 2 ** 31, 2 ** 53, Number.NEGATIVE_INFINITY, [], {}),
      fc.integer({ min: -3, max: 40 }),
      fc.double(),
      fc.string(),
    )
    const property = fc.asyncProperty(fc.constantFrom(...paths), value, async (path, replacement) => {
      const session = new addon.Session()
      const failure = await failureOf(session.prepare(replaced(VALID, path, replacement) as NativeProgram))
      // It may still be a program (another seed, another epsilon …); then it has to run.
      if (failure.code === 'none') {
        const result = await failureOf(infer(session, [new Float32Array(300)]))
        expect(['none', 'engine/invalid-argument']).toContain(result.code)
      } else expect(failure.code).toMatch(/^engine\/(invalid-argument|unsupported|internal|out-of-memory)$/)
      session.dispose()
    })
    await fc.assert(property, { numRuns: 1500 })
  })

  it('whose properties throw are refused with what they throw', async () => {
    const session = new addon.Session()
    const trap = new Proxy(VALID, {
      get: () => {
        throw new RangeError('a trap')
      },
    })
    expect((await failureOf(session.prepare(trap))).message).toBe('a trap')
    session.dispose()
  })
})

type Path = readonly (string | number)[]

/** Paths to everything that is no plain container. */
function leafPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, each]) => leafPaths(each, [...path, key])),
  ]
}

function replaced(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement
  if (Array.isArray(value))
    return value.map((each, i) => (String(i) === key ? replaced(each, rest, replacement) : each))
  const object = value as Record<string, unknown>
  return { ...object, [key]: replaced(object[key], rest, replacement) }
}
