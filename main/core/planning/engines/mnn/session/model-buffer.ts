// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import { FLOAT_BYTES } from '../arithmetic'
import { isConverted } from './converter-view'
import { type Constants, totalBytes } from './session-constants'

export interface ModelBuffer {
  readonly bytes: number
  /** Where the figure comes from, one sentence. */
  readonly note: Message
}

/** The interpreter keeps the whole .mnn file in memory until the application calls releaseModel. */
export function modelBuffer(shaped: ShapedModel, fileBytes: number, constants: Constants): ModelBuffer {
  if (!isConverted(shaped)) {
    return {
      bytes: totalBytes(constants),
      note: { id: 'note.bufferFromConverter' },
    }
  }
  const stripped = strippedBytes(shaped)
  return {
    bytes: fileBytes + stripped,
    note: { id: stripped > 0 ? 'note.bufferStripped' : 'note.bufferFile' },
  }
}

function strippedBytes(shaped: ShapedModel): number {
  let bytes = 0
  for (const { constant } of shaped.model.tensors) {
    if (constant?.data.kind !== 'synthesised') continue
    bytes += constant.dims.reduce((product, dim) => product * dim, FLOAT_BYTES)
  }
  return bytes
}
