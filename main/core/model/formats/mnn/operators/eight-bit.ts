// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Operation } from '#core/model/operations/index'

type Unsupported = Extract<Operation, { kind: 'Unsupported' }>

/** An op on 8-bit integers: Convscope knows its shapes, and cannot run it. `gives`: the element type of its output. */
export function onIntegers(like: Unsupported['like'], gives: DataType = 'int8'): Unsupported {
  return { kind: 'Unsupported', why: { id: 'unsupported.eightBit' }, gives, ...(like !== undefined && { like }) }
}
