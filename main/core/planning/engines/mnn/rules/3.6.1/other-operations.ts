// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { gathering, interpolation, productSize, shared } from '../2.8.1/other-operations'
import type { Workspace } from '../executor'
import type { OtherOperation, ResizeOf } from '../other-operation'

/** 3.6.1: what other operations than convolutions take while they run. */
export const resizeOther: ResizeOf = (op, core, threads) =>
  gathering(op, core, threads) ??
  interpolation(op, core, threads) ??
  softmax(op, core, threads) ??
  products(op, core, threads)

/** cpu/CPUSoftmax.cpp: rows are copied where the axis is not the last one, or numbers are short. */
function softmax({ operation, inputs: [input] }: OtherOperation, core: MatrixCore, threads: number) {
  if (operation.kind !== 'Softmax' || input === undefined) return null
  const { dims } = input
  const inside = product(dims.slice(operation.endAxis))
  const outside = product(dims.slice(0, operation.axis))
  const unpacked = input.layout === 'packed' ? product(dims) * core.elementBytes : 0
  const isShort = core.elementBytes < FLOAT_BYTES
  const rows = inside !== 1 || isShort ? (Math.min(threads, outside) * product(dims) * FLOAT_BYTES) / outside : 0
  if (unpacked === 0 && rows === 0) return null
  return (to: Workspace) => {
    const storage = unpacked === 0 ? [] : [to.take('part.unpackedInput', unpacked)]
    if (rows > 0) {
      const source = to.take('part.rows.allThreads', rows)
      if (isShort) to.free(to.take('part.results.allThreads', rows))
      to.free(source)
    }
    to.free(...storage)
  }
}

/** cpu/CPUMatMul.cpp: the left operand and the result by tiles of rows, for each thread. */
function products(other: OtherOperation, core: MatrixCore, threads: number) {
  const size = productSize(other)
  if (size === null) return null
  const { rows, depth, columns, isBatch, hasBias } = size
  const { pack, ePack, lPack, hPack, elementBytes } = core
  const one = (to: Workspace, together: number) => {
    if (rows === 1 || columns === 1) return
    const left = to.take('part.leftTiles', ePack * roundUp(depth, lPack) * elementBytes * together)
    const right = to.take('part.packedRight', roundUp(columns, hPack) * roundUp(depth, lPack) * elementBytes)
    const result = to.take('part.resultTiles', roundUp(columns, pack) * ePack * elementBytes * together)
    const bias = hasBias && columns % pack !== 0 ? roundUp(columns, pack) * elementBytes : 0
    if (bias > 0) to.free(to.take('part.paddedBias', bias))
    to.free(left, right, result)
  }
  return shared(one, isBatch, threads)
}
