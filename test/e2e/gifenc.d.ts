// SPDX-License-Identifier: Apache-2.0
/** What is used of gifenc, which has no types of its own. */
declare module 'gifenc' {
  type Colour = readonly number[]
  interface FrameOptions {
    readonly palette: readonly Colour[]
    /** Milliseconds. */
    readonly delay: number
    readonly transparent?: boolean
    readonly transparentIndex?: number
    /** 1: what is transparent shows the frame before. */
    readonly dispose?: number
  }
  interface Encoder {
    writeFrame(indices: Uint8Array, width: number, height: number, options: FrameOptions): void
    finish(): void
    bytes(): Uint8Array
  }
  const gifenc: {
    GIFEncoder(): Encoder
    /** At most `most` colours of pixels in RGBA. */
    quantize(pixels: Uint8Array, most: number): Colour[]
    /** By pixel, the index of the nearest colour. */
    applyPalette(pixels: Uint8Array, palette: readonly Colour[]): Uint8Array
  }
  export default gifenc
}
