// SPDX-License-Identifier: Apache-2.0
import type { Parameters } from './parameters'

/** The number that a text file begins with, and a binary one as an int32 (20260526: src/net.cpp). */
export const MAGIC = 7767517

/** A layer as the file lists it. Blobs are named; in a binary file their names are their numbers. */
export interface NcnnLayerRecord {
  /** Position in the file. */
  readonly index: number
  readonly type: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly parameters: Parameters
}

export interface NcnnNet {
  readonly layers: readonly NcnnLayerRecord[]
  readonly statedLayers: number
  readonly statedBlobs: number
}
