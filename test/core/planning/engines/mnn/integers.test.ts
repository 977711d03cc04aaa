// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest'
import type { InstructionSet } from '#contract/configuration'
import { isLowerBound, type Plan } from '#contract/plan'
import { readMnn } from '#core/model/formats/mnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import type { ShapedModel } from '#core/model/shapes'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import type { IntegerLayer } from '#core/planning/engines/mnn/rules/integer-layers'
import { pointwise } from '#core/planning/layers/conv-problem'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { input, net, op, type Table } from '../../../model/support/mnn-writer'

const FLOAT_TO_INT8 = 517
const INT8_TO_FLOAT = 514
const CONV_INT8 = 513
const DEPTHWISE_INT8 = 515
const POOL_INT8 = 516
const ELTWISE_INT8 = 518

/** 3×3, padded by one, with weights of 8 bits and biases of 32. */
function convolution(channels: number, weights: number): { tag: number; table: Table } {
  const common: Table = { 0: { int: 1 }, 1: { int: 1 }, 2: { int: 3 }, 3: { int: 3 }, 10: { int: channels } }
  const integers: Table = { 0: { bytes: new Array(weights).fill(1) }, 1: { ints: new Array(channels).fill(1) } }
  return { tag: 9, table: { 0: { table: common }, 4: { table: integers } } }
}

const scales = (count: number) => ({ tag: 74, table: { 3: { floats: new Array(count).fill(0.5) } } })

/** A quantised file as MNN's tools write one: 3 → 20 channels, depthwise, a sum, pooling, and floats again. */
function quantised(): Uint8Array {
  const pool: Table = { 3: { int: 2 }, 4: { int: 2 }, 5: { int: 2 }, 6: { int: 2 } }
  return net(
    ['x', 'q', 'conv', 'depthwise', 'sum', 'pool', 'y'],
    [
      input('x', 0, [1, 3, 16, 16]),
      op('toInt8', FLOAT_TO_INT8, [0], [1], scales(3)),
      op('conv', CONV_INT8, [1], [2], convolution(20, 20 * 3 * 9)),
      op('depthwise', DEPTHWISE_INT8, [2], [3], convolution(20, 20 * 9)),
      op('sum', ELTWISE_INT8, [2, 3], [4]),
      op('pool', POOL_INT8, [4], [5], { tag: 31, table: pool }),
      op('toFloat', INT8_TO_FLOAT, [5], [6], scales(20)),
    ],
  )
}

let shaped: ShapedModel
beforeAll(() => {
  const opened = inferShapes(readMnn('/models/q.mnn', quantised()), {})
  if (!opened.ok) throw new Error(english(opened.problem.message))
  shaped = opened.value
})

function plan(profile: string, isa: InstructionSet = 'avx2'): Plan {
  const configuration = { profile, settings: {}, threads: 2, isa }
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

describe('a file of 8-bit integers', () => {
  it('has the shapes and types of what its ops are like', () => {
    expect(shaped.dims.slice(0, 7)).toEqual([
      [1, 3, 16, 16],
      [1, 3, 16, 16],
      ...[2, 3, 4].map(() => [1, 20, 16, 16]),
      [1, 20, 8, 8],
      [1, 20, 8, 8],
    ])
    const types = shaped.model.tensors.slice(0, 7).map(({ dtype }) => dtype)
    expect(types).toEqual(['float32', ...new Array(5).fill('int8'), 'float32'])
  })

  it('has a row for every convolution in every release, and is wholly known where the rules are', () => {
    for (const [profile, known] of [
      ['mnn-1.0.1', false],
      ['mnn-2.5.1', false],
      ['mnn-2.5.3', true],
      ['mnn-2.6.1', true],
      ['mnn-2.6.2', true],
      ['mnn-2.9.2', true],
      ['mnn-2.9.3', false],
      ['mnn-3.6.1', false],
      ['ncnn-20260526', false],
    ] as const) {
      const { decisions, ...made } = plan(profile)
      const convolutions = decisions.filter(({ kind }) => kind === 'convolution')
      expect(convolutions.map(({ node }) => shaped.model.nodes[node]?.name)).toEqual(['conv', 'depthwise'])
      expect(convolutions.map(({ macs }) => macs)).toEqual([16 * 16 * 20 * 3 * 9, 16 * 16 * 20 * 9])
      expect(isLowerBound({ decisions, ...made })).toBe(!known)
      expect(convolutions.every(({ packedWeightBytes }) => (packedWeightBytes !== null) === known)).toBe(true)
    }
  })

  it('has tensors of one byte an element', () => {
    // By eights: both convolutions' outputs. The plain backend adds them up and has a pool of its own: copies and sum, by fours.
    expect(plan('mnn-2.8.1').totals.activations).toBe(16 * 16 * (2 * 24 + 3 * 20))
    // One backend, by fours: the sum, which is more than the float input of four channels beside its integers.
    expect(plan('mnn-2.8.1', 'sse').totals.activations).toBe(16 * 16 * 3 * 20)
  })

  it('adds up, scales beside the rows', () => {
    const { decisions, packedBeside, totals } = plan('mnn-2.8.1')
    const rows = decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
    expect(rows + packedBeside.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(totals.packedWeights)
    // Of both changes, by eights.
    expect(packedBeside).toContainEqual({ name: { id: 'bill.constants' }, bytes: 4 * (8 + 24) })
    expect(decisions.some(({ node }) => shaped.model.nodes[node]?.name === 'toInt8')).toBe(false)
  })
})

/** What a layer takes of each pool when it is alone. */
function alone(version: string, layer: IntegerLayer, threads: number, isa: InstructionSet = 'avx2', kernel = 'none') {
  const engine = engineOf({ version, lowMemory: true })
  const settings = { integerKernel: kernel }
  const configuration = { profile: `mnn-${version}-low-memory`, settings, threads, isa }
  const executor = engine.integers?.convolution(layer, layerSettings(engine, configuration))
  if (executor === undefined) throw new Error('it is known')
  const { packedWeightBytes, workspaceBytes } = measure(executor, engine.pool.create(null, null))
  return [packedWeightBytes, workspaceBytes]
}

describe('convolutions of 8-bit integers of 2.5.3 to 2.9.2', () => {
  const window = { kernelHeight: 3, kernelWidth: 3, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }
  const plane = { inHeight: 30, inWidth: 40, outHeight: 30, outWidth: 40 }
  const dense: IntegerLayer = { problem: { ...pointwise(1, 12, 20), ...plane, ...window }, ownScales: false }
  const each: IntegerLayer = {
    problem: { ...pointwise(1, 20, 20), ...plane, ...window, group: 20, depthwise: true },
    ownScales: false,
  }

  it('gather tiles of two kilobytes', () => {
    // Three blocks of four channels for each of nine taps; outputs by eights, 19 rows in fives of four.
    const depth = 3 * 9 * 4
    const index = 9 * (1 + 1) * 24
    expect(alone('2.8.1', dense, 2)).toEqual([2 * 20 * 4 + 24 * depth, 2 * 20 * depth + 2 * index])
    // From 2.8.4 on bias and scales are rounded up to the blocks of eight.
    expect(alone('2.8.4', dense, 2)).toEqual([2 * 24 * 4 + 24 * depth, 2 * 20 * depth + 2 * index])
  })

  it('to 2.6.1 have depthwise layers by blocks, one of which a thread pads', () => {
    expect(alone('2.6.1', dense, 2)).toEqual(alone('2.8.4', dense, 2))
    expect(alone('2.6.1', each, 4)).toEqual([2 * 24 * 4 + 2 * 24 * 9, 2 * 3 * (32 * 42 * 8)])
    expect(alone('2.6.1', each, 2, 'arm64')).toEqual([2 * 20 * 4 + 20 * 9, 2 * (32 * 42 * 4)])
  })

  it('take several blocks of channels at a time where the kernel is deeper than they are', () => {
    // 27 blocks of four in sevens of sixteen; 2048 / 112 = 19 rows by fours.
    const depth = 7 * 16
    const index = 9 * (1 + 1) * 24
    const packed = 2 * 20 * 4 + 20 * depth
    expect(alone('2.8.1', dense, 1, 'sse')).toEqual([packed, 20 * depth + index])
    expect(alone('2.8.1', dense, 1, 'arm64')).toEqual([packed, 20 * depth + index])
    // sdot: four deep, twelve rows.
    expect(alone('2.8.1', dense, 1, 'arm64', 'sdot')).toEqual([2 * 20 * 4 + 20 * 108, 24 * 108 + index])
  })

  it('work scales out anew where the file has those of float weights', () => {
    const tables = 2 * 20 * 4
    for (const layer of [dense, each]) {
      const [known = 0] = alone('2.8.1', layer, 1, 'sse')
      const more = layer === dense ? tables : 2 * 32 * 4
      expect(alone('2.8.1', { ...layer, ownScales: true }, 1, 'sse')[0]).toBe(known + more)
    }
  })

  it('stage depthwise layers by sixteen channels, of 16 bits on x86', () => {
    const staged = 2 * (30 * 40 * 32) + 2 * (32 * 42 * 16)
    expect(alone('2.8.1', each, 4)).toEqual([2 * 32 * 4 + 2 * 32 * 9, 2 * staged])
    expect(alone('2.8.1', each, 4, 'arm64')).toEqual([2 * 32 * 4 + 32 * 9, staged])
    // With sdot, 3×3 with a step of one by fours: no more threads than blocks.
    const fast = 2 * (30 * 40 * 20) + 4 * (32 * 42 * 4)
    expect(alone('2.8.1', each, 4, 'arm64', 'sdot')).toEqual([2 * 20 * 4 + 20 * 9, fast])
  })
})
