// SPDX-License-Identifier: Apache-2.0
import { type ChartDocument, composeChart } from './chart-export'
import { rasterise, serialiseChart } from './svg-snapshot'

const PNG_SCALE = 2

/** How a chart looks on screen now. */
export interface ScreenLook {
  readonly scheme: 'light' | 'dark'
  /** Of a custom property. */
  colour(name: string): string
}

export function screenLook(): ScreenLook {
  const style = getComputedStyle(document.documentElement)
  return {
    scheme: document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light',
    colour: (name) => style.getPropertyValue(name).trim(),
  }
}

/** A chart as it is on screen, in its colours there, with what `words` puts around it. */
export async function pictureOf(
  chart: SVGSVGElement,
  kind: 'png' | 'svg',
  words: (look: ScreenLook) => Omit<ChartDocument, 'chart' | 'width' | 'height' | 'colours'>,
): Promise<Uint8Array> {
  return framedPicture(serialiseChart(chart), kind, words)
}

/** The same of a chart that is no element of the page: colours in it are literal. */
export async function framedPicture(
  { markup, width, height }: { readonly markup: string; readonly width: number; readonly height: number },
  kind: 'png' | 'svg',
  words: (look: ScreenLook) => Omit<ChartDocument, 'chart' | 'width' | 'height' | 'colours'>,
): Promise<Uint8Array> {
  const look = screenLook()
  const { colour } = look
  const composed = composeChart({
    chart: markup,
    width,
    height,
    ...words(look),
    colours: { background: colour('--surface'), text: colour('--text'), muted: colour('--text-muted') },
  })
  return kind === 'svg'
    ? new TextEncoder().encode(composed.svg)
    : rasterise(composed.svg, composed.width, composed.height, PNG_SCALE)
}
