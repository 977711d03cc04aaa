// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import { type CodedWeights, paletteOf } from '../../coded-weights'
import { CodingError } from '../../coding-error'
import { elementCount } from '../../element-count'
import type { ConstantData } from '../../graph'
import { invalid } from '../../read-error'
import type { FlatTable, Range } from '../flatbuffers/flat-buffer'
import { type RecordOf, readRecord } from '../flatbuffers/record'
import type { MnnOp } from './context'
import { QUANTISATION } from './schema'

/** Constants that an op carries in its own table: weights, bias, scales. */

/** A list of float32 as it lies in the model file. */
function floatsInFile(op: MnnOp, range: Range): ConstantData {
  return { kind: 'file', path: op.file.path, offset: range.offset, byteLength: 4 * range.count }
}

function floatsOutside(op: MnnOp, offset: number, byteLength: number): ConstantData {
  return { kind: 'file', path: op.weightsPath, offset, byteLength }
}

/** Parts of an `external` list: [offset, size0, size1 …] in bytes, the arrays following each other. */
export function externalParts(op: MnnOp, external: readonly number[] | undefined): readonly ExternalPart[] {
  if (external === undefined || external.length < 2) return []
  let offset = external[0] as number
  return external.slice(1).map((byteLength) => {
    if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(byteLength) || byteLength < 0) {
      invalid({ id: 'node.weightsPlace', node: op.name }, op.name)
    }
    const part = { offset, byteLength }
    offset += byteLength
    return part
  })
}

export interface ExternalPart {
  readonly offset: number
  readonly byteLength: number
}

/** float32 parameter of `dims`, or `absent` where the file has none. Returns the tensor id. */
export function addFloats(
  op: MnnOp,
  suffix: string,
  dims: readonly number[],
  range: Range | undefined,
  external: ExternalPart | undefined,
  absent: ConstantData,
): number {
  const count = elementCount(dims, op.name)
  const found = range !== undefined && range.count > 0 ? range.count : (external?.byteLength ?? 0) / 4
  if (found !== 0 && found !== count) {
    invalid({ id: 'node.values', node: op.name, list: suffix, values: found, needed: count }, op.name)
  }
  const data =
    range !== undefined && range.count > 0
      ? floatsInFile(op, range)
      : external !== undefined && external.byteLength > 0
        ? floatsOutside(op, external.offset, external.byteLength)
        : absent
  return op.file.builder.addConstant(`${op.name}.${suffix}`, 'float32', dims, data)
}

/** Integer parameter of `dims` as it lies in the model file; `range` has as many. Returns the tensor id. */
export function addIntegers(
  op: MnnOp,
  suffix: string,
  dtype: 'int8' | 'int32',
  dims: readonly number[],
  range: Range | undefined,
): number {
  const { offset = 0, count = 0 } = range ?? {}
  const byteLength = count * (dtype === 'int8' ? 1 : 4)
  const data = { kind: 'file', path: op.file.path, offset, byteLength } as const
  return op.file.builder.addConstant(`${op.name}.${suffix}`, dtype, dims, data)
}

/**
 * Made-up weights: `scale` is the standard deviation that keeps the magnitude of activations
 * through a layer of `fanIn` inputs and a ReLU (He et al. 2015). Told once as a warning.
 */
export function synthesised(op: MnnOp, fanIn: number): ConstantData {
  op.file.builder.warn({ id: 'warning.stripped' })
  return { kind: 'synthesised', seed: op.file.builder.tensorCount, scale: Math.sqrt(2 / Math.max(1, fanIn)) }
}

const SPARSE = 0
const HALF = 3
const RAW_FLOAT = 8

export interface DecodedQuantisation {
  readonly dtype: 'float32' | 'float16' | 'int8'
  readonly data: ConstantData
}

/** Weights of `count` elements that are stored as `quanParameter`. */
export function quantisedWeights(
  op: MnnOp,
  table: FlatTable,
  count: number,
  external: readonly ExternalPart[],
): DecodedQuantisation {
  const record = readRecord(table, QUANTISATION)
  const { buffer, alpha, index, type } = record
  if (type === SPARSE && index !== undefined && alpha !== undefined) {
    if (index.count !== alpha.count || index.count > count) {
      const numbers = { positions: index.count, values: alpha.count, elements: count }
      invalid({ id: 'node.positions', node: op.name, ...numbers }, op.name)
    }
    const path = op.file.path
    const data = {
      kind: 'sparse',
      path,
      count: index.count,
      indexOffset: index.offset,
      valueOffset: alpha.offset,
    } as const
    return { dtype: 'float32', data }
  }
  const raw =
    buffer !== undefined && buffer.count > 0
      ? { path: op.file.path, offset: buffer.offset, byteLength: buffer.count }
      : { path: op.weightsPath, offset: external[0]?.offset ?? 0, byteLength: external[0]?.byteLength ?? 0 }
  if ((type === HALF || type === RAW_FLOAT) && raw.byteLength > 0) {
    const dtype = type === HALF ? 'float16' : 'float32'
    if (raw.byteLength !== count * (type === HALF ? 2 : 4)) {
      invalid({ id: 'node.weightBytes', node: op.name, bytes: raw.byteLength, values: count }, op.name)
    }
    return { dtype, data: { kind: 'file', ...raw } }
  }
  const why = codedObstacle(record)
  if (why === null) return { dtype: 'float32', data: codedWeights(op, record, raw, external[1]) }
  op.file.builder.warn({ id: 'warning.integerWeights' })
  return { dtype: 'int8', data: { kind: 'quantised', why } }
}

const CODINGS = { 1: 'palette', 2: 'sparsePalette', 4: 'int8' } as const
type Quantisation = RecordOf<typeof QUANTISATION>

function isKnownCoding(type: number): type is keyof typeof CODINGS {
  return type in CODINGS
}

function codedObstacle({ type, hasScaleInt }: Quantisation): UnsupportedCause | null {
  if (!isKnownCoding(type)) return { id: 'unsupported.coding', coding: type }
  return hasScaleInt ? { id: 'unsupported.integers' } : null
}

/** What scales of old files mean: 2.8.1|3.6.1: source/core/ConvolutionCommon.cpp, load. */
function codedWeights(
  op: MnnOp,
  { type, alpha, alphaFp16, quantScale, aMin, readType, shapeInt32 }: Quantisation,
  raw: { readonly path: string; readonly offset: number; readonly byteLength: number },
  externalScales: ExternalPart | undefined,
): CodedWeights {
  const coding = isKnownCoding(type) ? CODINGS[type] : 'int8'
  const half = alphaFp16 !== undefined && alphaFp16.count > 0
  const own = half ? alphaFp16 : alpha
  const scales =
    own !== undefined && own.count > 0
      ? { path: op.file.path, offset: own.offset, count: own.count, half }
      : {
          path: op.weightsPath,
          offset: externalScales?.offset ?? 0,
          count: (externalScales?.byteLength ?? 0) / 4,
          half: false,
        }
  if (scales.count < 1 || raw.byteLength < 1) invalid({ id: 'node.noScales', node: op.name }, op.name)
  const isOld = coding === 'int8' && aMin === 0 && Math.abs(quantScale) < 1e-6
  return {
    kind: 'coded',
    coding,
    ...(coding === 'int8' ? PLAIN : codedPalette(op, coding, raw, shapeInt32)),
    ...raw,
    scales,
    asymmetric: readType !== 0 || isOld,
    // A positive one says that minima are offsets already.
    smallest: aMin === 0 ? -128 : Math.min(0, aMin),
    factor: isOld ? 1 : quantScale,
    wideDims: shapeInt32,
  }
}

const PLAIN = { bits: 8, linear: true } as const

/** From the head of the buffer; taken as 8 bits where that is in a file of its own. */
function codedPalette(
  op: MnnOp,
  coding: 'palette' | 'sparsePalette',
  { path, offset, byteLength }: { readonly path: string; readonly offset: number; readonly byteLength: number },
  wideDims: boolean,
): Pick<CodedWeights, 'bits' | 'linear'> {
  if (path !== op.file.path) return PLAIN
  try {
    return paletteOf(op.file.bytes.subarray(offset, offset + byteLength), coding, wideDims)
  } catch (error) {
    if (!(error instanceof CodingError)) throw error
    return invalid({ id: 'node.coding', node: op.name, why: error.why }, op.name)
  }
}
