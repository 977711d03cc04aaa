// SPDX-License-Identifier: Apache-2.0
import type { TfliteOp, Translate } from '../context'

/**
 * TensorFlow's way around dilated convolutions: blocks of pixels become images of the batch and come
 * back. Written as padding, reshapes and a transposition; images as listed [n, h, w, c]. Sizes are taken from the tensors:
 * those in the file may be of another batch, and pads may be computed.
 */

const PADDING = { kind: 'Pad', mode: 'constant', value: 0, pairs: true } as const

/** x, block [2], pads [2, 2] */
export const translateSpaceToBatch: Translate = (op) => {
  const block = op.values(1)
  if (block === undefined) return { id: 'unsupported.atRunTime', what: 'blocksOrPads' }
  const [blockH = 1, blockW = 1] = block
  if (block.length !== 2) return { id: 'unsupported.imageBlocks' }
  const padded = op.part(PADDING, [op.input(0), aroundImages(op, op.input(2))])
  const [n, h, w, c] = sizes(op, padded)
  const [rows, columns] = [divided(op, h, blockH), divided(op, w, blockW)]
  const split = reshaped(op, padded, [n, rows, blockH, columns, blockW, c])
  const sorted = op.part({ kind: 'Transpose', permutation: [2, 4, 0, 1, 3, 5] }, [split])
  return finishReshape(op, sorted, [-1, rows, columns, c])
}

/** x, block [2], crops [2, 2] */
export const translateBatchToSpace: Translate = (op) => {
  const block = op.values(1)
  if (block === undefined) return { id: 'unsupported.atRunTime', what: 'blocksOrCrops' }
  const [blockH = 1, blockW = 1] = block
  if (block.length !== 2) return { id: 'unsupported.wholeBlocks' }
  const [, h, w, c] = sizes(op, op.input(0))
  const split = reshaped(op, op.input(0), [blockH, blockW, -1, h, w, c])
  const sorted = op.part({ kind: 'Transpose', permutation: [2, 3, 0, 4, 1, 5] }, [split])
  const times = (size: Size, by: number) => op.part(binary('mul'), [listOf(op, size), op.constant([by], 'int32')])
  const whole = reshaped(op, sorted, [-1, tensor(times(h, blockH)), tensor(times(w, blockW)), c])
  const crops = op.part({ kind: 'Unary', function: 'neg' }, [op.input(2)])
  return op.finish(PADDING, [whole, aroundImages(op, crops)])
}

/** A number, or a tensor that is a list of one. */
type Size = number | { readonly tensor: number }

function tensor(id: number): Size {
  return { tensor: id }
}

function binary(fn: 'mul' | 'div') {
  return { kind: 'Binary', function: fn, activation: 'none' } as const
}

function listOf(op: TfliteOp, size: Size): number {
  return typeof size === 'number' ? op.constant([size], 'int32') : size.tensor
}

function sizes(op: TfliteOp, x: number): readonly [Size, Size, Size, Size] {
  const shape = op.part({ kind: 'Shape' }, [x])
  const at = (axis: number) => tensor(op.part({ kind: 'Gather', axis: 0 }, [shape, op.constant([axis], 'int32')]))
  return [at(0), at(1), at(2), at(3)]
}

/** What is no whole number of blocks does not fit the reshape that follows. */
function divided(op: TfliteOp, size: Size, by: number): Size {
  return tensor(op.part(binary('div'), [listOf(op, size), op.constant([by], 'int32')]))
}

function shapeOf(op: TfliteOp, dims: readonly Size[]): number {
  return op.part(
    { kind: 'Concat', axis: 0 },
    dims.map((size) => listOf(op, size)),
  )
}

function reshaped(op: TfliteOp, x: number, dims: readonly Size[]): number {
  return op.part({ kind: 'Reshape', allowZero: false }, [x, shapeOf(op, dims)])
}

function finishReshape(op: TfliteOp, x: number, dims: readonly Size[]): undefined {
  return op.finish({ kind: 'Reshape', allowZero: false }, [x, shapeOf(op, dims)])
}

/** Pads of height and width as those of all four axes. */
function aroundImages(op: TfliteOp, pads: number): number {
  const list = op.part({ kind: 'Reshape', shape: [-1], allowZero: false }, [pads])
  return op.part({ kind: 'Concat', axis: 0 }, [op.constant([0, 0], 'int32'), list, op.constant([0, 0], 'int32')])
}
