// SPDX-License-Identifier: Apache-2.0

import type { DataType } from '#contract/model'
import { product } from '../dims'
import { largest } from '../extremes'
import type { Constant, FoldedInput, Node } from '../graph'
import type { ResolvedOperation } from '../shapes'
import { foldStep } from './step-of'

/** Steps after each other that are folded: files with more are hostile. */
const MOST_STEPS = 64
/** A result may be larger than all that it is made of by this factor, unless it is small. */
const LARGEST_GROWTH = 4
const SMALL = 1 << 20

export interface LargeFold {
  readonly node: Node
  readonly resolved: ResolvedOperation | null
  /** undefined where an input is computed by the model. */
  readonly inputs: readonly (FoldedInput | undefined)[]
  readonly outputs: readonly { readonly dims: readonly number[]; readonly dtype: DataType }[]
}

/**
 * What a node makes of constants that stay in their files: constants that say how to compute them. MNN's converter
 * computes the same when it writes a file: tools/converter/source/optimizer/merge/ConstantFolding.cpp of 2.8.1 and 3.6.1
 * evaluates every expression whose inputs are all constant.
 */
export function foldLargeConstants({ node, resolved, inputs, outputs }: LargeFold): readonly Constant[] | undefined {
  const known = inputs.filter((input) => input !== undefined)
  if (known.length < inputs.length || known.length === 0) return undefined
  const datas = known.map(({ constant }) => constant.data)
  const depth = 1 + largest(datas.map((data) => (data.kind === 'folded' ? data.depth : 0)))
  const available = known.reduce((sum, { constant }) => sum + product(constant.dims), 0)
  const results = outputs.map(({ dims, dtype }, position): Constant | undefined => {
    const elements = product(dims)
    if (depth > MOST_STEPS || elements > Math.max(SMALL, LARGEST_GROWTH * available)) return undefined
    const step = foldStep(node.operation, resolved, known[0]?.constant.dims ?? [], dims, position)
    if (step === undefined) return undefined
    const unreadable = datas.find((data) => data.kind === 'quantised')
    if (unreadable !== undefined) return { dims, data: unreadable }
    // Values that were made up stay so, whatever is done to them.
    const madeUp = datas.find((data) => data.kind === 'synthesised')
    if (madeUp !== undefined) return { dims, data: madeUp }
    return { dims, data: { kind: 'folded', step, inputs: known, dims, dtype, depth } }
  })
  const constants = results.filter((constant) => constant !== undefined)
  return constants.length === outputs.length ? constants : undefined
}
