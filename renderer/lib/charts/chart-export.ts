// SPDX-License-Identifier: Apache-2.0
/** What surrounds an exported chart, so that the picture explains itself wherever it ends up. */
export interface ChartDocument {
  /** Serialised <svg> element with resolved colours. */
  readonly chart: string
  readonly width: number
  readonly height: number
  readonly title: string
  /** Under the title: the configurations and their totals. */
  readonly lines: readonly string[]
  /** `line`: drawn as a dashed line instead of a filled area. */
  readonly legend: readonly { readonly label: string; readonly colour: string; readonly line?: boolean }[]
  readonly footer: string
  /** Kept as JSON in the SVG's <metadata>. */
  readonly metadata: unknown
  readonly colours: { readonly background: string; readonly text: string; readonly muted: string }
}

export interface ComposedChart {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const MARGIN = 24
const LINE = 18
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Liberation Sans, sans-serif'
/** Widths of an average character, in units, at the sizes used. */
const LINE_CHARACTER = 6.4
const LEGEND_CHARACTER = 6.6
const LEGEND_SWATCH = 30

/** One standalone SVG document: title, lines, legend, the chart, footer. */
export function composeChart(document: ChartDocument): ComposedChart {
  const { colours } = document
  const width = document.width + 2 * MARGIN
  let y = MARGIN + 16
  const parts: string[] = [text(MARGIN, y, document.title, 16, colours.text, 600)]
  const lineLength = Math.floor(document.width / LINE_CHARACTER)
  for (const line of document.lines.flatMap((whole) => wrap(whole, lineLength))) {
    y += LINE
    parts.push(text(MARGIN, y, line, 12, colours.muted))
  }
  y += LINE + 6
  let x = MARGIN
  for (const { label, colour, line = false } of document.legend) {
    const advance = LEGEND_SWATCH + label.length * LEGEND_CHARACTER
    if (x > MARGIN && x + advance > width - MARGIN) {
      x = MARGIN
      y += LINE
    }
    parts.push(
      line
        ? `<path d="M${x - 2} ${y - 4}h14" stroke="${attribute(colour)}" stroke-width="1.5" stroke-dasharray="4 2"/>`
        : `<rect x="${x}" y="${y - 9}" width="10" height="10" rx="2" fill="${attribute(colour)}"/>`,
      text(x + 15, y, label, 11, colours.text),
    )
    x += advance
  }
  if (document.legend.length > 0) y += 14
  // The chart goes in as an inner <svg> placed by x and y.
  parts.push(`<g transform="translate(${MARGIN} ${y})">${document.chart}</g>`)
  y += document.height + LINE
  parts.push(text(MARGIN, y, document.footer, 10, colours.muted))
  const height = y + MARGIN - 6
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<title>${escapeText(document.title)}</title>`,
    `<metadata>${escapeText(JSON.stringify(document.metadata))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="${attribute(colours.background)}"/>`,
    ...parts,
    '</svg>',
  ].join('\n')
  return { svg, width, height }
}

/** Lines of at most `length` characters, broken at spaces. */
export function wrap(line: string, length: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > length) {
      lines.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...lines, current]
}

function text(x: number, y: number, value: string, size: number, colour: string, weight = 400): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${attribute(colour)}">${escapeText(value)}</text>`
}

/** Text for element content: markup escaped, characters that XML forbids replaced. */
export function escapeText(value: string): string {
  return [...value]
    .map((character) => (isXmlCharacter(character.codePointAt(0) ?? 0) ? character : '\ufffd'))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function attribute(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;')
}

/** XML 1.0, production [2] Char. */
function isXmlCharacter(code: number): boolean {
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x10000
  )
}
