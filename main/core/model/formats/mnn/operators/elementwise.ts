// SPDX-License-Identifier: Apache-2.0
import type { BinaryFunction, ReduceFunction, UnaryFunction } from '#core/model/operations/index'
import { entriesOf, itself, upperCase, words } from '#core/model/words'
import { table } from '../../../words'
import { part, type Translate, unsupported, withRecord } from '../context'
import { BINARY_NAMES, DATA_TYPE_NAMES, dataType, LAYOUT, REDUCTION_NAMES, UNARY_NAMES } from '../enums'
import { ARG_MAX, AXIS, BATCH_MAT_MUL, BINARY, CAST, ELTWISE, MAT_MUL, REDUCTION, UNARY } from '../schema'

/** Element-wise arithmetic, reductions and matrix products. */

const BINARY_FUNCTIONS = table<BinaryFunction>({
  ...entriesOf(words('add sub mul div mod pow equal less greater atan2'), upperCase, itself),
  MAX_TEMP: 'max',
  MIN_TEMP: 'min',
  REALDIV: 'div',
  MINIMUM: 'min',
  MAXIMUM: 'max',
  GREATER_EQUAL: 'greaterOrEqual',
  FLOORDIV: 'floorDiv',
  SquaredDifference: 'squaredDifference',
  LESS_EQUAL: 'lessOrEqual',
  FLOORMOD: 'mod',
  LOGICALOR: 'or',
  LOGICALXOR: 'xor',
  NOTEQUAL: 'notEqual',
})

const UNARY_FUNCTIONS = table<UnaryFunction>({
  ...entriesOf(words('abs neg floor ceil round sign square sqrt rsqrt reciprocal exp log'), upperCase, itself),
  ...entriesOf(words('sin cos tan asin acos atan sinh cosh asinh acosh atanh'), upperCase, itself),
  ...entriesOf(words('log1p expm1 erf erfc sigmoid tanh'), upperCase, itself),
  BNLL: 'softplus',
  HARDSWISH: 'hardSwish',
  GELU: 'geluTanh',
  GELU_STANDARD: 'gelu',
  SILU: 'swish',
})

const REDUCE_FUNCTIONS = table<ReduceFunction>({
  SUM: 'sum',
  ASUM: 'l1',
  SUMSQ: 'sumSquare',
  MEAN: 'mean',
  MAXIMUM: 'max',
  MINIMUM: 'min',
  PROD: 'prod',
  // Of 0 and 1.
  ANY: 'max',
  ALL: 'min',
})

const NO_ACTIVATION = 0
const RELU_ACTIVATION = 1

export const translateBinary = withRecord(BINARY, (_op, { opType, activationType }) => {
  const name = BINARY_NAMES[opType] ?? String(opType)
  const fn = BINARY_FUNCTIONS[name]
  if (fn === undefined) return unsupported({ id: 'unsupported.operation', word: 'functionOfTwo', name })
  if (activationType !== NO_ACTIVATION && activationType !== RELU_ACTIVATION) {
    return unsupported({ id: 'unsupported.unknown', what: 'fusedActivation', value: activationType })
  }
  return { kind: 'Binary', function: fn, activation: activationType === RELU_ACTIVATION ? 'relu' : 'none' }
})

export const translateUnary = withRecord(UNARY, (_op, { opType }) => {
  const name = UNARY_NAMES[opType] ?? String(opType)
  const fn = UNARY_FUNCTIONS[name]
  return fn === undefined
    ? unsupported({ id: 'unsupported.operation', word: 'function', name })
    : { kind: 'Unary', function: fn }
})

export const translateEltwise = withRecord(ELTWISE, (_op, { type, coeff = [] }) => {
  const fn = (['mul', 'add', 'max', 'sub'] as const)[type]
  if (fn === undefined) return unsupported({ id: 'unsupported.unknown', what: 'elementWiseFunction', value: type })
  const negated = fn === 'add' && coeff.length === 2 && coeff[0] === 1 && coeff[1] === -1
  if (!negated && coeff.some((factor) => factor !== 1)) return unsupported({ id: 'unsupported.factors' })
  return { kind: 'Binary', function: negated ? 'sub' : fn, activation: 'none' }
})

export const translateReduction = withRecord(REDUCTION, (_op, { operation, dim, keepDims }) => {
  const name = REDUCTION_NAMES[operation] ?? String(operation)
  const fn = REDUCE_FUNCTIONS[name]
  if (fn === undefined) return unsupported({ id: 'unsupported.operation', word: 'reduction', name })
  return { kind: 'Reduce', function: fn, keepDims, ...(dim === undefined || dim.length === 0 ? {} : { axes: dim }) }
})

/** As MNN computes the size: on packed tensors the axis stays (with topK entries), elsewhere it goes. */
export const translateArg = (mode: 'max' | 'min'): Translate =>
  withRecord(ARG_MAX, (op, { outMaxVal, topK, axis }) => {
    const packed = op.layoutOf(op.inputs[0]) === LAYOUT.nc4hw4
    if (outMaxVal !== 0 || topK > 1) return unsupported({ id: 'unsupported.topValues' })
    if (packed && axis === 0) return unsupported({ id: 'unsupported.axisNotStated' })
    return { kind: 'ArgMax', mode, axis, keepDims: packed, last: false }
  })

export const translateZerosLike: Translate = (op) => {
  const shape = part(op, { kind: 'Shape' }, op.inputs.slice(0, 1))
  const { dtype } = op.file.builder.tensor(op.inputs[0] ?? -1)
  return { operation: { kind: 'ConstantOfShape', value: 0, dtype }, inputs: [shape] }
}

export const translateSoftmax = withRecord(AXIS, (_op, { axis }) => ({
  kind: 'Softmax',
  axis,
  coerced: false,
  log: false,
}))

export const translateCast = withRecord(CAST, (_op, { dstT }) => {
  const to = dataType(dstT)
  return to === undefined
    ? unsupported({ id: 'unsupported.tensorType', type: String(DATA_TYPE_NAMES[dstT] ?? dstT) })
    : { kind: 'Cast', to }
})

export const translateMatMul = withRecord(MAT_MUL, (op, { transposeA, transposeB, weight }) => {
  if (op.inputs.length < 2 || (weight !== undefined && weight.count > 0)) {
    return unsupported({ id: 'unsupported.ownMatrix' })
  }
  return { kind: 'MatMul', transposeA, transposeB }
})

export const translateBatchMatMul = withRecord(BATCH_MAT_MUL, (_op, { adjX, adjY }) => ({
  kind: 'MatMul',
  transposeA: adjX,
  transposeB: adjY,
}))
