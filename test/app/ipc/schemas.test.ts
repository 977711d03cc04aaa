// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { chartFile, comparisonRequest, inputShapes, path, runRequest, sideLetter } from '#app/ipc/schemas'
import { configuration } from '#core/planning/configuration-schema'

const good = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }
const accepts = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success

describe('what crosses the bridge is checked', () => {
  test('a configuration must be exactly one', () => {
    expect(accepts(configuration, good)).toBe(true)
    expect(accepts(configuration, { ...good, profile: 'mnn-9' })).toBe(false)
    expect(accepts(configuration, { ...good, threads: 0 })).toBe(false)
    expect(accepts(configuration, { ...good, threads: 33 })).toBe(false)
    expect(accepts(configuration, { ...good, threads: 1.5 })).toBe(false)
    expect(accepts(configuration, { ...good, surprise: 1 })).toBe(false)
  })

  test('overrides name a layer, an algorithm and at most a unit', () => {
    const override = { layers: 'conv*', algorithm: 'winograd', unit: 4 }
    const withOverride = (change: object) => ({ ...good, overrides: [{ ...override, ...change }] })
    expect(accepts(configuration, withOverride({}))).toBe(true)
    expect(accepts(configuration, { ...good, overrides: [] })).toBe(true)
    expect(accepts(configuration, { ...good, overrides: Array(10_001).fill(override) })).toBe(false)
    expect(accepts(configuration, { ...good, overrides: 'conv*' })).toBe(false)
    for (const bad of [{ layers: '' }, { layers: 7 }, { algorithm: 'fft' }, { unit: 0 }, { unit: 1.5 }, { more: 1 }]) {
      expect(accepts(configuration, withOverride(bad)), JSON.stringify(bad)).toBe(false)
    }
  })

  test('paths are non-empty, bounded and without NUL', () => {
    expect(accepts(path, '/a/model.mnn')).toBe(true)
    expect(accepts(path, '')).toBe(false)
    expect(accepts(path, 'a\0b')).toBe(false)
    expect(accepts(path, 'x'.repeat(5000))).toBe(false)
  })

  test('input shapes are positive integers, or left open', () => {
    expect(accepts(inputShapes, { x: [1, 3, 224, 224] })).toBe(true)
    expect(accepts(inputShapes, { x: [1, -3] })).toBe(false)
    expect(accepts(inputShapes, { x: [1, Number.NaN] })).toBe(false)
    expect(accepts(inputShapes, { x: [null, 3] })).toBe(true)
    expect(accepts(inputShapes, { x: Array(33).fill(1) })).toBe(false)
  })

  test('a run names its input and a bounded number of iterations', () => {
    const run = { modelId: 'model-1', configuration: good, input: { kind: 'synthetic', seed: 1 }, iterations: 3 }
    expect(accepts(runRequest, run)).toBe(true)
    expect(accepts(runRequest, { ...run, input: { kind: 'url', path: 'x' } })).toBe(false)
    expect(accepts(runRequest, { ...run, iterations: 1e9 })).toBe(false)
  })

  test('a comparison is of two sides, planned now, with a run or saved, and one letter', () => {
    const a = { configuration: good }
    const request = { modelId: 'model-1', a, b: a }
    expect(accepts(comparisonRequest, request)).toBe(true)
    expect(accepts(comparisonRequest, { ...request, b: { ...a, saved: { kind: 'history', id: 'run-1' } } })).toBe(true)
    expect(accepts(comparisonRequest, { ...request, a: { ...a, runId: 'run-1' } })).toBe(true)
    expect(accepts(comparisonRequest, { modelId: 'model-1', a })).toBe(false)
    expect(accepts(comparisonRequest, { ...request, b: { ...a, saved: { kind: 'file', id: '/etc' } } })).toBe(false)
    expect(accepts(sideLetter, 'D')).toBe(true)
    for (const letter of ['A', 'b', 'BC', '', '=B', 7]) expect(accepts(sideLetter, letter)).toBe(false)
  })

  test('a chart is bytes of a known kind', () => {
    expect(accepts(chartFile, { suggestedName: 'a', kind: 'png', bytes: new Uint8Array(4) })).toBe(true)
    expect(accepts(chartFile, { suggestedName: 'a', kind: 'exe', bytes: new Uint8Array(4) })).toBe(false)
    expect(accepts(chartFile, { suggestedName: 'a', kind: 'png', bytes: 'text' })).toBe(false)
  })
})
