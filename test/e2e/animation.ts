// SPDX-License-Identifier: Apache-2.0
import gifenc from 'gifenc'
import { PNG } from 'pngjs'

const { applyPalette, GIFEncoder, quantize } = gifenc

/** A picture as PNG, and how long it is shown, in milliseconds. */
export interface Frame {
  readonly png: Buffer
  readonly shownMs: number
}

/** One colour is left for “as before”. */
const MOST_COLOURS = 255

/**
 * Pictures of one size, one after the other, as an animated GIF. All have the same colours, so that what stays from one to the
 * next takes no room and leaves no ghost.
 */
export function animated(frames: readonly Frame[]): Uint8Array {
  const pictures = frames.map(({ png }) => PNG.sync.read(png))
  const palette = quantize(Buffer.concat(pictures.map(({ data }) => data)), MOST_COLOURS)
  const asBefore = palette.length
  const encoder = GIFEncoder()
  let before: Uint8Array | null = null
  for (const [at, { width, height, data }] of pictures.entries()) {
    const indices = applyPalette(data, palette)
    const shown = before
    const changed =
      shown === null ? indices : indices.map((index, pixel) => (index === shown[pixel] ? asBefore : index))
    encoder.writeFrame(changed, width, height, {
      palette: [...palette, [0, 0, 0]],
      delay: frames[at]?.shownMs ?? 0,
      dispose: 1,
      ...(shown === null ? {} : { transparent: true, transparentIndex: asBefore }),
    })
    before = indices
  }
  encoder.finish()
  return encoder.bytes()
}
