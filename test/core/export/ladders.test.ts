// SPDX-License-Identifier: Apache-2.0
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { laddersCsv, laddersJson } from '#core/export/ladders'
import { htmlReport } from '#core/export/report/report'
import { finish } from '#core/planning/steps'
import { ladderSteps } from '#core/planning/succession'
import { english } from '#messages/say'
import { openSample } from '../support/open-sample'
import { entryOf, FOUNDING_A, model } from './support/saved-network'

const { planner, id, view } = await openSample()
const input = planner.input(id, { profile: 'mnn-2.8.1', settings: {}, threads: 1, isa: 'avx2' })
if (!input.ok) throw new Error('the sample is open')
const ladders = finish(ladderSteps(input.value, input.value.configuration, ['low', 'normal']))
const releases = ladders.flatMap((ladder) => ladder.releases)

describe('all releases as data', () => {
  it('are a row each, with the setting that tells them apart, the change and its rules', () => {
    const rows = parse<Record<string, string>>(laddersCsv(ladders), { columns: true })
    expect(rows.map(({ total }) => Number(total))).toEqual(releases.map(({ totalBytes }) => totalBytes))
    expect(new Set(rows.map(({ memory }) => memory))).toEqual(new Set(['low', 'normal']))
    const [first, ...later] = rows.slice(0, ladders[0]?.releases.length)
    expect(first?.['change']).toBe('0')
    expect(later.reduce((sum, { change }) => sum + Number(change), Number(first?.['total']))).toBe(
      Number(later.at(-1)?.['total']),
    )
    const step = releases.findIndex(({ causes }) => causes.length > 0)
    expect(rows[step]?.['rules']).toContain(english(releases[step]?.causes[0]?.rule ?? { id: 'rule.tiled.1.0.1' }))
  })

  it('name the layers that moved', () => {
    const data = JSON.parse(laddersJson(view, ladders))
    const moved = data[0].releases.flatMap(({ causes }: { causes: { layers: string[] }[] }) =>
      causes.flatMap(({ layers }) => layers),
    )
    expect(moved.length).toBeGreaterThan(0)
    const names = new Set(view.nodes.map(({ name }) => name))
    expect(moved.every((name: string) => names.has(name))).toBe(true)
    expect(data[1].configuration.settings).toEqual({ memory: 'normal' })
  })

  it('stand in a report as a chart for each ladder that is another, with every step in words', () => {
    const request = {
      language: 'en',
      appVersion: '0.1.0',
      createdAt: new Date(0),
      entries: [{ model, entry: entryOf('', FOUNDING_A) }],
    } as const
    const [low] = ladders
    if (low === undefined) throw new Error('there are two')
    const page = htmlReport({ ...request, ladders: [...ladders, low] })
    expect(page.split('aria-label="Modelled memory in every release"').length - 1).toBe(2)
    for (const { causes } of low.releases) {
      for (const { rule } of causes) expect(page).toContain(english(rule).split(/['’"<>&]/)[0])
    }
    expect(htmlReport(request)).not.toContain('Memory over all releases')
  })
})
