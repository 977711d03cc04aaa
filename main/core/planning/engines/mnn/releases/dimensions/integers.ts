// SPDX-License-Identifier: Apache-2.0
import type { IntegerLayer, IntegerRules } from '../../rules/integer-layers'
import {
  CORES_1_0_1,
  CORES_1_1_0,
  CORES_1_2_0,
  CORES_2_5_3,
  CORES_2_9_3,
  CORES_2_9_5,
  type IntegerCore,
} from '../../rules/integers/cores'
import { callByCall, positionsOrChannels, tilesOfTwoKilobytes, tilesOrChannels } from '../../rules/integers/gathering'
import { type IntegerRelease, integerRules } from '../../rules/integers/integer-rules'
import {
  besideFile,
  blockOfFile,
  blockWithOffsets,
  blockWithScales,
  depthwiseWithZeros,
  packedAtOnce,
  withSums,
} from '../../rules/integers/keeping'
import type { LayerSettings } from '../../rules/selection'
import type { Dimension } from '../dimension'

/** Kernels for sdot take four deep. */
const isSdot = ({ depthUnit }: IntegerCore) => depthUnit === 4
const TILED = () => 'DenseConvInt8TiledExecutor'

/**
 * With fewer than eight bits, layers with a step of one may run as ConvInt83x3 or ConvInt8_1xN: 1.1.0: CPUConvInt8.cpp
 * (CPUConvInt8Creator). `onX86` too.
 */
function isNarrow(onX86: boolean) {
  return ({ problem: p, bits }: IntegerLayer, { isa, integerKernel }: LayerSettings): boolean => {
    const isArm = isa.startsWith('arm')
    if (p.depthwise || (!isArm && !onX86) || (isa !== 'arm32' && isArm && integerKernel !== 'none')) return false
    const isStepless = [p.strideHeight, p.strideWidth, p.dilationHeight, p.dilationWidth].every((step) => step === 1)
    const [height, width] = [p.kernelHeight, p.kernelWidth]
    const isSquare = height === 3 && width === 3 && bits <= 6
    const isLine = (height === 1) !== (width === 1) && bits <= 7
    return isStepless && (isSquare || isLine)
  }
}

const R_1_0_1: IntegerRelease = {
  cores: CORES_1_0_1,
  dense: {
    className: (integers) => (isSdot(integers) ? 'CPUConvArm82Int8' : 'CPUConvInt8'),
    gapless: true,
    keep: packedAtOnce,
    gather: callByCall(() => true),
  },
  depthwise: { by: 'fours', keep: packedAtOnce },
  poolsBy: 1,
}
const R_1_1_0: IntegerRelease = { ...R_1_0_1, cores: CORES_1_1_0, elsewhere: isNarrow(true) }
const R_1_1_2: IntegerRelease = {
  ...R_1_1_0,
  dense: { ...R_1_1_0.dense, gather: callByCall(isSdot) },
  depthwise: { by: 'padded', keep: packedAtOnce },
  elsewhere: isNarrow(false),
}
const { elsewhere: _, ...ALL_BITS } = R_1_1_2
const R_1_2_0: IntegerRelease = {
  ...ALL_BITS,
  cores: CORES_1_2_0,
  dense: { className: TILED, gapless: true, keep: besideFile('packs', 'none'), gather: callByCall(() => false) },
  depthwise: { by: 'padded', keep: besideFile('packs', 'none') },
}
const R_2_3_0: IntegerRelease = {
  ...R_1_2_0,
  dense: { ...R_1_2_0.dense, keep: besideFile('packs', 'first') },
  depthwise: { by: 'padded', keep: besideFile('packs', 'last') },
}
const R_2_3_1: IntegerRelease = { ...R_2_3_0, poolsBy: 16 }
const R_2_5_3: IntegerRelease = {
  ...R_2_3_1,
  cores: CORES_2_5_3,
  dense: { ...R_2_3_1.dense, gather: tilesOfTwoKilobytes },
}
const R_2_6_2: IntegerRelease = {
  ...R_2_5_3,
  dense: { ...R_2_5_3.dense, keep: besideFile('fours', 'first') },
  depthwise: { by: 'sixteens', keep: besideFile('packs', 'last') },
}
const R_2_8_4: IntegerRelease = { ...R_2_6_2, dense: R_2_5_3.dense }
const R_2_9_3: IntegerRelease = {
  ...R_2_8_4,
  cores: CORES_2_9_3,
  dense: { ...R_2_8_4.dense, keep: withSums(false), gather: positionsOrChannels(false) },
  depthwise: { by: 'sixteens', keep: depthwiseWithZeros(1) },
}
const R_2_9_5: IntegerRelease = {
  ...R_2_9_3,
  cores: CORES_2_9_5,
  dense: { ...R_2_9_3.dense, keep: withSums(true), gather: positionsOrChannels(true) },
}
const R_3_0_0: IntegerRelease = { ...R_2_9_5, zeroPoints: true }
const R_3_0_1: IntegerRelease = {
  ...R_3_0_0,
  dense: { ...R_3_0_0.dense, gather: tilesOrChannels({ scales: 'images', sums: false, accumulators: false }) },
}
const R_3_0_4: IntegerRelease = {
  ...R_3_0_1,
  dense: {
    ...R_3_0_1.dense,
    gapless: false,
    gather: tilesOrChannels({ scales: 'positions', sums: false, accumulators: false }),
  },
}
const R_3_0_5: IntegerRelease = {
  ...R_3_0_4,
  dense: {
    ...R_3_0_4.dense,
    keep: blockWithScales,
    gather: tilesOrChannels({ scales: 'tilesIfOwn', sums: false, accumulators: false }),
  },
}
const R_3_1_1: IntegerRelease = {
  ...R_3_0_5,
  dense: { ...R_3_0_5.dense, keep: blockWithOffsets },
  depthwise: { by: 'sixteens', keep: depthwiseWithZeros(2) },
}
const R_3_1_4: IntegerRelease = {
  ...R_3_1_1,
  elsewhere: ({ weightBits }) => weightBits <= 4,
  dense: {
    ...R_3_1_1.dense,
    keep: blockOfFile({ bias: 'pack', others: 'pack' }),
    gather: tilesOrChannels({ scales: 'callIfOwn', sums: true, accumulators: false }),
  },
}
const R_3_2_2: IntegerRelease = {
  ...R_3_1_4,
  dense: { ...R_3_1_4.dense, keep: blockOfFile({ bias: 'unit', others: 'unit' }) },
}
const R_3_3_0: IntegerRelease = {
  ...R_3_2_2,
  dense: {
    ...R_3_2_2.dense,
    keep: blockOfFile({ bias: 'pack', others: 'unit' }),
    gather: tilesOrChannels({ scales: 'callIfOwn', sums: true, accumulators: true }),
  },
}

/**
 * Ops on 8-bit integers (ConvInt8 and its kind): CPUConvInt8.cpp, compute/ConvInt8TiledExecutor.cpp,
 * CPUDepthwiseConvInt8.cpp, CPUConvolution.cpp (makeResourceInt8), CPUPoolInt8.cpp, CPUInt8ToFloat.cpp.
 */
export const INTEGERS: Dimension<IntegerRules> = [
  { since: '1.0.1', text: { id: 'rule.integers.1.0.1' }, value: integerRules(R_1_0_1) },
  { since: '1.1.0', text: { id: 'rule.integers.1.1.0' }, value: integerRules(R_1_1_0) },
  { since: '1.1.2', text: { id: 'rule.integers.1.1.2' }, value: integerRules(R_1_1_2) },
  { since: '1.2.0', text: { id: 'rule.integers.1.2.0' }, value: integerRules(R_1_2_0) },
  { since: '2.3.0', text: { id: 'rule.integers.2.3.0' }, value: integerRules(R_2_3_0) },
  { since: '2.3.1', text: { id: 'rule.integers.2.3.1' }, value: integerRules(R_2_3_1) },
  { since: '2.5.3', text: { id: 'rule.integers.2.5.3' }, value: integerRules(R_2_5_3) },
  { since: '2.6.2', text: { id: 'rule.integers.2.6.2' }, value: integerRules(R_2_6_2) },
  { since: '2.8.4', text: { id: 'rule.integers.2.8.4' }, value: integerRules(R_2_8_4) },
  { since: '2.9.3', text: { id: 'rule.integers.2.9.3' }, value: integerRules(R_2_9_3) },
  { since: '2.9.5', text: { id: 'rule.integers.2.9.5' }, value: integerRules(R_2_9_5) },
  { since: '3.0.0', text: { id: 'rule.integers.3.0.0' }, value: integerRules(R_3_0_0) },
  { since: '3.0.1', text: { id: 'rule.integers.3.0.1' }, value: integerRules(R_3_0_1) },
  { since: '3.0.4', text: { id: 'rule.integers.3.0.4' }, value: integerRules(R_3_0_4) },
  { since: '3.0.5', text: { id: 'rule.integers.3.0.5' }, value: integerRules(R_3_0_5) },
  { since: '3.1.1', text: { id: 'rule.integers.3.1.1' }, value: integerRules(R_3_1_1) },
  { since: '3.1.4', text: { id: 'rule.integers.3.1.4' }, value: integerRules(R_3_1_4) },
  { since: '3.2.2', text: { id: 'rule.integers.3.2.2' }, value: integerRules(R_3_2_2) },
  { since: '3.3.0', text: { id: 'rule.integers.3.3.0' }, value: integerRules(R_3_3_0) },
]
