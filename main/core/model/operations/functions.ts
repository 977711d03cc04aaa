// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../words'

/** Fused into the node by the file (MNN's relu and relu6). */
export type FusedActivation = 'none' | 'relu' | 'relu6'

export type UnaryFunction =
  | Words<'abs neg floor ceil round sign square sqrt rsqrt reciprocal exp log log1p expm1 erf erfc not'>
  | Words<'sin cos tan asin acos atan sinh cosh asinh acosh atanh'>
  | Words<'relu leakyRelu elu selu celu thresholdedRelu shrink clip sigmoid hardSigmoid hardSwish swish tanh'>
  | Words<'softplus softsign mish gelu geluTanh isNan'>
  /** Not 0, as 1 or 0. */
  | 'truth'
  /** Towards zero. */
  | 'trunc'
  /** A whole number as an integer of few bits holds it: alpha is the smallest, beta how many there are. */
  | 'wrap'
  /** alpha, beta: whether -infinity and infinity count. */
  | 'isInf'

export type BinaryFunction =
  | Words<'add sub mul div floorDiv mod pow atan2 min max squaredDifference'>
  | Words<'equal notEqual less lessOrEqual greater greaterOrEqual and or xor'>
  /** Of whole numbers, as bits of two's complement; by less than 0 or more than 62 places everything is shifted out. */
  | Words<'bitAnd bitOr bitXor shiftLeft shiftRight'>
  /** Of whole numbers: the quotient towards zero. */
  | 'truncDiv'
  /** Like mod, with the sign of the dividend. */
  | 'fmod'
  /** Of whole numbers: towards zero. */
  | 'truncPow'
