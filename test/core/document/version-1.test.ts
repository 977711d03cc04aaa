// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { compareEntries } from '#core/comparison/entries'
import { entriesOf } from '#core/document/entries'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { configuration } from '#core/planning/configuration-schema'
import { english, SPEAKERS } from '#messages/say'
import { oldDocument, readOld } from './old-documents'

// Documents that the command line of version 0.1.0 saved, when their schema was 1.

const fixture = (name: string) => oldDocument(`version-1-${name}.json`)
const read = (text: string) => readOld(text, 'old.json')

describe('documents of version 1', () => {
  it('are read, with their settings as the engines declare them', () => {
    const { entries } = read(fixture('plans'))
    expect(entries.map(({ configuration }) => configuration)).toEqual([
      { profile: 'mnn-1.0.1', threads: 2, isa: 'avx512', settings: { memory: 'low' } },
      { profile: 'mnn-3.6.1', threads: 2, isa: 'avx512', settings: { winogradLevel: 1 } },
      { profile: 'mnn-2.8.1', threads: 2, isa: 'arm64-fp16', settings: { precision: 'low' } },
      {
        profile: 'convscope',
        threads: 2,
        isa: 'avx512',
        settings: { memory: 'high' },
        overrides: [{ layers: '*', algorithm: 'tiled' }],
      },
    ])
  })

  it('have configurations as they arrive today', () => {
    for (const { configuration: saved } of read(fixture('plans')).entries) {
      expect(v.safeParse(configuration, saved)).toMatchObject({ success: true, output: saved })
    }
  })

  it('keep their sentences, which every language can say', () => {
    const saved = JSON.parse(fixture('plans')) as { entries: { plan: { decisions: { reason: string }[] } }[] }
    const { entries } = read(fixture('plans'))
    for (const [at, entry] of entries.entries()) {
      const reasons = entry.plan.decisions.map(({ reason }) => reason)
      expect(reasons.map(english)).toEqual(saved.entries[at]?.plan.decisions.map(({ reason }) => reason))
      for (const reason of reasons) expect(SPEAKERS['zh-CN'](reason)).toMatch(/[\u4e00-\u9fff]/)
    }
  })

  it('are compared with each other, a run among them', () => {
    const plans = read(fixture('plans'))
    const run = read(fixture('run'))
    const [a] = entriesOf(plans)
    const [b] = entriesOf(run)
    if (a === undefined || b === undefined) throw new Error('the fixtures have entries')
    expect(b.entry.run?.report.peakTrackedBytes).toBeGreaterThan(1e6)
    const { comparison, unmatched } = compareEntries(a, b)
    expect(comparison.layers.length).toBe(26)
    expect(unmatched).toEqual({ a: [], b: [] })
  })

  it.each(['plans', 'run'])('of %s are saved again as documents of today', (name) => {
    const document = read(fixture(name))
    const text = writeDocument(document)
    expect(JSON.parse(text)).toMatchObject({ schemaVersion: 3 })
    expect(read(text)).toEqual(document)
  })

  it('are refused where a setting has no such value, or there is no such setting', () => {
    const spoiled = (change: object) => {
      const document = JSON.parse(fixture('run')) as { entries: { configuration: object }[] }
      Object.assign(document.entries[0]?.configuration ?? {}, change)
      return readDocument(JSON.stringify(document), 'old.json')
    }
    expect(spoiled({})).toMatchObject({ ok: true })
    expect(spoiled({ memory: 'tiny' })).toMatchObject({ ok: false, problem: { code: 'document/invalid' } })
    expect(spoiled({ cache: 'large' })).toMatchObject({ ok: false, problem: { code: 'document/invalid' } })
  })
})
