// SPDX-License-Identifier: Apache-2.0
import type { ReduceFunction } from '#core/model/operations/index'
import type { Translate } from '../context'
import { BATCH_MATMUL, FULLY_CONNECTED, REDUCER } from '../schema'
import { movedAxis } from '../tensor-orders'

/** Matrix products and reductions. */

/** x, weight [units, depth], [bias]: x seen as rows of `depth`. */
export const translateFullyConnected: Translate = (op) => {
  const { activation, weightsFormat, keepNumDims } = op.read(FULLY_CONNECTED)
  if (weightsFormat !== 0) return { id: 'unsupported.shuffled' }
  const [, depth = 0] = op.dims(1)
  const [x, weight, bias] = [op.input(0), op.input(1), op.input(2)]
  if (keepNumDims && op.rank(0) > 2) {
    return op.finishActivated({ kind: 'MatMul', transposeA: false, transposeB: true }, [x, weight, bias], activation)
  }
  const rows = op.rank(0) === 2 ? x : op.part({ kind: 'Reshape', shape: [-1, depth], allowZero: false }, [x])
  const gemm = { kind: 'Gemm', alpha: 1, beta: 1, transposeA: false, transposeB: true } as const
  return op.finishActivated(gemm, [rows, weight, bias], activation)
}

export const translateBatchMatMul: Translate = (op) => {
  const { adjX, adjY } = op.read(BATCH_MATMUL)
  return op.finish({ kind: 'MatMul', transposeA: adjX, transposeB: adjY }, [op.input(0), op.input(1)])
}

/** x, axes */
export const reduce =
  (fn: ReduceFunction): Translate =>
  (op) => {
    const { keepDims } = op.read(REDUCER)
    const stated = op.values(1)
    if (stated === undefined) return { id: 'unsupported.atRunTime', what: 'axes' }
    const rank = op.rank(0)
    const axes = stated.map((axis) => (axis < 0 ? axis + rank : axis))
    const kept = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis))
    const first = kept.map((axis) => movedAxis(axis, rank))
    // Without the reduced dims what is left must stand in the listed order.
    const sameOrder = first.every((axis, i) => i === 0 || (first[i - 1] ?? 0) < axis)
    const order = keepDims || sameOrder ? op.follow([0]) : 'listed'
    const operation = {
      kind: 'Reduce',
      function: fn,
      axes: order === 'listed' ? axes : axes.map((axis) => movedAxis(axis, rank)),
      keepDims,
    } as const
    return op.finish(operation, [op.input(0, order)], keepDims ? order : 'listed')
  }

/** x, axis */
export const argMax =
  (mode: 'max' | 'min'): Translate =>
  (op) => {
    const axis = op.values(1)?.[0]
    if (axis === undefined) return { id: 'unsupported.atRunTime', what: 'axis' }
    return op.finish({ kind: 'ArgMax', mode, axis, keepDims: false, last: false }, [op.input(0)])
  }
