// SPDX-License-Identifier: Apache-2.0
import type { Translate } from '../context'
import { CUMSUM, ONE_HOT, REVERSE_SEQUENCE } from '../schema'

/** Operators that read or write elements by index, or along an axis: they work on tensors as listed. */

/** indices, updates, shape: into zeros, where what falls on one place is added. */
export const translateScatterNd: Translate = (op) => {
  const dtype = op.tensors.dataType(op.inputs[1] ?? -1)
  const zeros = op.part({ kind: 'ConstantOfShape', value: 0, dtype }, [op.input(2)])
  return op.finish({ kind: 'ScatterNd', mode: 'add' }, [zeros, op.input(0), op.input(1)])
}

/** rows, table */
export const translateEmbeddingLookup: Translate = (op) =>
  op.finish({ kind: 'Gather', axis: 0 }, [op.input(1), op.input(0)])

/** indices, depth, on, off */
export const translateOneHot: Translate = (op) => {
  const { axis } = op.read(ONE_HOT)
  const flat = [3, 2].map((position) =>
    op.part({ kind: 'Reshape', shape: [1], allowZero: false }, [op.input(position)]),
  )
  const values = op.part({ kind: 'Concat', axis: 0 }, flat)
  return op.finish({ kind: 'OneHot', axis }, [op.input(0), op.input(1), values])
}

/** x, axis */
export const translateCumSum: Translate = (op) => {
  const { exclusive, reverse } = op.read(CUMSUM)
  return op.finish({ kind: 'CumSum', exclusive, reverse }, [op.input(0), op.input(1)])
}

/** x, lengths */
export const translateReverseSequence: Translate = (op) => {
  const { seqDim, batchDim } = op.read(REVERSE_SEQUENCE)
  return op.finish({ kind: 'ReverseSequence', batchAxis: batchDim, timeAxis: seqDim }, [op.input(0), op.input(1)])
}

export const translateZerosLike: Translate = (op) => {
  const shape = op.part({ kind: 'Shape' }, [op.input(0)])
  const dtype = op.tensors.dataType(op.inputs[0] ?? -1)
  return op.finish({ kind: 'ConstantOfShape', value: 0, dtype }, [shape])
}
