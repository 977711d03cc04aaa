// SPDX-License-Identifier: Apache-2.0
import { intDiv, roundUp } from './arithmetic'

/** Of float32, where nothing else is said. */
const FLOAT_BYTES = 4

/** Every channel of a Mat with three axes or more begins at a multiple of it. */
const CHANNEL_ALIGNMENT = 16

/**
 * Bytes of a Mat's data, as ncnn lays it out; `elementBytes` is that of one element with all its packed channels.
 * 20260526:mat.cpp, create.
 */
export interface Mats {
  /** One axis. */
  m1(length: number, elementBytes?: number): number
  /** Two axes: rows follow each other without gaps. */
  m2(width: number, height: number, elementBytes?: number): number
  /** Three axes; of four, `height` is the product of height and depth. */
  m3(width: number, height: number, channels: number, elementBytes?: number): number
}

/** `flatRounding`: what Mats with one or two axes are rounded up to, 4 bytes up to 20250503 and 16 since 20250916. */
export function matsOf(flatRounding: 4 | 16): Mats {
  return {
    m1: (length, elementBytes = FLOAT_BYTES) => roundUp(length * elementBytes, flatRounding),
    m2: (width, height, elementBytes = FLOAT_BYTES) => roundUp(width * height * elementBytes, flatRounding),
    m3(width, height, channels, elementBytes = FLOAT_BYTES) {
      const step = intDiv(roundUp(width * height * elementBytes, CHANNEL_ALIGNMENT), elementBytes)
      return roundUp(step * elementBytes * channels, 4)
    },
  }
}
