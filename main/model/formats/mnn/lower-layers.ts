import type { Lower } from './context'
import { unsupported, withRecord } from './context'
import { PAD_MODE } from './enums'
import { padRule } from './lower-convolution'
import { BATCH_NORM, ELU, LAYER_NORM, LRN, POOL, POOL_3D, PRELU, RELU, RELU6, SCALE } from './schema'
import { addFloats, externalParts } from './weights'

/** Pooling, normalisation and activations. */

const AVERAGE = 1
const INCLUDE_PADDING = 1
const ACROSS_CHANNELS = 0

export const lowerPool = withRecord(POOL, (_op, pool) => {
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

/** What MNN 2.8.1 makes of ONNX global pools, on rank-4 tensors; and two-dimensional pools. */
export const lowerPool3D = withRecord(POOL_3D, (_op, pool) => {
  const mode = pool.type === AVERAGE ? 'average' : 'max'
  if (pool.isGlobal) return { kind: 'GlobalPool', mode }
  const { kernels = [], strides = [], pads = [] } = pool
  if (kernels.length !== 2 || strides.length !== 2 || (pads.length !== 0 && pads.length !== 4)) {
    return unsupported('it pools over other than two dimensions')
  }
  return {
    kind: 'Pool',
    mode,
    kernel: kernels,
    strides,
    dilations: [1, 1],
    pads: padRule(pool.padType, pads.length === 4 ? pads : undefined, 0, 0),
    ceil: false,
    countPadding: false,
    lenient: true,
  }
})

export const lowerScale = withRecord(SCALE, (op, scale) => {
  const dims = [scale.channels]
  const external = externalParts(op, scale.external)
  const factor = addFloats(op, 'scale', dims, scale.scaleData, external[0], { kind: 'fill', value: 1 })
  const bias = addFloats(op, 'bias', dims, scale.biasData, external[1], { kind: 'fill', value: 0 })
  return { operation: { kind: 'Scale' }, inputs: [op.inputs[0] ?? -1, factor, bias] }
})

export const lowerBatchNorm = withRecord(BATCH_NORM, (op, norm) => {
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

export const lowerLayerNorm = withRecord(LAYER_NORM, (op, norm) => {
  if (norm.useRMSNorm) return unsupported('it normalises without a mean (RMS norm)')
  if (norm.group > 1) return unsupported('it normalises in groups')
  const axes = norm.axis?.length ?? 1
  const external = externalParts(op, norm.external)
  const dims = [norm.gamma?.count ?? (external[0]?.byteLength ?? 0) / 4]
  const operation = { kind: 'LayerNorm', axis: -axes, epsilon: norm.epsilon } as const
  if (dims[0] === 0) return { operation, inputs: [op.inputs[0] ?? -1] }
  const gamma = addFloats(op, 'gamma', dims, norm.gamma, external[0], { kind: 'fill', value: 1 })
  const beta = addFloats(op, 'beta', dims, norm.beta, external[1], { kind: 'fill', value: 0 })
  return { operation, inputs: [op.inputs[0] ?? -1, gamma, beta] }
})

export const lowerLrn = withRecord(LRN, (_op, lrn) => {
  if (lrn.regionType !== ACROSS_CHANNELS) return unsupported('it normalises within channels')
  return { kind: 'LRN', size: lrn.localSize, alpha: lrn.alpha, beta: lrn.beta, bias: lrn.bias }
})

export const lowerRelu: Lower = withRecord(RELU, (_op, { slope }) =>
  slope === 0 ? { kind: 'Unary', function: 'relu' } : { kind: 'Unary', function: 'leakyRelu', alpha: slope },
)

export const lowerRelu6 = withRecord(RELU6, (_op, { minValue, maxValue }) => ({
  kind: 'Unary',
  function: 'clip',
  alpha: minValue,
  beta: maxValue,
}))

export const lowerElu = withRecord(ELU, (_op, { alpha }) => ({ kind: 'Unary', function: 'elu', alpha }))

export const lowerPrelu = withRecord(PRELU, (op, prelu) => {
  const dims = [prelu.slopeCount || prelu.slope?.count || 1]
  const slope = addFloats(op, 'slope', dims, prelu.slope, undefined, { kind: 'fill', value: 0.25 })
  return { operation: { kind: 'PRelu' }, inputs: [op.inputs[0] ?? -1, slope] }
})
