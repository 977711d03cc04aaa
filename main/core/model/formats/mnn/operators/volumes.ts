// SPDX-License-Identifier: Apache-2.0
import type { PadRule } from '#core/model/operations/index'
import { readRecord } from '../../flatbuffers/record'
import { type Translate, unsupported, withRecord } from '../context'
import { PAD_MODE } from '../enums'
import { CONVOLUTION_3D, CONVOLUTION_3D_COMMON, POOL_3D } from '../schema'
import { addFloats, externalParts, synthesised } from '../weights'

/** Ops over depth, height and width; lists have one number for each of them. */

const AVERAGE = 1

/** Also what MNN 2.8.1 makes of ONNX global pools, on rank-4 tensors. Padding is the same at both ends. */
export const translatePool3D = withRecord(POOL_3D, (_op, pool) => {
  const mode = pool.type === AVERAGE ? 'average' : 'max'
  if (pool.isGlobal) return { kind: 'GlobalPool', mode }
  const { kernels = [], strides = [], pads = [] } = pool
  const axes = kernels.length
  if (axes < 2 || axes > 3 || strides.length !== axes || (pads.length !== 0 && pads.length < axes)) {
    return unsupported({ id: 'unsupported.poolDims' })
  }
  return {
    kind: 'Pool',
    mode,
    kernel: kernels,
    strides,
    dilations: kernels.map(() => 1),
    pads: padRule(pool.padType, pads.slice(0, axes), axes),
    ceil: false,
    countPadding: false,
    lenient: true,
  }
})

/** One number an axis, or begins and ends. */
function padRule(mode: number, pads: readonly number[], axes: number): PadRule {
  if (mode === PAD_MODE.same) return { kind: 'same', odd: 'upper' }
  if (mode === PAD_MODE.valid) return { kind: 'valid' }
  if (pads.length >= 2 * axes) return { kind: 'explicit', pads: pads.slice(0, 2 * axes) }
  const begins = pads.length >= axes ? pads.slice(0, axes) : new Array<number>(axes).fill(0)
  return { kind: 'explicit', pads: [...begins, ...begins] }
}

/** Weights [oc, ic/group, kd, kh, kw], transposed [ic, oc/group, kd, kh, kw]. */
export const translateConvolution3D: Translate = (op) => {
  const record = readRecord(op.main, CONVOLUTION_3D)
  const common = readRecord(record.common, CONVOLUTION_3D_COMMON)
  const { kernels = [], strides = [], dilates = [], pads = [], outputCount, inputCount } = common
  if ([kernels, strides, dilates].some((list) => list.length !== 3 || list.some((each) => each < 1))) {
    return { operation: unsupported({ id: 'unsupported.volumeWindow' }) }
  }
  const group = Math.max(1, common.group)
  const taps = kernels.reduce((a, b) => a * b, 1)
  const transposed = op.type === 'ConvTranspose3D'
  const external = externalParts(op, record.external)
  const stored = record.weight?.count || (external[0]?.byteLength ?? 0) / 4
  const inputs = stored > 0 ? (stored * group) / (outputCount * taps) : inputCount
  if (outputCount < 1 || !Number.isInteger(inputs) || inputs < 1 || inputs % group !== 0 || outputCount % group !== 0) {
    return { operation: unsupported({ id: 'unsupported.volumeChannels' }) }
  }
  const dims = transposed ? [inputs, outputCount / group, ...kernels] : [outputCount, inputs / group, ...kernels]
  const made = stored > 0 ? ({ kind: 'fill', value: 0 } as const) : synthesised(op, (inputs / group) * taps)
  const [x = -1, computed] = op.inputs
  const weight = computed ?? addFloats(op, 'weight', dims, record.weight, external[0], made)
  const bias =
    op.inputs[2] ?? addFloats(op, 'bias', [outputCount], record.bias, external[1], { kind: 'fill', value: 0 })
  const geometry = {
    kernel: kernels,
    strides,
    dilations: dilates,
    pads: padRule(common.padMode, pads, 3),
    group,
    activation: common.relu6 ? 'relu6' : common.relu ? 'relu' : 'none',
  } as const
  const operation = transposed
    ? ({ kind: 'ConvTranspose', ...geometry, outputPadding: common.outPads ?? [] } as const)
    : ({ kind: 'Conv', ...geometry, depthwise: false } as const)
  return { operation, inputs: [x, weight, bias] }
}
