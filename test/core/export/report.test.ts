// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lint, Remedy } from '#contract/advice'
import { judge } from '#contract/verdict'
import { causeGroups } from '#core/comparison/cause-groups'
import { compareEntries } from '#core/comparison/entries'
import { html } from '#core/export/report/markup'
import { htmlReport, type ReportRequest } from '#core/export/report/report'
import { recommendedRemedy } from '#core/planning/advice/advise'
import { roughSize } from '#messages/figures'
import { entryOf, FOUNDING_A, FOUNDING_B, model } from './support/saved-network'

const a = { model, entry: entryOf('MNN 1.0.1 as shipped', FOUNDING_A, 2) }
const b = { model, entry: entryOf('MNN 2.8.1', FOUNDING_B) }
const common = { language: 'en', appVersion: '0.1.0', createdAt: new Date('2026-01-02T03:04:05Z') } as const

describe('HTML report', () => {
  const report = htmlReport({ ...common, entries: [a, b], limit: { growth: 0.05 } })

  it('gives verdict, configurations, totals, and every changed layer with its reason', () => {
    expect(report).toContain('exceeds the limit')
    expect(report).toContain('MNN 1.0.1 as shipped')
    for (const { entry } of [a, b]) expect(report).toContain(roughSize(entry.plan.totalBytes))
    for (const { node } of b.entry.plan.decisions) expect(report).toContain(model.nodes[node]?.name)
    expect(report).toContain('no longer consults the memory mode')
    expect(report).toContain('aria-label="Measured memory over time"')
    // A bar is named as a reader would, and there is none of nothing.
    expect(report).toContain('<title>packed weights: ')
    expect(report).not.toMatch(/<title>(packedWeights|inputsOutputs)|<title>[a-z ]+: 0 B</)
  })

  it('calls every further entry by its letter, in sentences as in headings', () => {
    const c = { model, entry: entryOf('2.8.1, one thread', { ...FOUNDING_B, threads: 1 }) }
    const both = htmlReport({ ...common, entries: [a, b, c] })
    const section = both.slice(both.indexOf('<h2>What changes from A to C, by cause'))
    expect(both).toContain(
      `As modelled, B needs ${roughSize(b.entry.plan.totalBytes - a.entry.plan.totalBytes)} more than A`,
    )
    expect(both).toContain(
      `As modelled, C needs ${roughSize(c.entry.plan.totalBytes - a.entry.plan.totalBytes)} more than A`,
    )
    expect(section.slice(0, section.indexOf('<h2>', 1))).toContain('; C’s rule: ')
    expect(section.slice(0, section.indexOf('<h2>', 1))).not.toContain('B’s rule')
  })

  it('has room for the categories of many sides: a row for each, with its differences', () => {
    const many = htmlReport({
      ...common,
      entries: [a, b, { model, entry: entryOf('', { ...FOUNDING_B, threads: 1 }) }, a, b],
    })
    const table = many.slice(many.indexOf('<th>Against A'), many.indexOf('<h2>', many.indexOf('<th>Against A')))
    const rows = table.split('<tr>').slice(1)
    expect(rows).toHaveLength(5)
    const grown = b.entry.plan.totals.packedWeights - a.entry.plan.totals.packedWeights
    expect(rows[1]).toContain(roughSize(b.entry.plan.totals.packedWeights))
    expect(rows[4]).toContain(roughSize(grown))
    expect(many).not.toContain('<b></b>')
  })

  it('tells what is held from load to a second run, where a side changes over time', () => {
    const ncnn = { model, entry: entryOf('ncnn', { ...FOUNDING_B, profile: 'ncnn-20260526', settings: {} }) }
    const held = ncnn.entry.plan.lifecycle?.loading ?? 0
    const both = htmlReport({ ...common, entries: [b, ncnn] })
    expect(both).toMatch(
      new RegExp(`<td>while it loads</td><td class="n"><span class="muted">unknown</span></td>.*${roughSize(held)}`),
    )
    expect(report).not.toContain('while it loads')
  })

  it('joins every figure for memory, from the file to the process, in a column for each side', () => {
    const table = report.slice(report.indexOf('<h2>From the file to the process'))
    const rows = table.slice(0, table.indexOf('</table>')).split('<tr>').slice(2)
    const held = rows.find((row) => row.includes('Held, the total'))
    for (const { entry } of [a, b]) expect(held).toContain(roughSize(entry.plan.totalBytes))
    expect(rows.find((row) => row.includes('Resident set'))).toBeDefined()
  })

  it('asks the question that a reader has, and answers it', () => {
    const heading = (text: string) => /<h1>(.*?)<\/h1>/.exec(text)?.[1]
    expect(heading(report)).toBe(`Why does ${model.name} take more memory under MNN 2.8.1 than under MNN 1.0.1?`)
    const delta = b.entry.plan.totalBytes - a.entry.plan.totalBytes
    expect(report.slice(report.indexOf('class="answer"'))).toContain(`+${roughSize(delta)}`)
    expect(heading(htmlReport({ ...common, entries: [b, a] }))).toContain('less memory under MNN 1.0.1')
    const other = { ...a, model: { ...model, fileName: 'next.mnn', sha256: 'f'.repeat(64) } }
    expect(heading(htmlReport({ ...common, entries: [b, other] }))).toBe(
      `Why does next.mnn take less memory than ${model.fileName}?`,
    )
    expect(heading(htmlReport({ ...common, entries: [b] }))).toContain('and why?')
  })

  it('groups layers by cause, once each, and folds the rest away from paper', () => {
    const [front = '', ...folded] = report.split('<details class="folded">')
    expect(front.match(/no longer consults the memory mode/g)?.length).toBeLessThan(6)
    expect(front).not.toContain('Layers of <span')
    expect(folded.some((part) => part.includes('Layers of <span'))).toBe(true)
    const groups = causeGroups(compareEntries(a, b).comparison.layers)
    expect(groups[0]?.cause?.id).toBe('cause.settingHeededByA')
    const { layers } = compareEntries(a, b).comparison
    expect(groups.reduce((sum, group) => sum + group.layers, 0)).toBe(layers.filter(({ changed }) => changed).length)
    const moved = groups.reduce((sum, { packedWeightDelta }) => sum + (packedWeightDelta ?? Number.NaN), 0)
    expect(moved).toBe(layers.reduce((sum, { packedWeightDelta }) => sum + (packedWeightDelta ?? Number.NaN), 0))
  })

  it('recommends what saves most without going back to an older release, with its code', () => {
    const remedy = (id: string, savedBytes: number, changes: Remedy['changes']): Remedy => ({
      ...{
        id,
        savedBytes,
        changes,
        configuration: null,
        totals: b.entry.plan.totals,
        totalBytes: 1,
        lowerBound: false,
        timeRatio: 1.5,
      },
      ...{ changedLayers: 3, whatIf: false, code: [{ language: 'cpp', text: `run("${id}" < 1);` }] },
    })
    const back = remedy('back', 9e6, [{ kind: 'version', to: 'mnn-2.5.3', newer: false }])
    const build = remedy('build', 8e6, [
      { kind: 'build', to: 'mnn-2.8.1-low-memory', options: ['-DMNN_LOW_MEMORY=ON'] },
    ])
    const whatIf = { ...remedy('forced', 7e6, [{ kind: 'releaseModel' }]), whatIf: true }
    const { configuration } = b.entry
    expect(recommendedRemedy(configuration, [back, build, whatIf])).toBe(build)
    expect(recommendedRemedy(configuration, [back])).toBe(back)
    expect(recommendedRemedy(configuration, [whatIf])).toBe(null)
    // A build of the release itself comes before another release that saves as much.
    const up: Remedy = {
      ...remedy('up', 8.1e6, [{ kind: 'version', to: 'mnn-3.0.0', newer: true }]),
      configuration: { ...configuration, profile: 'mnn-3.0.0' },
    }
    expect(recommendedRemedy(configuration, [up, build])).toBe(build)
    const page = htmlReport({
      ...common,
      entries: [a, b],
      advice: { configuration, lints: [], remedies: [back, build, whatIf] },
    })
    const card = page.slice(page.indexOf('class="remedy"'), page.indexOf('class="sheet"'))
    expect(card).toContain('Build with -DMNN_LOW_MEMORY=ON')
    expect(card).toContain('run(&quot;build&quot; &lt; 1);')
    expect(page.match(/recommended<\/span>/g)).toHaveLength(1)
    expect(page).toContain('Go back to MNN 2.5.3')
    expect(page).toContain('Time is modelled, of convolutions')
    // Where no time is modelled, nothing says that it is.
    const untimed = htmlReport({
      ...common,
      entries: [a, b],
      advice: { configuration, lints: [], remedies: [{ ...build, timeRatio: null }] },
    })
    expect(untimed).toContain('3 layers change. How long it takes is not modelled.')
    expect(untimed).not.toMatch(/[Tt]ime is modelled|modelled time/)
  })

  it('speaks the reader’s language in every sentence', () => {
    const { configuration, plan } = b.entry
    const other = { ...b, model: { ...model, fileName: 'next.mnn', sha256: 'f'.repeat(64) } }
    const leftOut = { ...b, entry: { ...b.entry, plan: { ...plan, leftOut: [3] } } }
    const lints = [
      { kind: 'winograd-without-gain', bytes: 5e6, layers: [{ node: 3, bytes: 5e6 }] },
      { kind: 'setting-ignored', setting: 'memory', value: 'low', bytes: 5e6, layers: [{ node: 3, bytes: 5e6 }] },
    ] as const
    const remedies: Remedy[] = ['mnn-2.5.3', 'mnn-3.6.1'].map((to) => ({
      ...{ id: to, savedBytes: 9e6, changes: [{ kind: 'version', to, newer: to === 'mnn-3.6.1', onlyRead: true }] },
      ...{
        configuration: null,
        totals: plan.totals,
        totalBytes: 1,
        lowerBound: false,
        timeRatio: 1,
        changedLayers: 3,
        whatIf: to === 'mnn-2.5.3',
      },
      code: [],
    }))
    const page = htmlReport({
      ...{ ...common, language: 'zh-CN', limit: { growth: 0.05, growthBytes: 5, totalBytes: 7 } },
      ...{
        entries: [{ model, entry: { ...a.entry, label: 'MNN 1.0.1, memory low, 4 threads, AVX2' } }, leftOut, other],
        advice: { configuration, lints, remedies },
      },
    })
    expect(page).toContain('<html lang="zh-CN">')
    const shown = page
      .slice(page.indexOf('</style>'))
      .replace(/(?:title|aria-label)="([^"]*)"/g, '>$1<')
      .replace(/<[^>]*>/g, '\n')
    // Two words of English in a row; names of layers, engines and algorithms have none.
    const english = shown.match(/.*\b[a-z’]{2,},? [a-z]{2,}.*/g) ?? []
    expect(english).toEqual([])
    expect(shown).toContain('超出限度')
    expect(shown).toContain('推荐')
    expect(shown).toContain('升级到 MNN 3.6.1')
  })

  it('says every size in the units that were asked for, those of remedies, warnings and sentences too', () => {
    const lints: Lint[] = [{ kind: 'winograd-without-gain', layers: [{ node: 1, bytes: 3_000_000 }], bytes: 3_000_000 }]
    const remedy: Remedy = {
      ...{ id: 'threads', changes: [{ kind: 'threads', to: 1 }], configuration: FOUNDING_B },
      ...{ totals: b.entry.plan.totals, totalBytes: 4_000_000, savedBytes: 2_000_000 },
      ...{ lowerBound: false, timeRatio: 1, changedLayers: 1, whatIf: false, code: [] },
    }
    const advice = { configuration: FOUNDING_B, lints, remedies: [remedy] }
    const advised: Pick<ReportRequest, 'entries' | 'advice'> = { entries: [a, b], advice }
    const decimal = htmlReport({ ...common, ...advised, units: 'decimal' })
    expect(decimal).toContain('3.00 MB')
    expect(decimal).toContain('−2.0 MB')
    expect(decimal).not.toMatch(/\d [KM]iB/)
    // Whoever comes next has its own again.
    expect(htmlReport({ ...common, ...advised })).not.toMatch(/\d (?:kB|MB)/)
  })

  it('needs no script and nothing from outside', () => {
    expect(report).not.toMatch(/<script|<link|<img|<iframe|javascript:|\bon\w+=|url\(|@import|https?:/i)
    expect(report).toContain(`default-src 'none'`)
  })

  it('opens and closes its elements in order', () => {
    const open: string[] = []
    for (const [, slash, name = '', rest = ''] of report.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/g)) {
      if (['meta', 'br'].includes(name) || rest.endsWith('/')) continue
      if (slash === '') open.push(name)
      else expect(open.pop()).toBe(name)
    }
    expect(open).toEqual([])
  })

  it('says so where the limit is kept, and is a report of one entry too', () => {
    expect(htmlReport({ ...common, entries: [b, a], limit: { growth: 0 } })).toContain('is within the limit')
    const alone = htmlReport({ ...common, entries: [b] })
    expect(alone).toContain('baseline')
    expect(alone).not.toContain('class="verdict')
    expect(alone).not.toContain('against <span')
  })

  it('lets nothing of a model become markup', () => {
    const nasty = '</td><script>alert(1)</script>"\' onload=x \u0000&amp;'
    const named = {
      ...model,
      name: nasty,
      fileName: nasty,
      nodes: model.nodes.map((node) => ({ ...node, name: nasty })),
    }
    const text = htmlReport({
      ...common,
      appVersion: nasty,
      entries: [
        { model: named, entry: { ...a.entry, label: nasty } },
        { model: named, entry: { ...b.entry, label: nasty } },
      ],
    })
    expect(text).not.toContain('<script')
    expect(text).not.toContain('\u0000')
    expect(text).not.toMatch(/"[^<>"]*' onload=x/)
    expect(text).toContain('&lt;script&gt;')
  })
})

describe('markup', () => {
  it('escapes whatever is put in: a reader gets the text back', () => {
    const decode = (markup: string) =>
      markup.replace(
        /&(amp|lt|gt|quot|#39);/g,
        (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
      )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: markup } = html`<p title="${text}">${[text, html`<b>${1}</b>`, null]}</p>`
        const inner = /^<p title="([^"<>]*)">([^<>]*)<b>1<\/b><\/p>$/s.exec(markup)
        const printable = text.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd')
        expect([inner?.[1], inner?.[2]].map((part) => decode(part ?? ''))).toEqual([printable, printable])
      }),
    )
  })
})

describe('verdict', () => {
  it('is within the limit up to exactly there', () => {
    const known = (bytes: number) => ({ bytes, lowerBound: false })
    expect(judge(100, known(105), { growth: 0.05 })).toMatchObject({ outcome: 'within', growthBytes: 5, growth: 0.05 })
    expect(judge(100, known(106), { growth: 0.05 })).toMatchObject({ outcome: 'over', exceeded: ['growth'] })
    expect(judge(100, known(106), { totalBytes: 106 }).outcome).toBe('within')
    expect(judge(100, known(106), { totalBytes: 105, growth: 0 }).exceeded).toEqual(['growth', 'totalBytes'])
    expect(judge(100, known(106), { growthBytes: 6 }).outcome).toBe('within')
    expect(judge(100, known(107), { growthBytes: 6 }).exceeded).toEqual(['growthBytes'])
    expect(judge(0, known(0), { growth: 0 })).toEqual({ outcome: 'within', growthBytes: 0, growth: null, exceeded: [] })
    expect(judge(0, known(1), { growth: 0.5 }).outcome).toBe('over')
    expect(judge(5, known(1000), {}).outcome).toBe('within')
  })

  it('of a lower bound is no pass, and over where what is known is', () => {
    expect(judge(100, { bytes: 90, lowerBound: true }, { growth: 0.05 }).outcome).toBe('unknown')
    expect(judge(100, { bytes: 106, lowerBound: true }, { growth: 0.05 }).outcome).toBe('over')
    expect(judge(100, { bytes: 106, lowerBound: true }, {}).outcome).toBe('within')
  })

  it('says in the report what is not known', () => {
    const { plan } = a.entry
    const leftOut = { ...a, entry: { ...a.entry, plan: { ...plan, leftOut: [3] } } }
    const page = htmlReport({ ...common, entries: [leftOut], limit: { totalBytes: 2 * plan.totalBytes } })
    expect(page).toContain('is not known to keep the limit')
    expect(page).toMatch(/<div class="verdict unknown">.*at least .*is left out\..*<\/div>/s)
    // At its bar as well.
    expect(page).toMatch(new RegExp(`<text class="strong"[^>]*>at least ${roughSize(plan.totalBytes)}</text>`))
    const whole = htmlReport({ ...common, entries: [a], limit: { totalBytes: 2 * plan.totalBytes } })
    expect(whole).toContain('is within the limit')
  })
})
