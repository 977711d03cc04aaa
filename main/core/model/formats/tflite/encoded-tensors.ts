// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { CodingError } from '../../coding-error'
import { elementCount } from '../../element-count'
import { decodeWeights, type EncodedWeights, encodedExtent, type Scaling, type Sparsity } from '../../encoded-weights'
import type { ConstantData } from '../../graph'
import { isSmall } from '../../model-builder'
import { invalid } from '../../read-error'
import { integerRange } from '../../shape-rules/number-types'
import type { FlatTable, Range } from '../flatbuffers/flat-buffer'
import { type RecordOf, readRecord } from '../flatbuffers/record'
import { dataType } from './enums'
import { BLOCKWISE_QUANTIZATION, DIMENSION_METADATA, QUANTIZATION, SPARSITY, type TENSOR } from './schema'

type TensorRecord = RecordOf<typeof TENSOR>

interface FileBytes {
  readonly path: string
  readonly bytes: Uint8Array
}

/** TensorType of numbers of four bits. */
export const INT4 = 17

/** QuantizationDetails of scales that hold for blocks, which stand in another tensor. */
const BLOCKWISE = 2

export function isBlockwise({ quantization }: TensorRecord): boolean {
  return readRecord(quantization, QUANTIZATION).detailsType === BLOCKWISE
}

/** Scales that are kept with a tensor at most: each is a number in memory. */
const MOST_BLOCKS = 2 ** 22

/** A tensor whose elements are floating-point numbers in the file, by its index; undefined where it is none. */
export type ReadFloats = (tensor: number) => readonly number[] | undefined

/**
 * Integers of which every `blockSize` neighbours, in the order of the file, share a scale and have no zero point, as
 * LiteRT reads them (tflite/kernels/embedding_lookup.cc, EvalBlockwise; the schema's BlockwiseQuantization). undefined
 * where the file says it otherwise.
 */
export function blockwiseData(
  { path }: FileBytes,
  { quantization, shape: dims = [], type }: TensorRecord,
  { offset, count: byteLength }: Range,
  scalesOf: ReadFloats,
): EncodedWeights | undefined {
  const { details } = readRecord(quantization, QUANTIZATION)
  const { scales: tensor, zeroPoints, blockSize } = readRecord(details, BLOCKWISE_QUANTIZATION)
  const element = type === INT4 ? 'int4' : dataType(type)
  const count = elementCount(dims)
  if (zeroPoints >= 0 || blockSize < 1 || (dims.at(-1) ?? 0) % blockSize !== 0) return undefined
  if ((element !== 'int4' && element !== 'int8') || count / blockSize > MOST_BLOCKS) return undefined
  const scales = scalesOf(tensor)
  if (scales?.length !== count / blockSize) return undefined
  return { kind: 'encoded', path, offset, byteLength, element, scaling: { scales, zeros: [0], stretch: blockSize } }
}

/** The real numbers from the least to the most that the integers of a computed tensor stand for; undefined where they are none. */
export function scaledRange({
  type,
  quantization,
}: TensorRecord): { readonly least: number; readonly most: number } | undefined {
  const { scale = [], zeroPoint = [] } = readRecord(quantization, QUANTIZATION)
  const [step] = scale
  const integers = integerRange(dataType(type) ?? 'float32')
  if (scale.length !== 1 || step === undefined || !(step > 0) || integers === undefined) return undefined
  // Sums of 32 bits are never cut off.
  if (integers.most > 2 ** 16) return undefined
  const [zero = 0] = zeroPoint
  return { least: (integers.least - zero) * step, most: (integers.most - zero) * step }
}

/** Whether the tensor's integers stand for real numbers. */
export function isScaled({ type, quantization }: TensorRecord): boolean {
  const dtype = dataType(type)
  const integer = type === INT4 || dtype?.startsWith('int') || dtype?.startsWith('uint')
  return integer === true && (readRecord(quantization, QUANTIZATION).scale ?? []).length > 0
}

/** Elements that are not simply there: integers with scales, or without their zeros; undefined for all others. */
export function encodedData(
  file: FileBytes,
  record: TensorRecord,
  { offset, count: byteLength }: Range,
  element: DataType | 'int4',
  name: string,
): ConstantData | undefined {
  const { sparsity: stated, shape: dims = [] } = record
  const scaling = isScaled(record) ? scalingOf(record, name) : undefined
  if (scaling === undefined && stated === undefined && element !== 'int4') return undefined
  const sparsity = stated === undefined ? undefined : sparsityOf(stated, dims, name)
  const encoded: EncodedWeights = {
    kind: 'encoded',
    path: file.path,
    offset,
    byteLength,
    element,
    ...(scaling === undefined ? {} : { scaling }),
    ...(sparsity === undefined ? {} : { sparsity }),
  }
  const count = elementCount(dims)
  return isSmall('float32', count) ? { kind: 'values', values: decoded(file, encoded, count, name) } : encoded
}

function decoded(file: FileBytes, encoded: EncodedWeights, count: number, name: string): readonly number[] {
  const { offset, byteLength } = encodedExtent(encoded)
  try {
    return [...decodeWeights(encoded, count, file.bytes.subarray(offset, offset + byteLength), offset)]
  } catch (error) {
    if (!(error instanceof CodingError)) throw error
    return invalid({ id: 'tensor.coding', tensor: name, why: error.why })
  }
}

/** One scale, or one for each position along a dim. */
function scalingOf({ quantization, shape: dims = [] }: TensorRecord, name: string): Scaling {
  const { scale = [], zeroPoint = [], quantizedDimension } = readRecord(quantization, QUANTIZATION)
  // A list has only one axis, whatever some converters say.
  const axis = dims.length === 1 ? 0 : quantizedDimension
  const zeros = zeroPoint.length === 0 ? [0] : zeroPoint
  if (scale.length === 1) return { scales: scale, zeros: zeros.slice(0, 1), stretch: 1 }
  if (dims[axis] !== scale.length || (zeros.length !== 1 && zeros.length !== scale.length)) {
    return invalid({ id: 'tensor.scales', tensor: name, scales: scale.length, positions: dims[axis] ?? 0, axis })
  }
  return { scales: scale, zeros, stretch: dims.slice(axis + 1).reduce((a, b) => a * b, 1) }
}

function sparsityOf(table: FlatTable, dims: readonly number[], name: string): Sparsity {
  const { traversalOrder = [], blockMap = [], dimMetadata } = readRecord(table, SPARSITY)
  const levels = dimMetadata.map((each): Sparsity['levels'][number] => {
    const level = readRecord(each, DIMENSION_METADATA)
    if (level.format === 0) return { kind: 'dense', size: Math.max(0, level.denseSize) }
    const segments = listOf(level.segments, level.segmentsType, name)
    return { kind: 'sparse', segments, positions: listOf(level.indices, level.indicesType, name) }
  })
  const work = levels.reduce((product, level) => product * (level.kind === 'dense' ? Math.max(1, level.size) : 1), 1)
  if (work > 2 * elementCount(dims) + 1) invalid({ id: 'tensor.sparsity', tensor: name })
  return { dims, traversal: traversalOrder, blocks: blockMap, levels }
}

/** Int32Vector, Uint16Vector or Uint8Vector, each a table with the list as its only field. */
function listOf(table: FlatTable | undefined, type: number, name: string) {
  const bytes = ([undefined, 4, 2, 1] as const)[type]
  if (bytes === undefined) return invalid({ id: 'tensor.listType', tensor: name, type })
  const { values } = readRecord(table, { values: { id: 0, type: 'range', elementBytes: bytes } })
  return { offset: values?.offset ?? 0, count: values?.count ?? 0, bytes }
}
