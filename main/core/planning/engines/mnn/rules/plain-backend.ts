// SPDX-License-Identifier: Apache-2.0
import { words } from '#core/model/words'
import type { PlainBackend } from '../session/backends'
import type { SessionOp } from '../session/converter-view'

type Kinds = ReadonlySet<SessionOp['kind']>

/** What the backends for wide packs have. 1.2.0: core/OpCommonUtils.cpp, cpu/x86_x64/AVX2Backend.cpp. */
export const WIDE_KINDS_1_2_0: Kinds = new Set<SessionOp['kind']>([
  ...words('Conv ConvTranspose Scale BatchNorm MatMul Gemm Binary Unary PRelu Pool GlobalPool Softmax Reduce'),
  // As a loop, or by way of one.
  ...words('Gather InstanceNorm LRN Raster Conversion'),
])
/** With Select. 2.8.4: core/OpCommonUtils.cpp. */
export const WIDE_KINDS_2_8_4: Kinds = new Set([...WIDE_KINDS_1_2_0, 'Where'])
/** With LayerNorm. 2.9.1: core/OpCommonUtils.cpp. */
export const WIDE_KINDS_2_9_1: Kinds = new Set([...WIDE_KINDS_2_8_4, 'LayerNorm'])
/** With GRU. 3.0.0: core/OpCommonUtils.cpp. */
export const WIDE_KINDS_3_0_0: Kinds = new Set([...WIDE_KINDS_2_9_1, 'Recurrent'])

/** Their results are integers, which only the plain backend computes. */
const COMPARISONS: ReadonlySet<string> = new Set(words('equal greater greaterOrEqual less lessOrEqual or'))

/** Of ops on 8-bit integers: convolutions, and changes from and to floats. 1.2.3|3.6.1: cpu/x86_x64/AVX2Backend.cpp, onCreate. */
const INTEGER_KINDS: ReadonlySet<string> = new Set(words('Conv Alias'))

/**
 * Whether an op whose node is `operation` runs on the plain backend, where the other one has the `wide` kinds; `integers`:
 * and convolutions of 8-bit integers. The one for half precision has others: nothing on integers, no reductions, softmax only
 * where `halfSoftmax` says so, but resizes of two types.
 * 2.8.1|3.6.1: source/backend/arm82/Arm82Backend.cpp, Arm82Interp.cpp; seen in sessions of 16 models.
 */
export function runsOnPlain(
  wide: Kinds,
  halfSoftmax: boolean,
  integers = true,
): Pick<PlainBackend, 'runs' | 'runsIntegersPlain'> {
  const runsIntegersPlain = (isHalf: boolean) => isHalf || !integers
  const runs: PlainBackend['runs'] = ({ kind }, operation, isHalf) => {
    if (kind === 'Binary' && operation?.kind === 'Binary' && COMPARISONS.has(operation.function)) return true
    if (operation?.kind === 'Unsupported')
      return runsIntegersPlain(isHalf) || !INTEGER_KINDS.has(operation.like?.kind ?? '')
    if (!isHalf) return !wide.has(kind)
    if (operation?.kind === 'Resize' && kind === 'Resize') return operation.mode === 'cubic'
    return !wide.has(kind) || kind === 'Reduce' || (kind === 'Softmax' && !halfSoftmax)
  }
  return { runs, runsIntegersPlain }
}
