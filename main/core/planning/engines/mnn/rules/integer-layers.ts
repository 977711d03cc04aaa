// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvProblem, integerConvProblem } from '#core/planning/layers/conv-problem'
import { atNode } from '#core/planning/mistake'
import type { Executor } from './executor'
import type { ResizeOf } from './other-operation'
import type { LayerSettings } from './selection'

/** One convolution of 8-bit integers, as ConvInt8 and DepthwiseConvInt8 of a .mnn file. */
export interface IntegerLayer {
  readonly problem: ConvProblem
  /** Its weights are stored as those of quantised float layers, so that scales and biases are worked out anew for every session. */
  readonly ownScales: boolean
}

/** How a release runs ops on 8-bit integers. */
export interface IntegerRules {
  convolution(layer: IntegerLayer, settings: LayerSettings): Executor
  /** Of the other ops, what they ask for when they are sized. */
  readonly resize: ResizeOf
}

/** OpTypes whose executors these are; other ops on integers are cast before and after. */
const OP_TYPES: ReadonlySet<string> = new Set(['ConvInt8', 'DepthwiseConvInt8'])

/** By node. Those that the file has transformed weights for (Winograd on integers), and several groups, are left out. */
export function integerLayers(shaped: ShapedModel): ReadonlyMap<number, IntegerLayer> {
  const found = new Map<number, IntegerLayer>()
  for (const { id, operation, sourceOp, inputs, attributes } of shaped.model.nodes) {
    if (operation.kind !== 'Unsupported' || !OP_TYPES.has(sourceOp)) continue
    if (attributes.some(({ name }) => name === 'winogradAttr')) continue
    const problem = atNode(id, () => integerConvProblem(shaped, id))
    if (problem === null || (problem.group > 1 && !problem.depthwise)) continue
    found.set(id, { problem, ownScales: shaped.constants.get(inputs[1] ?? -1)?.data.kind === 'coded' })
  }
  return found
}
