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
      ['mnn-1.0.1', true],
      ['mnn-1.1.7', true],
      ['mnn-1.2.3', true],
      ['mnn-2.5.1', true],
      ['mnn-2.5.3', true],
      ['mnn-2.6.1', true],
      ['mnn-2.6.2', true],
      ['mnn-2.9.2', true],
      ['mnn-2.9.3', true],
      ['mnn-3.0.5', true],
      ['mnn-3.6.1', true],
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
  const executor = engine.integers.convolution(layer, layerSettings(engine, configuration))
  if (executor === null) throw new Error('it is known')
  const { packedWeightBytes, workspaceBytes } = measure(executor, engine.pool.create(null, null))
  return [packedWeightBytes, workspaceBytes]
}

const window = { kernelHeight: 3, kernelWidth: 3, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1 }
const plane = { inHeight: 30, inWidth: 40, outHeight: 30, outWidth: 40 }
const eightBits = { ownScales: 0, bits: 8, weightBits: 8 }
const dense: IntegerLayer = { problem: { ...pointwise(1, 12, 20), ...plane, ...window }, ...eightBits }
const each: IntegerLayer = {
  problem: { ...pointwise(1, 20, 20), ...plane, ...window, group: 20, depthwise: true },
  ...eightBits,
}

describe('convolutions of 8-bit integers of 2.5.3 to 2.9.2', () => {
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
      expect(alone('2.8.1', { ...layer, ownScales: 20 }, 1, 'sse')[0]).toBe(known + more)
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

describe('convolutions of 8-bit integers to 2.5.1', () => {
  const weights = 20 * 12 * 9

  it('gather the rows of one kernel call', () => {
    // 27 blocks of four in sevens of sixteen; two rows a call on x86 in 1.0.1, and the results of a call beside.
    const depth = 7 * 16
    const packed = 20 * depth + 2 * 20 * 4
    expect(alone('1.0.1', dense, 2)).toEqual([packed, 2 * 2 * (depth + 20)])
    expect(alone('1.1.0', dense, 2)).toEqual([packed, 2 * 4 * (depth + 20)])
    expect(alone('1.1.2', dense, 2)).toEqual([packed, 2 * 4 * depth])
    expect(alone('1.2.0', dense, 2, 'sse')).toEqual([packed, 2 * 4 * depth])
    // With sdot 1.1.7 takes sixteen rows, four deep.
    expect(alone('1.1.7', dense, 2, 'arm64', 'sdot')).toEqual([20 * 108 + 2 * 20 * 4, 2 * 16 * (108 + 20)])
    expect(alone('1.2.0', dense, 2, 'arm64', 'sdot')).toEqual([packed, 2 * 4 * depth])
    // By eights: 18 blocks in nines of sixteen, two rows.
    expect(alone('2.5.1', dense, 2)).toEqual([24 * 9 * 16 + 2 * 24 * 4, 2 * 2 * 9 * 16])
    expect(weights).toBeLessThan(24 * 9 * 16)
  })

  it('have depthwise layers as they lie, then padded by blocks', () => {
    expect(alone('1.0.1', each, 4)).toEqual([20 * 9 + 2 * 20 * 4, 0])
    expect(alone('1.1.2', each, 4)).toEqual([2 * 20 * 9 + 2 * 20 * 4, 2 * 4 * (32 * 42 * 4)])
    expect(alone('2.5.1', each, 4)).toEqual([2 * 24 * 9 + 2 * 24 * 4, 2 * 3 * (32 * 42 * 8)])
  })

  it('are not known with fewer bits where these have an executor of their own', () => {
    const executorOf = (version: string, layer: IntegerLayer, isa: InstructionSet) => {
      const engine = engineOf({ version, lowMemory: false })
      const settings = { integerKernel: 'none' }
      return engine.integers.convolution(
        layer,
        layerSettings(engine, { profile: `mnn-${version}`, settings, threads: 1, isa }),
      )
    }
    const narrow = { ...dense, bits: 6 }
    expect(executorOf('1.1.7', narrow, 'arm64')).toBeNull()
    expect(executorOf('1.1.7', narrow, 'avx2')).not.toBeNull()
    expect(executorOf('1.1.0', narrow, 'avx2')).toBeNull()
    expect(executorOf('1.2.0', narrow, 'arm64')).not.toBeNull()
    expect(executorOf('3.1.3', { ...dense, weightBits: 4 }, 'avx2')).not.toBeNull()
    expect(executorOf('3.6.1', { ...dense, weightBits: 4 }, 'avx2')).toBeNull()
  })
})

/** Blocks that are taken together, of which each begins at a multiple of 64. */
const together = (...blocks: number[]) => blocks.reduce((sum, bytes) => sum + 64 * Math.ceil(bytes / 64), 0)

describe('convolutions of 8-bit integers from 2.9.3 on', () => {
  const depth = 3 * 9 * 4
  const packed = 24 * depth
  const table = 24 * 4
  const tile = 20 * depth
  const index = 9 * (1 + 1) * 24

  it('keep sums of the weights, and more tables the newer they are', () => {
    // Bias, scales, zero points, bias in floats; scales and offsets, sums.
    expect(alone('2.9.3', dense, 2)[0]).toBe(packed + (4 + 3) * table)
    // The scales of the file are given back.
    expect(alone('2.9.5', dense, 2)[0]).toBe(packed + (3 + 3) * table)
    expect(alone('3.0.5', dense, 2)[0]).toBe(packed + (3 + 3 + 2) * table)
    expect(alone('3.1.1', dense, 2)[0]).toBe(packed + (5 + 2) * table)
    expect(alone('3.6.1', dense, 2)[0]).toBe(packed + (2 + 2 + 1) * table)
    for (const version of ['2.9.3', '2.9.5', '3.0.5', '3.1.1', '3.6.1']) {
      const [own = 0, known = 0] = [{ ...dense, ownScales: 20 }, dense].map((layer) => alone(version, layer, 2)[0])
      expect(own - known).toBe(2 * table)
    }
  })

  it('gather tiles for every thread, with what lies beside', () => {
    const both = [2 * tile, 2 * index]
    const ofTiles = 2 * 20 * 4
    expect(alone('2.9.3', dense, 2)[1]).toBe(together(4, ...both))
    expect(alone('3.0.1', dense, 2)[1]).toBe(together(4, ...both))
    expect(alone('3.0.4', dense, 2)[1]).toBe(together(30 * 40 * 4, ...both))
    expect(alone('3.0.5', dense, 2)[1]).toBe(together(...both))
    expect(alone('3.0.5', { ...dense, ownScales: 20 }, 2)[1]).toBe(together(...both, ofTiles))
    expect(alone('3.1.4', dense, 2)[1]).toBe(together(...both, ofTiles))
    // Accumulators of four rows, and scales of a call.
    const accumulators = 2 * 4 * 8 * 4
    expect(alone('3.6.1', dense, 2)[1]).toBe(together(...both, ofTiles, accumulators))
    expect(alone('3.6.1', { ...dense, ownScales: 20 }, 2)[1]).toBe(together(4 * 4, ...both, ofTiles, accumulators))
  })

  it('have one index for all tiles where these are fewer than threads', () => {
    const small: IntegerLayer = {
      problem: { ...pointwise(1, 12, 20), ...window, inHeight: 5, inWidth: 4, outHeight: 5, outWidth: 4 },
      ...eightBits,
    }
    // Twenty positions are one tile of twenty.
    expect(alone('3.0.5', small, 4)[1]).toBe(together(tile, 9 * (5 + 1) * 24))
    // 2.9.3 has tiles of eight for three threads: 20 / 4 positions each, in whole fours.
    expect(alone('2.9.3', small, 4)[1]).toBe(together(4, 3 * 8 * depth, 3 * 9 * (2 + 1) * 24))
    // And 2.9.5 for all four.
    expect(alone('2.9.5', small, 4)[1]).toBe(together(4, 4 * 8 * depth, 3 * 9 * (2 + 1) * 24))
  })

  it('begin every tap anew from 3.0.4 on', () => {
    expect((alone('3.0.3', dense, 1, 'sse')[0] ?? 0) - 6 * 20 * 4).toBe(20 * 7 * 16)
    expect((alone('3.0.4', dense, 1, 'sse')[0] ?? 0) - 6 * 20 * 4).toBe(20 * 9 * 16)
  })

  it('have other kernels on ARM64', () => {
    // i8mm: eight channels and ten rows; two blocks of eight for each tap.
    const deep = 2 * 9 * 8
    expect(alone('3.6.1', dense, 1, 'arm64', 'i8mm')).toEqual([
      24 * deep + 20 * 4 + 3 * 24 * 4 + 20 * 4,
      together(20 * deep, index, 20 * 4, 10 * 8 * 4),
    ])
  })

  it('keep zero points of depthwise layers', () => {
    const channels = 32 * 4
    expect(alone('2.9.3', each, 4)[0]).toBe(2 * 32 * 9 + 4 * channels)
    expect(alone('3.6.1', each, 4)[0]).toBe(2 * 32 * 9 + 5 * channels)
  })

  it('run on the plain backend under half precision, and have zero points beside scales in the last change', () => {
    const half = createPlan({
      modelId: 'm',
      shaped,
      fileBytes: 0,
      configuration: {
        profile: 'mnn-3.6.1',
        settings: { precision: 'low' },
        threads: 2,
        isa: 'arm64-fp16',
      },
      catalog: null,
    })
    if (!half.ok) throw new Error(english(half.problem.message))
    const rows = (made: Plan) =>
      made.decisions.filter(({ kind }) => kind === 'convolution').map(({ packedWeightBytes }) => packedWeightBytes)
    expect(rows(half.value)).toEqual(rows(plan('mnn-3.6.1', 'arm64')))
    expect(plan('mnn-3.6.1').packedBeside).toContainEqual({ name: { id: 'bill.constants' }, bytes: 4 * (8 + 2 * 24) })
  })
})
