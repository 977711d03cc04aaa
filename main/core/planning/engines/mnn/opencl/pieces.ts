// SPDX-License-Identifier: Apache-2.0
import type { Piece, Place } from './executor'
import type { Gpu } from './gpu'
import type { BufferSizes, GpuRules } from './gpu-rules'
import { bufferBytes, PLAIN_LANES, plainTensor } from './sizes'

/** How a tensor of the engine’s own is laid out: NHWC, NCHW, NC4HW4. */
type Form = 'channelsLast' | 'channelsFirst' | 'packed'

/** Makes the buffers that executors of buffer mode ask for. */
export class BufferPieces {
  constructor(
    readonly sizes: BufferSizes,
    readonly elementBytes: number,
    readonly subgroups: boolean,
  ) {}

  of(part: Piece['part'], place: Place, dims: readonly number[], form: Form = 'channelsLast'): Piece {
    const tensor = {
      ...plainTensor(dims, this.elementBytes),
      packed: form === 'packed',
      channelsLast: form === 'channelsLast',
      ...(this.subgroups && { lanes: PLAIN_LANES }),
    }
    return { part, place, bytes: bufferBytes(tensor, this.sizes) }
  }
}

export function piecesOf({ sizes }: GpuRules, { elementBytes, subgroups }: Gpu): BufferPieces {
  return new BufferPieces(sizes, elementBytes, subgroups)
}
