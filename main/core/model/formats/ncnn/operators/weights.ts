// SPDX-License-Identifier: Apache-2.0
import { elementCount } from '#core/model/element-count'
import type { Scaling } from '#core/model/encoded-weights'
import type { ConstantData, StoredOrder } from '#core/model/graph'
import type { NcnnLayer } from '../context'
import type { StoredWeights } from '../weights'

/** Beyond so many scales they are not read. */
const MAX_SCALES = 1 << 20

interface WeightLoad {
  /** As the operation has them. */
  readonly dims: readonly number[]
  /** Where they lie in another order. */
  readonly stored?: StoredOrder
  /** How many biases follow; 0: none. */
  readonly bias: number
  /** How many scales follow these: an integer is the value times its scale. 0: none. */
  readonly scales: number
}

/** The weights of a layer and its biases, in the order in which it loads them. Returns their tensors. */
export function loadWeights(layer: NcnnLayer, { dims, stored, bias, scales }: WeightLoad): readonly number[] {
  const count = elementCount(dims, layer.name)
  const loaded = layer.loadTagged(count)
  const addend = bias === 0 ? [] : [layer.vector('bias', bias, 0)]
  const factors = loaded?.kind === 'int8' && scales <= MAX_SCALES ? layer.loadValues(scales) : undefined
  if (factors === undefined && scales > 0) layer.skipFloats(scales)
  const { dtype, data } = dataOf(loaded, factors, count) ?? { dtype: 'float32', data: layer.synthesised(dims) }
  const order = stored === undefined || data.kind === 'synthesised' ? {} : { stored }
  return [layer.addWeights(dtype, { dims, data, ...order }), ...addend]
}

/** undefined where they cannot be had. */
function dataOf(loaded: StoredWeights | undefined, scales: readonly number[] | undefined, count: number) {
  if (loaded === undefined || loaded.kind === 'plain') return loaded
  const data: ConstantData =
    scales === undefined || scales.length === 0
      ? { kind: 'quantised', why: { id: 'unsupported.eightBit' } }
      : { ...loaded.weights, scaling: scaling(scales, count) }
  return { dtype: 'float32', data } as const
}

/** ncnn multiplies by its scales to get integers; a scale of 0 stands for a channel of zeros. */
function scaling(scales: readonly number[], count: number): Scaling {
  const factors = scales.map((scale) => (scale === 0 ? 0 : 1 / scale))
  return { scales: factors, zeros: [0], stretch: count / scales.length }
}
