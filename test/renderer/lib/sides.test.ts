// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { MOST_SIDES } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { EntrySource } from '#contract/history'
import { PROFILES } from '#core/planning/engines/index'
import { sideNames } from '#renderer/features/compare/side-names'
import { configurationName } from '#renderer/lib/labels'
import {
  differsFromA,
  documentSources,
  followingSide,
  mayKeep,
  type SideSources,
  sidesOf,
  underOtherEngines,
} from '#renderer/lib/sides'

const profiles = PROFILES.map(({ traits }) => traits)
const A: Configuration = { profile: 'mnn-1.0.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }
const B: Configuration = { ...A, profile: 'mnn-2.8.1' }

function sides(part: Partial<SideSources>) {
  return sidesOf({
    baseline: A,
    savedBaseline: null,
    configuration: B,
    picked: [],
    runOf: () => undefined,
    ...part,
  })
}

describe('sides', () => {
  it('of a document go by their names, or by that of the file', () => {
    const of = { totalBytes: 0, ofShown: true, model: { name: 'net', fileName: 'net.onnx', sha256: '' } }
    const entries = [
      { label: '', configuration: A, ...of },
      { label: 'As shipped', configuration: B, ...of },
    ]
    const document = { id: 'document-1', fileName: 'old.json', shown: 1, entries }
    const sources = documentSources(document)
    const ofTwo = { ...document, entries: entries.map((entry, at) => ({ ...entry, ofShown: at === 1 })) }
    expect(documentSources(ofTwo).map(({ label }) => label)).toEqual(['net.onnx', 'As shipped'])
    expect(sources.map(({ label }) => label)).toEqual(['old.json', 'As shipped'])
    const { names } = sideNames(profiles, sides({ savedBaseline: sources[0] ?? null }))
    expect(names.map(({ short }) => short)).toEqual(['old.json: MNN 1.0.1', 'MNN 2.8.1'])
  })

  it('are none without a baseline', () => {
    expect(sides({ baseline: null })).toEqual([])
  })

  it('leave out what is A itself, kept or planned now', () => {
    const kept: EntrySource = { configuration: A, saved: { kind: 'history', id: 'plan-1' } }
    const letters = (part: Partial<SideSources>) => sides(part).map(({ letter }) => letter)
    expect(letters({ savedBaseline: kept, picked: [kept, { configuration: A }] })).toEqual(['A', 'B', 'C'])
    expect(letters({ picked: [kept, { configuration: A }] })).toEqual(['A', 'B', 'C'])
  })

  it('are as many as a document takes, each by a letter of its own', () => {
    const picked = Array.from({ length: 40 }, (_, index) => ({ configuration: { ...A, threads: index + 10 } }))
    const letters = sides({ picked }).map(({ letter }) => letter)
    expect(letters).toHaveLength(MOST_SIDES)
    expect(new Set(letters).size).toBe(MOST_SIDES)
    expect(letters.every((letter) => /^[A-Z]$/.test(letter))).toBe(true)
  })

  it('keep their key when they are run', () => {
    const picked = [{ configuration: { ...A, threads: 1 } }]
    const [before] = sides({ picked }).slice(2)
    const [after] = sides({ picked, runOf: ({ threads }) => (threads === 1 ? 'run-1' : undefined) }).slice(2)
    expect(after?.key).toBe(before?.key)
    expect(after?.source.runId).toBe('run-1')
  })

  it('know whether B differs from A: a saved entry of its configuration may', () => {
    expect(differsFromA(sides({}))).toBe(true)
    expect(differsFromA(sides({ configuration: A }))).toBe(false)
    const savedBaseline: EntrySource = { configuration: A, saved: { kind: 'history', id: 'plan-1' } }
    expect(differsFromA(sides({ configuration: A, savedBaseline }))).toBe(true)
    expect(differsFromA([])).toBe(false)
  })
})

describe('the current configuration', () => {
  it('can be kept as one side more unless it is one, or there is no room', () => {
    const now = { configuration: B }
    const kept: EntrySource = { ...now, saved: { kind: 'history', id: 'plan-1' } }
    expect(mayKeep(sides({}), B)).toBe(true)
    expect(mayKeep(sides({ picked: [kept] }), B)).toBe(true)
    expect(mayKeep(sides({ picked: [now] }), B)).toBe(false)
    expect(mayKeep(sides({ configuration: A }), A)).toBe(false)
    const picked = Array.from({ length: 40 }, (_, index) => ({ configuration: { ...A, threads: index + 10 } }))
    expect(mayKeep(sides({ picked }), B)).toBe(false)
  })
})

describe('names of sides', () => {
  it('say once what all share, and of each what it differs by', () => {
    const picked = [{ configuration: { ...B, threads: 1 }, label: 'Nightly' }]
    const { shared, names } = sideNames(profiles, sides({ picked }))
    expect(shared).toBe('memory low · AVX2')
    expect(names.map(({ short }) => short)).toEqual([
      'MNN 1.0.1 · 4 threads',
      'MNN 2.8.1 · 4 threads',
      'Nightly: MNN 2.8.1 · 1 thread',
    ])
    expect(names[2]?.whole).toBe('Nightly: MNN 2.8.1 · memory low · 1 thread · AVX2')
  })

  it('tell overrides apart from none, and do not repeat a label that is the configuration', () => {
    const label = configurationName(profiles, A)
    const overrides = [{ layers: 'conv*', algorithm: 'tiled' }] as const
    const { shared, names } = sideNames(
      profiles,
      sides({ configuration: { ...A, overrides }, picked: [{ configuration: B, label }] }),
    )
    expect(shared).toBe('memory low · 4 threads · AVX2')
    expect(names.map(({ short }) => short)).toEqual(['MNN 1.0.1', 'MNN 1.0.1 · 1 override', `${label}: MNN 2.8.1`])
  })
})

describe('the current configuration under other engines', () => {
  it('is offered for every engine that no side has, but the many between, fit for that engine', () => {
    const offered = underOtherEngines(profiles, B, sides({}))
    const few = profiles.filter(({ amongMany }) => amongMany !== true).map(({ id }) => id)
    const wanted = few.filter((id) => id !== A.profile && id !== B.profile)
    expect(offered.map(({ configuration }) => configuration.profile)).toEqual(wanted)
    for (const { configuration } of offered) {
      const traits = profiles.find(({ id }) => id === configuration.profile)
      expect(traits?.instructionSets).toContain(configuration.isa)
    }
    // As many as there is room for: A and B are sides too.
    const taken = offered.slice(0, MOST_SIDES - 2)
    const left = offered.slice(MOST_SIDES - 2)
    expect(underOtherEngines(profiles, B, sides({ picked: taken }))).toEqual(left)
  })
})

describe('linked sides', () => {
  it('change what they had in common, and nothing else', () => {
    expect(followingSide(profiles, A, B, { threads: 2 })).toEqual({ ...A, threads: 2 })
    expect(followingSide(profiles, A, B, { settings: {} })).toEqual({ ...A, settings: {} })
    expect(followingSide(profiles, A, B, { profile: 'mnn-3.6.1' })).toEqual(A)
    expect(followingSide(profiles, A, { ...B, threads: 8 }, { threads: 2 })).toEqual(A)
    expect(followingSide(profiles, A, { ...B, settings: {} }, { settings: { memory: 'high' } })).toEqual(A)
  })
})
