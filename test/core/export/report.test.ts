// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '#contract/verdict'
import { html } from '#core/export/report/markup'
import { htmlReport } from '#core/export/report/report'
import { roughSize } from '#messages/figures'
import { entryOf, FOUNDING_A, FOUNDING_B, model } from './support/saved-network'

const a = { model, entry: entryOf('MNN 1.0.1 as shipped', FOUNDING_A, 2) }
const b = { model, entry: entryOf('MNN 2.8.1', FOUNDING_B) }
const common = { appVersion: '0.1.0', createdAt: new Date('2026-01-02T03:04:05Z') }

describe('HTML report', () => {
  const report = htmlReport({ ...common, entries: [a, b], limit: { growth: 0.05 } })

  it('gives verdict, configurations, totals, and every changed layer with its reason', () => {
    expect(report).toContain('exceeds the limit')
    expect(report).toContain('MNN 1.0.1 as shipped')
    for (const { entry } of [a, b]) expect(report).toContain(roughSize(entry.plan.totalBytes))
    for (const { node } of b.entry.plan.decisions) expect(report).toContain(model.nodes[node]?.name)
    expect(report).toContain('no longer consults the memory mode')
    expect(report).toContain('aria-label="Measured memory over time"')
  })

  it('calls every further entry by its letter, in sentences as in headings', () => {
    const c = { model, entry: entryOf('2.8.1, one thread', { ...FOUNDING_B, threads: 1 }) }
    const both = htmlReport({ ...common, entries: [a, b, c] })
    const section = both.slice(both.indexOf('<h3>Packed weights and workspace of each layer, C − A'))
    expect(both).toContain(
      `As modelled, B needs ${roughSize(b.entry.plan.totalBytes - a.entry.plan.totalBytes)} more than A`,
    )
    expect(both).toContain(
      `As modelled, C needs ${roughSize(c.entry.plan.totalBytes - a.entry.plan.totalBytes)} more than A`,
    )
    expect(section.slice(0, section.indexOf('<h2>'))).toContain('; C’s rule: ')
    expect(section.slice(0, section.indexOf('<h2>'))).not.toContain('B’s rule')
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
    expect(both).toMatch(new RegExp(`<td>while it loads</td><td class="n">unknown</td>.*${roughSize(held)}`))
    expect(report).not.toContain('while it loads')
  })

  it('joins every figure for memory, from the file to the process, in a column for each side', () => {
    const table = report.slice(report.indexOf('<h2>From the file to the process'))
    const rows = table.slice(0, table.indexOf('</table>')).split('<tr>').slice(2)
    const held = rows.find((row) => row.includes('Held, the total'))
    for (const { entry } of [a, b]) expect(held).toContain(roughSize(entry.plan.totalBytes))
    expect(rows.find((row) => row.includes('Resident set'))).toBeDefined()
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
    const whole = htmlReport({ ...common, entries: [a], limit: { totalBytes: 2 * plan.totalBytes } })
    expect(whole).toContain('is within the limit')
  })
})
