// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { convscope } from '#core/planning/engines/convscope/engine'
import type { MemoryMode } from '#core/planning/engines/convscope/settings'
import { english } from '#messages/say'
import { ShapedBuilder } from './lowering/shaped'
import { strictCatalog } from './lowering/strict-catalog'

function configuration(memory: MemoryMode, threads = 2): Configuration {
  return { profile: 'convscope', settings: { memory }, threads, isa: 'avx2' }
}

function plan(shaped: ShapedModel, memory: MemoryMode, threads = 2): Plan {
  const input = { modelId: 'm', shaped, fileBytes: 1000, configuration: configuration(memory, threads) }
  const result = convscope.plan({ ...input, catalog: strictCatalog })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** 3×3, 1×1, depthwise and grouped convolutions, the last with a normalisation that goes into its weights. */
function network(): ShapedModel {
  const b = new ShapedBuilder()
  const x = b.conv(b.input(1, 16, 32, 32), 16)
  const depthwise = b.conv(x, 16, { group: 16 })
  const grouped = b.conv(b.conv(depthwise, 32, { kernel: 1 }), 32, { group: 2 })
  const constants = [0, 1, 2, 3].map(() => b.constant([32]))
  return b.build(b.one({ kind: 'BatchNorm', epsilon: 1e-5 }, [grouped, ...constants], [1, 32, 32, 32]))
}

describe('the convscope profile', () => {
  it('cannot plan without the kernels', () => {
    const input = { modelId: 'm', shaped: network(), fileBytes: 1, configuration: configuration('low') }
    const result = convscope.plan({ ...input, catalog: null })
    expect(result).toMatchObject({ ok: false, problem: { code: 'engine/unavailable' } })
  })

  it('decides every convolution, with one chosen among all kernels', () => {
    for (const memory of ['low', 'normal', 'high'] as const) {
      const { decisions } = plan(network(), memory)
      expect(decisions.map(({ node }) => node)).toEqual([0, 1, 2, 3])
      for (const { candidates, algorithm, unit, packedWeightBytes, workspaceBytes } of decisions) {
        expect(candidates).toHaveLength(7)
        const chosen = candidates.filter(({ verdict }) => verdict === 'chosen')
        expect(chosen).toMatchObject([{ algorithm, unit, packedWeightBytes, workspaceBytes }])
        for (const { reason } of candidates) expect(english(reason).length).toBeGreaterThan(0)
      }
    }
  })

  it('finds out what a decision depends on when that is asked for', () => {
    const asked = new Set<string>()
    const catalog: typeof strictCatalog = {
      ...strictCatalog,
      assess(problem, choice, isa, threads, weights) {
        asked.add(`${isa} ${threads}`)
        return strictCatalog.assess(problem, choice, isa, threads, weights)
      },
    }
    const input = { modelId: 'm', shaped: network(), fileBytes: 1000, configuration: configuration('normal') }
    const made = convscope.plan({ ...input, catalog })
    if (!made.ok) throw new Error(english(made.problem.message))
    expect([...asked]).toEqual(['avx2 2'])
    expect(structuredClone(made.value.decisions).every(({ dependsOn }) => Array.isArray(dependsOn))).toBe(true)
    expect([...asked]).toEqual(expect.arrayContaining(['avx512 2', 'avx2 8']))
  })

  it('asks for halves of the weights with low precision, and says on which layers that depends', () => {
    const shaped = network()
    const settings = { memory: 'low', precision: 'low' }
    const narrow = { ...configuration('normal'), settings }
    const input = { modelId: 'm', shaped, fileBytes: 1000, configuration: narrow, catalog: strictCatalog }
    const made = convscope.plan(input)
    if (!made.ok) throw new Error(english(made.problem.message))
    const exact = plan(shaped, 'low')
    expect(2 * made.value.totals.packedWeights).toBeLessThanOrEqual(exact.totals.packedWeights + 4 * 32 * 4)
    for (const { dependsOn } of exact.decisions) expect(dependsOn).toContain('precision')
    expect(made.value.notes.map(({ id }) => id)).toContain('note.halfWeights')
    expect(exact.notes.map(({ id }) => id)).not.toContain('note.halfWeights')
    const code = convscope.setup.code({ configuration: narrow, modelFile: 'm.onnx' } as never)
    expect(code[0]?.text).toContain('--precision low')
  })

  it('weighs kernels by the machine that it is given: what packs less wins where memory is slow', () => {
    const shaped = network()
    const [isa, ample] = ['avx2', 1 << 30] as const
    const packedWith = (arithmetic: number, memory: number) => {
      const reading = [{ level: 'memory', bytes: ample, one: memory, all: memory } as const]
      const machine = { arithmetic: [{ isa, rate: arithmetic }], reading }
      const input = { modelId: 'm', shaped, fileBytes: 1000, configuration: configuration('high', 1) }
      const made = convscope.plan({ ...input, catalog: strictCatalog, machine })
      if (!made.ok) throw new Error(english(made.problem.message))
      return made.value.totals.packedWeights
    }
    expect(packedWith(1000, 0.1)).toBeLessThan(packedWith(0.1, 1000))
  })

  it('has no row for what only holds a single number, which stands beside the rows', () => {
    const b = new ShapedBuilder()
    const divided = (x: number, dims: readonly number[]) =>
      b.one({ kind: 'Binary', function: 'div', activation: 'none' }, [x, b.constant(dims)], [1, 16, 32, 32])
    const shaped = b.build(divided(divided(b.conv(b.input(1, 16, 32, 32), 16), [1]), [1, 1, 1, 32]))
    const { decisions, packedBeside, totals } = plan(shaped, 'normal')
    expect(decisions.map(({ node, packedWeightBytes }) => [node, node > 0 ? packedWeightBytes : null])).toEqual([
      [0, null],
      [2, 128],
    ])
    expect(packedBeside).toEqual([{ name: { id: 'bill.constants' }, bytes: 4 }])
    expect(totals.packedWeights).toBe((decisions[0]?.packedWeightBytes ?? 0) + 128 + 4)
  })

  it('decides nothing where the model computes the weights, and says so', () => {
    const b = new ShapedBuilder()
    const weight = b.relu(b.input(8, 16, 3, 3))
    const shaped = b.build(
      b.one(
        {
          kind: 'Conv',
          kernel: [3, 3],
          strides: [1, 1],
          dilations: [1, 1],
          pads: [1, 1, 1, 1],
          group: 1,
          activation: 'none',
          depthwise: false,
        },
        [b.conv(b.input(1, 16, 8, 8), 16), weight],
        [1, 8, 8, 8],
      ),
    )
    const { decisions, notes, totals } = plan(shaped, 'low')
    const [first, computed] = decisions
    expect(first?.candidates.length).toBeGreaterThan(0)
    expect(computed).toMatchObject({ kind: 'convolution', algorithm: null, packedWeightBytes: 0, candidates: [] })
    expect(totals.packedWeights).toBe(first?.packedWeightBytes)
    expect(notes.map(english).join(' ')).toContain('no algorithm to choose')
  })

  it('lets the memory mode trade packed weights for speed', () => {
    const unit = (memory: MemoryMode) => plan(network(), memory).decisions[0]?.unit
    expect([unit('low'), unit('normal'), unit('high')]).toEqual([null, 2, 4])
  })

  it('says what every group of a grouped convolution runs', () => {
    const grouped = plan(network(), 'high').decisions[3]
    expect(grouped).toMatchObject({
      algorithm: 'grouped',
      unit: null,
      inner: { algorithm: 'winograd', unit: 2, groups: 2 },
      executor: 'grouped winograd 2',
    })
  })

  it('adds up packed weights, constants, the largest workspace and the arena', () => {
    const { totals, totalBytes, decisions, steps } = plan(network(), 'low')
    const packed = decisions.reduce((sum, decision) => sum + (decision.packedWeightBytes ?? 0), 0)
    expect(totals.packedWeights).toBe(packed)
    expect(totals.workspace).toBe(Math.max(...decisions.map(({ workspaceBytes }) => workspaceBytes ?? 0)))
    expect(totals.activations).toBeGreaterThanOrEqual(Math.max(...steps.map(({ activationBytes }) => activationBytes)))
    expect(totalBytes).toBe(totals.packedWeights + totals.workspace + totals.activations)
  })

  it('knows what a decision would change with', () => {
    const b = new ShapedBuilder()
    const shaped = b.build(b.conv(b.input(1, 8, 16, 16), 8))
    // The made-up workspace grows with threads; nothing depends on the size or the instruction set.
    expect(plan(shaped, 'high').decisions[0]?.dependsOn).toEqual(['memory', 'precision', 'threads', 'kernel'])
  })

  it('plans a model with nodes that cannot run, and says so', () => {
    const b = new ShapedBuilder()
    const x = b.conv(b.input(1, 8, 4, 4), 8)
    const shaped = b.build(
      b.conv(b.one({ kind: 'Unsupported', why: { id: 'unsupported.inputShapes' } }, [x], [1, 8, 4, 4]), 8),
    )
    const made = plan(shaped, 'normal')
    expect(made.decisions).toHaveLength(2)
    expect(made.notes.map(english).at(-1)).toContain('cannot execute one node')
    expect(made.totals.activations).toBeGreaterThan(0)
  })
})
