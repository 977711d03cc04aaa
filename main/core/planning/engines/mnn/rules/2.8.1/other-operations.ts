// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Workspace } from '../executor'
import type { OtherOperation, ResizeOf, StaticRequests } from '../other-operation'
import { multiplyTogether } from './strassen'

/** Rows that a bilinear resize keeps for each thread, of four channels each. */
const LINES = 2
const LINE_CHANNELS = 4
const INDEX_BYTES = 4

/** 2.8.1: what other operations than convolutions take while they run. */
export const resizeOther: ResizeOf = (op, core, threads) =>
  gathering(op, core, threads) ??
  interpolation(op, core, threads) ??
  softmax(op, core, threads) ??
  products(op, core, threads)

/** Loops that stand for a broadcast gather rows that do not lie in a row. 2.8.1|3.6.1: cpu/CPURaster.cpp, CPULoop. */
export function gathering({ op: { gatheredRow } }: OtherOperation, core: MatrixCore, threads: number) {
  if (gatheredRow === undefined) return null
  return (to: Workspace) => to.free(to.take('part.gatheredRows', 2 * threads * gatheredRow * core.elementBytes))
}

/**
 * A bilinear resize has tables of positions and factors, which stay, and lines; in half precision one to the nearest has
 * them too. 2.8.1|3.6.1: cpu/CPUInterp.cpp, source/backend/arm82/Arm82Interp.cpp.
 */
export function interpolation({ operation, output }: OtherOperation, core: MatrixCore, threads: number) {
  if (operation.kind !== 'Resize') return null
  const isHalf = core.elementBytes < FLOAT_BYTES
  if (operation.mode === 'cubic' || (operation.mode === 'nearest' && !isHalf)) return null
  const [height = 1, width = 1] = output.dims.slice(-2)
  return (to: Workspace, held: StaticRequests) => {
    for (const size of [width, height]) {
      held.request(2 * size * INDEX_BYTES)
      held.request(size * FLOAT_BYTES)
    }
    to.free(to.take('part.interpolatedLines', LINES * LINE_CHANNELS * width * threads * FLOAT_BYTES))
  }
}

/** 1.0.1|2.8.1: cpu/CPUSoftmax.cpp. */
export function softmax({ operation, inputs: [input] }: OtherOperation, core: MatrixCore, threads: number) {
  if (operation.kind !== 'Softmax' || input === undefined) return null
  const inside = product(input.dims.slice(operation.endAxis))
  const unpacked = input.layout === 'packed' ? product(input.dims) * core.elementBytes : 0
  if (inside === 1 && unpacked === 0) return null
  return (to: Workspace) => {
    const storage = unpacked === 0 ? [] : [to.take('part.unpackedInput', unpacked)]
    if (inside !== 1) {
      const largest = to.take('part.maxima', inside * threads * core.elementBytes)
      to.free(largest, to.take('part.sums', inside * threads * core.elementBytes))
    }
    to.free(...storage)
  }
}

/**
 * Matrix products: operands and result are packed. Products of matrices in a batch are shared out
 * over the threads, each with buffers of its own. cpu/CPUMatMul.cpp, CPURaster.cpp (CPULoop).
 */
function products(other: OtherOperation, core: MatrixCore, threads: number) {
  const size = productSize(other)
  if (size === null) return null
  const { rows, depth, columns, isBatch, hasBias } = size
  const { pack, lPack, hPack, elementBytes } = core
  const one = (to: Workspace, together: number) => {
    if (rows === 1 || columns === 1) return
    const left = to.take('part.packedLeft', roundUp(depth, pack) * rows * elementBytes)
    const right = to.take('part.packedRight', roundUp(columns, hPack) * roundUp(depth, lPack) * elementBytes)
    const result = to.take('part.packedResult', roundUp(columns, pack) * rows * elementBytes)
    const bias = hasBias && columns % pack !== 0 ? roundUp(columns, pack) * elementBytes : 0
    const padded = bias === 0 ? [] : [to.take('part.paddedBias', bias)]
    multiplyTogether({ rows, depth, channels: columns }, core, together, to)
    to.free(...padded, left, right, result)
  }
  return shared(one, isBatch, threads)
}

export interface ProductSize {
  readonly rows: number
  readonly depth: number
  readonly columns: number
  readonly isBatch: boolean
  readonly hasBias: boolean
}

export function productSize({
  op,
  operation,
  inputs: [left, right, bias],
  output,
}: OtherOperation): ProductSize | null {
  if (op.product !== undefined) return { isBatch: false, ...op.product }
  if (operation.kind !== 'MatMul' || left === undefined || right === undefined) return null
  const [above = 1, last = 1] = left.dims.length < 2 ? [1, left.dims[0]] : left.dims.slice(-2)
  const [rightAbove = 1, rightLast = 1] = right.dims.length < 2 ? [right.dims[0], 1] : right.dims.slice(-2)
  const [rows, depth] = operation.transposeA ? [last, above] : [above, last]
  const columns = operation.transposeB ? rightAbove : rightLast
  return { rows, depth, columns, isBatch: output.dims.length > 2, hasBias: bias !== undefined }
}

/** `one` product at a time by all threads; of a batch, as many at a time as there are threads. */
export function shared(one: (to: Workspace, together: number) => void, isBatch: boolean, threads: number) {
  return (to: Workspace) => {
    if (!isBatch || threads === 1) {
      one(to, isBatch ? 1 : threads)
      return
    }
    to.pool.beginParts()
    for (let thread = 0; thread < threads; thread++) {
      to.pool.beginPart()
      one(to, 1)
      to.pool.endPart()
    }
    to.pool.endParts()
  }
}
