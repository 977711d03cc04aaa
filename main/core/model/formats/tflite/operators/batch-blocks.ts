// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../context'

/**
 * TensorFlow's way around dilated convolutions: blocks of pixels become images of the batch and come
 * back. Written as padding, reshapes and a transposition; images as listed [n, h, w, c].
 */

/** x, block [2], pads [2, 2] */
export const translateSpaceToBatch: Translate = (op) => {
  const [block, pads] = [op.values(1), op.values(2)]
  if (block === undefined || pads === undefined) return { id: 'unsupported.atRunTime', what: 'blocksOrPads' }
  const [blockH = 1, blockW = 1] = block
  const [n = 0, h = 0, w = 0, c = 0] = op.dims(0)
  const [top = 0, bottom = 0, left = 0, right = 0] = pads
  const [rows, columns] = [(h + top + bottom) / blockH, (w + left + right) / blockW]
  if (op.rank(0) !== 4 || block.length !== 2 || !Number.isInteger(rows) || !Number.isInteger(columns)) {
    return { id: 'unsupported.imageBlocks' }
  }
  const padding = { kind: 'Pad', mode: 'constant', value: 0, pairs: true } as const
  const padded = op.part({ ...padding, pads: [0, 0, top, bottom, left, right, 0, 0] }, [op.input(0)])
  const blocks = [n, rows, blockH, columns, blockW, c]
  const split = op.part({ kind: 'Reshape', shape: blocks, allowZero: false }, [padded])
  const sorted = op.part({ kind: 'Transpose', permutation: [2, 4, 0, 1, 3, 5] }, [split])
  return op.finish({ kind: 'Reshape', shape: [n * blockH * blockW, rows, columns, c], allowZero: false }, [sorted])
}

/** x, block [2], crops [2, 2] */
export const translateBatchToSpace: Translate = (op) => {
  const [block, crops] = [op.values(1), op.values(2)]
  if (block === undefined || crops === undefined) return { id: 'unsupported.atRunTime', what: 'blocksOrCrops' }
  const [blockH = 1, blockW = 1] = block
  const [n = 0, h = 0, w = 0, c = 0] = op.dims(0)
  const batch = n / (blockH * blockW)
  if (op.rank(0) !== 4 || block.length !== 2 || !Number.isInteger(batch)) return { id: 'unsupported.wholeBlocks' }
  const [top = 0, bottom = 0, left = 0, right = 0] = crops
  const split = op.part({ kind: 'Reshape', shape: [blockH, blockW, batch, h, w, c], allowZero: false }, [op.input(0)])
  const sorted = op.part({ kind: 'Transpose', permutation: [2, 3, 0, 4, 1, 5] }, [split])
  const whole = op.part({ kind: 'Reshape', shape: [batch, h * blockH, w * blockW, c], allowZero: false }, [sorted])
  const cropping = { kind: 'Pad', mode: 'constant', value: 0, pairs: true } as const
  return op.finish({ ...cropping, pads: [0, 0, -top, -bottom, -left, -right, 0, 0] }, [whole])
}
