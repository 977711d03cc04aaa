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
  /**
   * How many scales it has where its weights are stored as those of quantised float layers, so that scales and biases are worked
   * out anew for every session; 0: it has none.
   */
  readonly ownScales: number
  /** Of an input element, as the file states, and of a weight. */
  readonly bits: number
  readonly weightBits: number
}

/** How a release runs ops on 8-bit integers. */
export interface IntegerRules {
  /** null: it runs in a way that is not modelled. `settings`: of the backend that runs it. */
  convolution(layer: IntegerLayer, settings: LayerSettings): Executor | null
  /** Of the other ops, what they ask for when they are sized. */
  readonly resize: ResizeOf
  /** Tables as large as its scales that an op has which changes floats to integers, or back. */
  tablesOfChange(sourceOp: string): number
}

/** OpTypes whose executors these are; other ops on integers are cast before and after. */
const OP_TYPES: ReadonlySet<string> = new Set(['ConvInt8', 'DepthwiseConvInt8'])

const EIGHT = 8

/** By node. Those that the file has transformed weights for (Winograd on integers), and several groups, are left out. */
export function integerLayers(shaped: ShapedModel): ReadonlyMap<number, IntegerLayer> {
  const found = new Map<number, IntegerLayer>()
  for (const { id, operation, sourceOp, inputs, attributes } of shaped.model.nodes) {
    if (operation.kind !== 'Unsupported' || !OP_TYPES.has(sourceOp)) continue
    if (attributes.some(({ name }) => name === 'winogradAttr')) continue
    const problem = atNode(id, () => integerConvProblem(shaped, id))
    if (problem === null || (problem.group > 1 && !problem.depthwise)) continue
    const weights = shaped.constants.get(inputs[1] ?? -1)?.data
    const ownScales = weights?.kind === 'coded' ? weights.scales.count : 0
    const stated = attributes.find(({ name }) => name === 'nbits')
    const weightBits = weights?.kind === 'coded' ? weights.bits : EIGHT
    found.set(id, { problem, ownScales, bits: stated === undefined ? EIGHT : Number(stated.value), weightBits })
  }
  return found
}
