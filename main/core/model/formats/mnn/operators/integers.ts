// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Operation } from '#core/model/operations/index'
import type { FlatTable } from '../../flatbuffers/flat-buffer'
import { readRecord } from '../../flatbuffers/record'
import type { MnnOp, Translate } from '../context'
import { QUANTISED_FLOAT } from '../schema'
import { addFloats } from '../weights'
import { translatePool } from './layers'

type Unsupported = Extract<Operation, { kind: 'Unsupported' }>

/** An op on 8-bit integers: Convscope knows its shapes, and cannot run it. `gives`: the element type of its output. */
export function integers(like: Unsupported['like'], gives: DataType = 'int8'): Unsupported {
  return { kind: 'Unsupported', why: { id: 'unsupported.eightBit' }, gives, ...(like !== undefined && { like }) }
}

/** FloatToInt8 and Int8ToFloat, with a scale for each channel or one for all. */
export const translateQuantise =
  (gives: DataType): Translate =>
  (op) => ({
    operation: integers({ kind: 'Identity' }, gives),
    inputs: [...op.inputs, ...scalesOf(op, op.main)],
  })

export const translateIntegerPool: Translate = (op) => {
  const translated = translatePool(op)
  if (translated === 'written') return translated
  const { operation } = translated
  return { ...translated, operation: integers(operation.kind === 'Unsupported' ? undefined : operation) }
}

/** A sum; scales of both inputs and of the output are in the file too. */
export const translateIntegerEltwise: Translate = () => ({
  operation: integers({ kind: 'Binary', function: 'add', activation: 'none' }),
})

function scalesOf(op: MnnOp, table: FlatTable | undefined): number[] {
  const { tensorScale } = readRecord(table, QUANTISED_FLOAT)
  const count = tensorScale?.count ?? 0
  return count === 0 ? [] : [addFloats(op, 'scale', [count], tensorScale, undefined, { kind: 'fill', value: 1 })]
}
