// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { productSize, softmax } from '../2.8.1/other-operations'
import type { Workspace } from '../executor'
import type { OtherOperation, Resize, ResizeOf } from '../other-operation'
import { multiplyTogether } from './strassen'

/** 1.0.1: what products of matrices take while they run (measured), and softmax (read from source). */
export const resizeOther: ResizeOf = (op, core, threads) => softmax(op, core, threads) ?? products(op, core, threads)

/**
 * A product packs both operands and its result. Where the result has more than two dimensions, the matrices of one
 * product at a time are copied out before. 1.0.1: cpu/CPUMatMul.cpp.
 */
function products(other: OtherOperation, core: MatrixCore, threads: number): Resize | null {
  const size = productSize(other)
  if (size === null) return null
  const { rows, depth, columns, isBatch } = size
  const { pack, hPack, elementBytes } = core
  const [left = [], right = []] = other.inputs.map(({ dims }) => dims)
  return (to: Workspace) => {
    const copies = isBatch
      ? [
          to.take('part.copiedOperands', product(left.slice(-2)) * elementBytes),
          to.take('part.copiedOperands', product(right.slice(-2)) * elementBytes),
          to.take('part.copiedResult', rows * columns * elementBytes),
        ]
      : []
    const packedRight = to.take('part.packedRight', roundUp(columns, hPack) * depth * elementBytes)
    const packedLeft = to.take('part.packedLeft', roundUp(depth, pack) * rows * elementBytes)
    const result = to.take('part.packedResult', roundUp(columns, pack) * rows * elementBytes)
    multiplyTogether({ rows, depth, channels: columns }, core, threads, to)
    to.free(packedLeft, packedRight, result, ...copies)
  }
}
