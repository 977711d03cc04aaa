// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { fail, ok, type Problem, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import type { FirstValues } from '#contract/statistics'
import { constantValues } from '../constant-values'
import { ELEMENT_BYTES } from '../element-count'
import { readingCause } from '../file-cause'
import type { StoredOrder } from '../graph'
import { openAsFound } from '../regular-file'
import type { StatisticsOrder } from './tensor-statistics'

/** The same with where each value stands. */
export interface TensorOrder extends StatisticsOrder {
  readonly dims: readonly number[]
  readonly stored?: StoredOrder
}

/** As many as one looks at. */
const MOST_SHOWN = 256

/** The first values of a constant tensor, row-major. The whole tensor is in memory meanwhile: meant for a thread of its own. */
export async function firstValues(order: TensorOrder): Promise<Result<FirstValues>> {
  const values = await allValues(order)
  if (!values.ok) return values
  return ok({ dims: order.dims, values: Float64Array.from(values.value.subarray(0, MOST_SHOWN)) })
}

/**
 * The tensor as a file of NumPy (format 1.0, numpy/lib/format.py): in the type that it has in the model where NumPy has
 * that too, quantised weights and bfloat16 as the float32 values that they stand for.
 */
export async function npyFile(order: TensorOrder): Promise<Result<Uint8Array>> {
  const { dims, data, dtype, stored, elements } = order
  const own = DESCRIPTIONS[dtype]
  if (data.kind === 'file' && stored === undefined && own !== undefined) {
    const bytes = new Uint8Array(elements * (ELEMENT_BYTES[dtype] ?? 0))
    try {
      const file = await openAsFound(data.path)
      try {
        const { bytesRead } = await file.read(bytes, 0, bytes.length, data.offset)
        if (bytesRead < bytes.length) return fail(moved(order, data.path))
      } finally {
        await file.close()
      }
    } catch (error) {
      return fail(unreadable(data.path, error))
    }
    return ok(joined(header(own, dims), bytes))
  }
  const values = await allValues(order)
  if (!values.ok) return values
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = values.value
  return ok(
    joined(header(BYTES_PER_ELEMENT === 4 ? '<f4' : '<f8', dims), new Uint8Array(buffer, byteOffset, byteLength)),
  )
}

async function allValues(order: TensorOrder): Promise<Result<Float32Array | Float64Array>> {
  const { name, data, dims, dtype, stored } = order
  if (data.kind === 'synthesised') {
    return fail({ code: 'run/unsupported', message: { id: 'problem.madeUpValues', tensor: name } })
  }
  if (data.kind === 'quantised') {
    return fail({ code: 'run/unsupported', message: { id: 'problem.valuesNotRead', tensor: name, why: data.why } })
  }
  try {
    return ok(await constantValues({ dims, data, ...(stored === undefined ? {} : { stored }) }, dtype))
  } catch (error) {
    if (!('path' in data)) throw error
    return fail(unreadable(data.path, error))
  }
}

function unreadable(path: string, error: unknown): Problem {
  const file = basename(path)
  const message = { id: 'problem.notRead', file, why: readingCause(error) } as const
  return { code: 'file/unreadable', message, file: path, hint: { id: 'hint.reload' } }
}

function moved({ name }: TensorOrder, path: string): Problem {
  const message = { id: 'problem.valuesMoved', file: basename(path), tensor: name } as const
  return { code: 'file/changed', message, file: path, hint: { id: 'hint.reload' } }
}

/** What NumPy calls types of elements; it has neither bfloat16 nor text of any length. */
const DESCRIPTIONS: { readonly [dtype in DataType]?: string } = {
  float64: '<f8',
  float32: '<f4',
  float16: '<f2',
  int64: '<i8',
  int32: '<i4',
  int16: '<i2',
  int8: '|i1',
  uint64: '<u8',
  uint32: '<u4',
  uint16: '<u2',
  uint8: '|u1',
  bool: '|b1',
}

/** Magic, version 1.0, length and a dictionary, filled up so that data begin at a multiple of 64. */
function header(description: string, dims: readonly number[]): Uint8Array {
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`
  const dictionary = `{'descr': '${description}', 'fortran_order': False, 'shape': ${shape}, }`
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10
  const bytes = new Uint8Array(10 + length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8])
  bytes.set(new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`), 10)
  return bytes
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}
