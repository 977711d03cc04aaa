// SPDX-License-Identifier: Apache-2.0
/** Properties that charts set by style sheet or custom property; each becomes a literal attribute. */
const RESOLVED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
] as const

/** The chart as text that needs no style sheet: computed values in place of classes and custom properties. */
export function serialiseChart(chart: SVGSVGElement): { markup: string; width: number; height: number } {
  const copy = chart.cloneNode(true) as SVGSVGElement
  const originals = [chart, ...chart.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [index, original] of originals.entries()) {
    const target = copies[index]
    if (target === undefined) continue
    const style = getComputedStyle(original)
    for (const property of RESOLVED) {
      const value = style.getPropertyValue(property)
      if (value !== '') target.setAttribute(property, value)
    }
    for (const name of ['class', 'style', 'tabindex', 'role']) target.removeAttribute(name)
  }
  const { width, height } = chart.getBoundingClientRect()
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return { markup: new XMLSerializer().serializeToString(copy), width, height }
}

/** Draws an SVG document and returns it as a PNG file, `scale` pixels per unit. */
export async function rasterise(svg: string, width: number, height: number, scale: number): Promise<Uint8Array> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * scale)
  canvas.height = Math.ceil(height * scale)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('No 2-D canvas to draw the chart on.')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('The chart could not be encoded as PNG.')
  return new Uint8Array(await blob.arrayBuffer())
}
