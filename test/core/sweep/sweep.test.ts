// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { CATEGORIES } from '#contract/categories'
import type { Configuration } from '#contract/configuration'
import { placesOf, type Sweep, type SweepAxis, sizesWith, sweepDimensions } from '#contract/sweep'
import { sweepCsv } from '#core/export/sweep-csv'
import { sumOf } from '#core/planning/series'
import { finish } from '#core/planning/steps'
import { sweep } from '#core/sweep/sweep'
import { english } from '#messages/say'
import { openSample } from '../support/open-sample'

const { store, planner, id } = await openSample()
const OF: Configuration = { profile: 'mnn-2.8.1', threads: 4, isa: 'avx2', settings: {} }
const EDGES = ['height', 'width']

function stored() {
  const model = store.get(id)
  if (!model.ok) throw new Error(english(model.problem.message))
  return model.value
}

function swept(axis: SweepAxis, resized = false, configuration: Partial<Configuration> = {}): Sweep {
  const planning = planner.input(id, { ...OF, ...configuration })
  if (!planning.ok) throw new Error(english(planning.problem.message))
  return finish(sweep({ stored: stored(), planning: planning.value, axis, resized }))
}

const sizes = (...values: number[]): SweepAxis => ({ kind: 'size', dimensions: EDGES, values })
const totals = ({ points }: Sweep) => points.map(({ outcome }) => (outcome.ok ? outcome.value.totalBytes : null))
const held = ({ resized }: Sweep) => resized?.held.map((bytes) => bytes && sumOf(bytes)) ?? []

describe('a sweep', () => {
  test('plans every value as a plan of it alone is made', () => {
    const result = swept(sizes(224, 160))
    const plan = planner.plan(id, OF)
    expect(totals(result)[0]).toBe(plan.ok && plan.value.totalBytes)
    expect(totals(result)[1]).toBeLessThan(totals(result)[0] ?? 0)
    expect(stored().inputs[0]?.dims).toEqual([1, 3, 224, 224])
  })

  test('finds both sides of a change: which layers, from what to what', () => {
    const { changes } = swept(sizes(40, 48))
    expect(changes.map(({ from, to }) => [from, to])).toEqual([[0, 1]])
    const layers = changes[0]?.layers ?? []
    expect(layers.length).toBeGreaterThan(0)
    for (const { a, b } of layers) expect([a.algorithm, a.unit]).not.toEqual([b.algorithm, b.unit])
    const moved = layers.find(({ name }) => name.startsWith('fire8') && name.includes('3x3'))
    expect(moved).toMatchObject({ a: { algorithm: 'tiled' }, b: { algorithm: 'winograd', unit: 2 } })
    expect(english(moved?.why ?? { id: 'cause.others' })).toContain('other sizes')
    expect(changes[0]?.totalDelta).toBe((totals(swept(sizes(48)))[0] ?? 0) - (totals(swept(sizes(40)))[0] ?? 0))
  })

  test('has a gap with its reason where a size does not work, and goes on', () => {
    const { points, changes } = swept(sizes(40, 8, 48))
    expect(points.map(({ outcome }) => outcome.ok)).toEqual([true, false, true])
    const { outcome } = points[1] ?? {}
    expect(outcome?.ok === false && english(outcome.problem.message)).toContain('larger than the padded input')
    expect(changes.map(({ from, to }) => [from, to])).toEqual([[0, 2]])
  })

  test('varies threads and settings, and leaves a value out that the engine does not have', () => {
    const threads = swept({ kind: 'threads', values: [1, 4, 99] })
    expect(threads.points.map(({ outcome }) => outcome.ok)).toEqual([true, true, false])
    const memory = swept({ kind: 'setting', setting: 'memory', values: ['normal', 'low'] }, false, {
      profile: 'mnn-1.0.1',
    })
    expect(memory.changes[0]?.layers.every(({ b }) => b.algorithm !== 'winograd')).toBe(true)
    const foreign = swept({ kind: 'setting', setting: 'sgemm', values: [true] })
    expect(foreign.points[0]?.outcome.ok).toBe(false)
  })

  test('is a table with a row for each value', () => {
    const result = swept(sizes(40, 8), true)
    const [head = '', first = '', gap = ''] = sweepCsv(result).split('\r\n')
    const figures = [...CATEGORIES, 'total']
    const session = figures.map((name) => `session_${name}`).join()
    expect(head).toBe(`"height,width",${figures.join()},at_least,changed_layers,${session},problem`)
    expect(first.split(',')[figures.length]).toBe(String(totals(result)[0]))
    expect(gap).toMatch(/^8,+"?MaxPool/)
  })
})

describe('a session that is resized', () => {
  test('is at first what a session made at that size is', () => {
    for (const profile of ['mnn-1.0.1', 'mnn-2.5.3', 'mnn-2.8.1', 'mnn-3.6.1', 'ncnn-20240410']) {
      const result = swept(sizes(224), true, { profile })
      expect(held(result), profile).toEqual(totals(result))
    }
  })

  test('keeps the algorithms of its first size', () => {
    const result = swept(sizes(64, 224), true)
    const weights = result.resized?.held.map((bytes) => bytes?.packedWeights)
    expect(weights?.[1]).toBe(weights?.[0])
    const { outcome } = result.points[1] ?? {}
    expect(outcome?.ok && outcome.value.totals.packedWeights).toBeGreaterThan(weights?.[0] ?? 0)
  })

  test('gives everything back before 1.1.1', () => {
    const [first, , again] = held(swept(sizes(224, 320, 224), true, { profile: 'mnn-1.0.1' }))
    expect(again).toBe(first)
  })

  test('keeps the largest block from 2.7.0 on', () => {
    for (const profile of ['mnn-2.8.1', 'mnn-2.9.5', 'mnn-3.6.1']) {
      const result = swept(sizes(224, 320, 224), true, { profile })
      const [first, largest, again] = held(result)
      expect(largest, profile).toBeGreaterThan(first ?? 0)
      expect(again, profile).toBe(largest)
      expect(result.resized?.held[2]?.other, profile).toBe((largest ?? 0) - (first ?? 0))
    }
  })

  test('can grow beyond its largest size where blocks are cut from the static pool', () => {
    const through = held(swept(sizes(224, 320, 224, 256, 320), true, { profile: 'mnn-2.5.3' }))
    expect(through[2]).toBeGreaterThan(through[0] ?? 0)
    expect(through[3]).toBeGreaterThan(held(swept(sizes(224, 256), true, { profile: 'mnn-2.5.3' }))[1] ?? 0)
  })

  test('keeps the pools of ncnn', () => {
    const [first, largest, again] = held(swept(sizes(224, 320, 224), true, { profile: 'ncnn-20240410' }))
    expect(largest).toBeGreaterThan(first ?? 0)
    expect(again).toBe(largest)
  })

  test('is not known where an executor chooses anew', () => {
    const through = held(swept(sizes(224, 48), true, { isa: 'avx512' }))
    expect(through[0]).not.toBeNull()
    expect(through[1]).toBeNull()
  })

  test('leaves out a size that does not work', () => {
    const through = held(swept(sizes(224, 8, 224), true))
    expect(through).toEqual([through[0], null, through[0]])
  })
})

describe('dimensions to vary', () => {
  const image = {
    name: 'x',
    dims: [1, 3, 224, 224],
    dimNames: [null, null, null, null],
    roles: ['batch', 'channels', 'height', 'width'] as const,
  }
  const tokens = { name: 'ids', dims: [1, 128], dimNames: ['batch', 'seq_len'], roles: ['batch', 'length'] as const }

  test('are open ones by name, shared ones by place, and single axes', () => {
    expect(placesOf('seq_len', [image, tokens])).toEqual([{ input: 'ids', axis: 1 }])
    expect(placesOf('height', [image])).toEqual([{ input: 'x', axis: 2 }])
    expect(placesOf('batch', [image, { ...tokens, dimNames: [null, null] }])).toHaveLength(2)
    expect(placesOf('x[1]', [image])).toEqual([{ input: 'x', axis: 1 }])
    expect(placesOf('depth', [image])).toEqual([])
    expect(sweepDimensions([image, tokens])).toEqual([
      ['height', 'width'],
      ['height'],
      ['width'],
      ['batch'],
      ['seq_len'],
    ])
  })

  test('leave all others as they are', () => {
    expect(sizesWith([image, tokens], EDGES, 64)).toEqual({ x: [1, 3, 64, 64], ids: [1, 128] })
  })
})
