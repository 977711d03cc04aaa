// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import type { WeightStatistics } from '#contract/statistics'
import { weightValues } from '../constant-values'
import { decodeElements } from '../decode-elements'
import { ELEMENT_BYTES } from '../element-count'
import { decodeWeights, type EncodedWeights, encodedExtent } from '../encoded-weights'
import { readingCause } from '../file-cause'
import type { ConstantData } from '../graph'
import { openAsFound, type PatientFile } from '../regular-file'
import { Extent, Spread } from './moments'

/** A constant tensor, as plain data that another thread can be given. */
export interface StatisticsOrder {
  readonly name: string
  readonly dtype: DataType
  /** Product of its dims. */
  readonly elements: number
  readonly data: ConstantData
}

/** At most this many bytes of a file are in memory at a time. */
const CHUNK_BYTES = 1 << 20

type Add = (value: number, times?: number) => void
class FileChanged extends Error {}

/**
 * Reads the values twice, in pieces and from where they are: once for their extent, once for what
 * needs it. Takes seconds for large tensors: meant for a thread of its own, whose end cancels it.
 */
export async function tensorStatistics(order: StatisticsOrder): Promise<Result<WeightStatistics>> {
  const { name, data } = order
  if (data.kind === 'synthesised') {
    return fail({ code: 'run/unsupported', message: { id: 'problem.madeUpValues', tensor: name } })
  }
  if (data.kind === 'quantised') {
    return fail({ code: 'run/unsupported', message: { id: 'problem.valuesNotRead', tensor: name, why: data.why } })
  }
  try {
    const extent = new Extent()
    await forEachValue(order, (value, times) => extent.add(value, times))
    const spread = new Spread(extent)
    await forEachValue(order, (value, times) => spread.add(value, times))
    return ok(spread.result())
  } catch (error) {
    if (!('path' in data)) throw error
    const file = basename(data.path)
    const rest = { file: data.path, hint: { id: 'hint.reload' } } as const
    return error instanceof FileChanged
      ? fail({ code: 'file/changed', message: { id: 'problem.valuesMoved', file, tensor: name }, ...rest })
      : fail({ code: 'file/unreadable', message: { id: 'problem.notRead', file, why: readingCause(error) }, ...rest })
  }
}

async function forEachValue({ dtype, elements, data }: StatisticsOrder, add: Add): Promise<void> {
  switch (data.kind) {
    case 'fill':
      if (elements > 0) add(data.value, elements)
      return
    case 'values':
      for (const value of data.values) add(value)
      return
    case 'file':
      return forEachInFile(data.path, data.offset, elements, dtype, add)
    case 'sparse':
      if (elements > data.count) add(0, elements - data.count)
      return forEachInFile(data.path, data.valueOffset, data.count, 'float32', add)
    case 'encoded':
      return forEachDecoded(data, elements, add)
    case 'folded':
      for (const value of await weightValues(data, elements)) add(value)
      return
    case 'synthesised':
    case 'quantised':
      return
  }
}

async function forEachDecoded(weights: EncodedWeights, elements: number, add: Add): Promise<void> {
  const { offset, byteLength } = encodedExtent(weights)
  const file = await openAsFound(weights.path)
  try {
    const bytes = Buffer.allocUnsafeSlow(byteLength)
    await readExactly(file, bytes, byteLength, offset)
    for (const value of decodeWeights(weights, elements, bytes, offset)) add(value)
  } finally {
    await file.close()
  }
}

async function forEachInFile(path: string, offset: number, elements: number, dtype: DataType, add: Add): Promise<void> {
  const size = ELEMENT_BYTES[dtype] ?? 1
  const file = await openAsFound(path)
  try {
    // By itself, not of a pool: its start is aligned.
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(size, elements * size)))
    const perChunk = Math.floor(chunk.length / size)
    for (let done = 0; done < elements; done += perChunk) {
      const count = Math.min(perChunk, elements - done)
      await readExactly(file, chunk, count * size, offset + done * size)
      const values =
        dtype === 'float32' ? new Float32Array(chunk.buffer, 0, count) : decodeElements(chunk, dtype, 0, count)
      for (let at = 0; at < count; at++) add(values[at] ?? 0)
    }
  } finally {
    await file.close()
  }
}

async function readExactly(file: PatientFile, into: Buffer, bytes: number, position: number): Promise<void> {
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(into, done, bytes - done, position + done)
    if (bytesRead === 0) throw new FileChanged()
    done += bytesRead
  }
}
