// SPDX-License-Identifier: Apache-2.0

interface TextLook {
  readonly colour: string
  readonly size: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean
}

/** What a drawing is made with, on screen or in a file. Colours are literal, positions in pixels. */
export interface Pen {
  rect(x: number, y: number, width: number, height: number, fill: string, opacity: number): void
  line(x1: number, y1: number, x2: number, y2: number, colour: string, dashed?: boolean): void
  text(x: number, y: number, text: string, look: TextLook): void
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans CJK SC", sans-serif'

export function canvasPen(context: CanvasRenderingContext2D): Pen {
  return {
    rect(x, y, width, height, fill, opacity) {
      context.globalAlpha = opacity
      context.fillStyle = fill
      context.fillRect(x, y, width, height)
      context.globalAlpha = 1
    },
    line(x1, y1, x2, y2, colour, dashed = false) {
      context.strokeStyle = colour
      context.lineWidth = 1
      context.setLineDash(dashed ? [3, 3] : [])
      context.beginPath()
      context.moveTo(x1, y1)
      context.lineTo(x2, y2)
      context.stroke()
    },
    text(x, y, text, { colour, size, anchor = 'start', bold = false }) {
      context.font = `${bold ? '600 ' : ''}${size}px ${FONT}`
      context.textAlign = anchor === 'middle' ? 'center' : anchor
      context.fillStyle = colour
      context.fillText(text, x, y)
    },
  }
}

/** Collects the same as an SVG element. */
export function svgPen(width: number, height: number): Pen & { markup(): string } {
  const parts: string[] = []
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    rect(x, y, w, h, fill, opacity) {
      parts.push(
        `<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" fill="${fill}" fill-opacity="${opacity}"/>`,
      )
    },
    line(x1, y1, x2, y2, colour, dashed = false) {
      const dash = dashed ? ' stroke-dasharray="3 3"' : ''
      parts.push(`<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${colour}"${dash}/>`)
    },
    text(x, y, text, { colour, size, anchor = 'start', bold = false }) {
      const weight = bold ? ' font-weight="600"' : ''
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" fill="${colour}" font-size="${size}" text-anchor="${anchor}"${weight}>${escaped(text)}</text>`,
      )
    },
    markup: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family='${FONT}'>${parts.join('')}</svg>`,
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
