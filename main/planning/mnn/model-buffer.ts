import type { ShapedModel } from '../../model/shapes'
import { FLOAT_BYTES } from './arithmetic'
import { type Constants, totalBytes } from './session-constants'

export interface ModelBuffer {
  readonly bytes: number
  /** Where the figure comes from, one sentence. */
  readonly note: string
}

/** The interpreter keeps the whole .mnn file in memory until the application calls releaseModel. */
export function modelBuffer(shaped: ShapedModel, fileBytes: number, constants: Constants): ModelBuffer {
  if (shaped.model.format !== 'mnn') {
    return {
      bytes: totalBytes(constants),
      note: 'The model buffer is estimated: what MNN’s converter would write, taken as all weights in float32.',
    }
  }
  const stripped = strippedBytes(shaped)
  return {
    bytes: fileBytes + stripped,
    note:
      stripped > 0
        ? 'The model buffer is estimated: the file’s size with the weights that were stripped from it put back in float32.'
        : 'The model buffer is the file’s size: the interpreter keeps it until releaseModel is called.',
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
