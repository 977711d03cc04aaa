// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type ChartDocument, composeChart, wrap } from '#renderer/lib/charts/chart-export'
import { parseXml } from '../../support/xml'

const DOCUMENT: ChartDocument = {
  chart: '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"><rect fill="rgb(1,2,3)"/></svg>',
  width: 400,
  height: 200,
  title: 'a & b <c> "d"\u0001',
  lines: ['A: MNN 1.0.1 & low', 'B: MNN 2.8.1 < high'],
  legend: [
    { label: 'Winograd <F>', colour: '#b54708' },
    { label: 'Tiled & more', colour: '#2f62b8' },
    { label: 'RSS', colour: '#123456', line: true },
  ],
  footer: 'model.onnx · sha256 0123',
  metadata: { model: { file: '</metadata><x>&', sha256: 'abc' }, profile: 'mnn-1.0.1' },
  colours: { background: '#ffffff', text: '#000000', muted: '#666666' },
}

describe('composed chart', () => {
  const { svg, width, height } = composeChart(DOCUMENT)
  const root = parseXml(svg)

  it('is one well-formed SVG document of the size it says', () => {
    expect(root.name).toBe('svg')
    expect(root.attributes.get('viewBox')).toBe(`0 0 ${width} ${height}`)
    expect(width).toBeGreaterThan(DOCUMENT.width)
    expect(height).toBeGreaterThan(DOCUMENT.height)
  })

  it('says everything it was given, whatever characters that has', () => {
    const texts = root.descendants('text').map((text) => text.content)
    expect(texts).toContain('a & b <c> "d"\ufffd')
    for (const line of DOCUMENT.lines) expect(texts).toContain(line)
    for (const { label } of DOCUMENT.legend) expect(texts).toContain(label)
    expect(texts).toContain(DOCUMENT.footer)
    expect(root.descendants('path').map(({ attributes }) => attributes.get('stroke'))).toEqual(['#123456'])
  })

  it('carries its figures as JSON', () => {
    expect(JSON.parse(root.descendants('metadata')[0]?.content ?? '')).toEqual(DOCUMENT.metadata)
  })

  it('needs no style sheet', () => {
    expect(svg).not.toContain('var(')
    expect(svg).not.toContain('class=')
  })
})

describe('wrap', () => {
  it('breaks at spaces and loses no word', () => {
    const line = 'one two three four five six'
    const lines = wrap(line, 9)
    expect(lines.every((part) => part.length <= 9)).toBe(true)
    expect(lines.join(' ')).toBe(line)
  })
  it('leaves a word that is too long whole', () => expect(wrap('abcdefgh', 3)).toEqual(['abcdefgh']))
})
