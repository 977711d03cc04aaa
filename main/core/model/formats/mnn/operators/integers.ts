// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { FlatTable } from '../../flatbuffers/flat-buffer'
import { readRecord } from '../../flatbuffers/record'
import type { MnnOp, Translate } from '../context'
import { QUANTISED_FLOAT } from '../schema'
import { addFloats } from '../weights'
import { onIntegers } from './eight-bit'
import { translatePool } from './layers'

/** FloatToInt8 and Int8ToFloat, with a scale for each channel or one for all. */
export const translateQuantise =
  (gives: DataType): Translate =>
  (op) => ({
    operation: onIntegers({ kind: 'Identity' }, gives),
    inputs: [...op.inputs, ...scalesOf(op, op.main)],
  })

export const translateIntegerPool: Translate = (op) => {
  const translated = translatePool(op)
  if (translated === 'written') return translated
  const { operation } = translated
  return { ...translated, operation: onIntegers(operation.kind === 'Unsupported' ? undefined : operation) }
}

/** A sum; scales of both inputs and of the output are in the file too. */
export const translateIntegerEltwise: Translate = () => ({
  operation: onIntegers({ kind: 'Binary', function: 'add', activation: 'none' }),
})

function scalesOf(op: MnnOp, table: FlatTable | undefined): number[] {
  const { tensorScale } = readRecord(table, QUANTISED_FLOAT)
  const count = tensorScale?.count ?? 0
  return count === 0 ? [] : [addFloats(op, 'scale', [count], tensorScale, undefined, { kind: 'fill', value: 1 })]
}
