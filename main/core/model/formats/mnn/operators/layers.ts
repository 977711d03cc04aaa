// SPDX-License-Identifier: Apache-2.0
import { part, type Translate, unsupported, WRITTEN, withRecord } from '../context'
import { PAD_MODE } from '../enums'
import {
  BATCH_NORM,
  ELU,
  INNER_PRODUCT,
  LAYER_NORM,
  LRN,
  MOMENTS,
  POOL,
  PRELU,
  RELU,
  RELU6,
  SCALE,
  SELU,
} from '../schema'
import { addFloats, externalParts, quantisedWeights } from '../weights'
import { padRule } from './convolution'

/** Pooling, normalisation and activations. */

const AVERAGE = 1
const INCLUDE_PADDING = 1
const ACROSS_CHANNELS = 0

export const translatePool = withRecord(POOL, (_op, pool) => {
  const mode = pool.type === AVERAGE ? 'average' : 'max'
  if (pool.isGlobal) return { kind: 'GlobalPool', mode }
  return {
    kind: 'Pool',
    mode,
    kernel: [pool.kernelY, pool.kernelX],
    strides: [pool.strideY, pool.strideX],
    dilations: [1, 1],
    pads: padRule(pool.padType, pool.pads, pool.padX, pool.padY),
    // SAME and VALID have rounding rules of their own.
    ceil: pool.ceilModel && pool.padType === PAD_MODE.explicit,
    // By default padding is not counted (ONNX count_include_pad 0, TensorFlow SAME).
    countPadding: pool.countType === INCLUDE_PADDING,
    lenient: true,
  }
})

export const translateScale = withRecord(SCALE, (op, scale) => {
  const dims = [scale.channels]
  const external = externalParts(op, scale.external)
  const factor = addFloats(op, 'scale', dims, scale.scaleData, external[0], { kind: 'fill', value: 1 })
  const bias = addFloats(op, 'bias', dims, scale.biasData, external[1], { kind: 'fill', value: 0 })
  return { operation: { kind: 'Scale' }, inputs: [op.inputs[0] ?? -1, factor, bias] }
})

export const translateBatchNorm = withRecord(BATCH_NORM, (op, norm) => {
  const dims = [norm.channels]
  const parameter = (suffix: string, range: typeof norm.slopeData, value: number) =>
    addFloats(op, suffix, dims, range, undefined, { kind: 'fill', value })
  return {
    operation: { kind: 'BatchNorm', epsilon: norm.epsilon },
    inputs: [
      op.inputs[0] ?? -1,
      parameter('scale', norm.slopeData, 1),
      parameter('bias', norm.biasData, 0),
      parameter('mean', norm.meanData, 0),
      parameter('variance', norm.varData, 1),
    ],
  }
})

export const translateLayerNorm = withRecord(LAYER_NORM, (op, norm) => {
  if (norm.useRMSNorm) return unsupported({ id: 'unsupported.rmsNorm' })
  if (norm.group > 1) return unsupported({ id: 'unsupported.groupNorm' })
  const axes = norm.axis?.length ?? 1
  const external = externalParts(op, norm.external)
  const dims = [norm.gamma?.count ?? (external[0]?.byteLength ?? 0) / 4]
  const operation = { kind: 'LayerNorm', axis: -axes, epsilon: norm.epsilon } as const
  if (dims[0] === 0) return { operation, inputs: [op.inputs[0] ?? -1] }
  const gamma = addFloats(op, 'gamma', dims, norm.gamma, external[0], { kind: 'fill', value: 1 })
  const beta = addFloats(op, 'beta', dims, norm.beta, external[1], { kind: 'fill', value: 0 })
  return { operation, inputs: [op.inputs[0] ?? -1, gamma, beta] }
})

export const translateLrn = withRecord(LRN, (_op, lrn) => {
  if (lrn.regionType !== ACROSS_CHANNELS) return unsupported({ id: 'unsupported.withinChannels' })
  return { kind: 'LRN', size: lrn.localSize, alpha: lrn.alpha, beta: lrn.beta, bias: lrn.bias }
})

export const translateRelu: Translate = withRecord(RELU, (_op, { slope }) =>
  slope === 0 ? { kind: 'Unary', function: 'relu' } : { kind: 'Unary', function: 'leakyRelu', alpha: slope },
)

export const translateRelu6 = withRecord(RELU6, (_op, { minValue, maxValue }) => ({
  kind: 'Unary',
  function: 'clip',
  alpha: minValue,
  beta: maxValue,
}))

export const translateElu = withRecord(ELU, (_op, { alpha }) => ({ kind: 'Unary', function: 'elu', alpha }))

export const translatePrelu = withRecord(PRELU, (op, prelu) => {
  const dims = [prelu.slopeCount || prelu.slope?.count || 1]
  const slope = addFloats(op, 'slope', dims, prelu.slope, undefined, { kind: 'fill', value: 0.25 })
  return { operation: { kind: 'PRelu' }, inputs: [op.inputs[0] ?? -1, slope] }
})

export const translateSelu = withRecord(SELU, (_op, { scale, alpha }) => ({
  kind: 'Unary',
  function: 'selu',
  alpha,
  beta: scale,
}))

/** x, or x with its mean and variance from a Moments op. */
export const translateInstanceNorm = withRecord(BATCH_NORM, (op, norm) => {
  const [x = -1, mean = -1, variance = -1] = op.inputs
  const rank = mean < 0 ? [norm.channels] : [norm.channels, 1, 1]
  const scale = addFloats(op, 'scale', rank, norm.slopeData, undefined, { kind: 'fill', value: 1 })
  const bias = addFloats(op, 'bias', rank, norm.biasData, undefined, { kind: 'fill', value: 0 })
  if (mean < 0) return { operation: { kind: 'InstanceNorm', epsilon: norm.epsilon }, inputs: [x, scale, bias] }
  const binary = (fn: 'add' | 'sub' | 'mul') => ({ kind: 'Binary', function: fn, activation: 'none' }) as const
  const data = { kind: 'values', values: [norm.epsilon] } as const
  const epsilon = op.file.builder.addConstant(`${op.name}.epsilon`, 'float32', [], data)
  const factor = part(op, { kind: 'Unary', function: 'rsqrt' }, [part(op, binary('add'), [variance, epsilon])])
  const normal = part(op, binary('mul'), [part(op, binary('sub'), [x, mean]), factor])
  return { operation: binary('add'), inputs: [part(op, binary('mul'), [normal, scale]), bias] }
})

/** Mean and variance over dims. */
export const translateMoments = withRecord(MOMENTS, (op, { dim, keepDims }) => {
  const { builder } = op.file
  const [x = -1] = op.inputs
  const [mean = -1, variance = -1] = op.outputs
  if (op.outputs.length !== 2) return unsupported({ id: 'unsupported.twoOutputs' })
  const axes = dim === undefined || dim.length === 0 ? {} : { axes: dim }
  const kept = { kind: 'Reduce', function: 'mean', keepDims: true, ...axes } as const
  const centred = part(op, { kind: 'Binary', function: 'sub', activation: 'none' }, [x, part(op, kept, [x])])
  const squares = part(op, { kind: 'Unary', function: 'square' }, [centred])
  const reduced = { ...kept, keepDims } as const
  builder.addNode(op.name, op.type, reduced, [x], [mean], [])
  builder.addNode(`${op.name}.variance`, op.type, reduced, [squares], [variance], [])
  return WRITTEN
})

/** Weights [outputs, inputs] for everything but the batch; old files only. */
export const translateInnerProduct = withRecord(INNER_PRODUCT, (op, product) => {
  const { outputCount, weight, bias, quanParameter } = product
  const count = weight?.count || product.weightSize
  const depth = count / Math.max(1, outputCount)
  if (outputCount < 1 || !Number.isInteger(depth) || depth < 1) return unsupported({ id: 'unsupported.size' })
  const flat = part(op, { kind: 'Flatten', axis: 1 }, op.inputs.slice(0, 1))
  const dims = [outputCount, depth]
  let matrix: number
  if (quanParameter !== undefined && (weight?.count ?? 0) === 0) {
    const { dtype, data } = quantisedWeights(op, quanParameter, count, [])
    matrix = op.file.builder.addConstant(`${op.name}.weight`, dtype, dims, data)
  } else {
    matrix = addFloats(op, 'weight', dims, weight, undefined, { kind: 'fill', value: 0 })
  }
  const addend = addFloats(op, 'bias', [outputCount], bias, undefined, { kind: 'fill', value: 0 })
  const operation = { kind: 'Gemm', alpha: 1, beta: 1, transposeA: false, transposeB: true } as const
  return { operation, inputs: [flat, matrix, addend] }
})
