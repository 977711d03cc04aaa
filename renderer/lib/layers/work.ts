// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'

/** "3×3 s2"; a stride of 1 is not told. */
export function windowText({ kernel, strides }: NonNullable<NodeView['window']>): string {
  const stepped = strides.some((stride) => stride !== 1)
  const steps = new Set(strides).size === 1 ? String(strides[0]) : strides.join('×')
  return `${kernel.join('×')}${stepped ? ` s${steps}` : ''}`
}

/** Of layers that have channels: of matrices they are last. */
const CHANNEL_AXES: Readonly<Record<string, number>> = { Conv: 1, ConvTranspose: 1, Gemm: -1, MatMul: -1 }

/** "3×3 s2 · 64→128": what a layer slides over its input, and channels of its input and result; empty where neither is known. */
export function layerWork(model: ModelView, { inputs, outputs, window, op }: NodeView): string {
  const [input, weight] = [inputs[0], inputs[1]].map((id) => model.tensors[id ?? -1])
  const output = model.tensors[outputs[0] ?? -1]
  const parts = window === undefined ? [] : [windowText(window)]
  const axis = CHANNEL_AXES[op]
  const [from, to] = axis === undefined ? [] : [input?.dims?.at(axis), output?.dims?.at(axis)]
  if (weight?.constant !== undefined && from !== undefined && to !== undefined) parts.push(`${from}→${to}`)
  return parts.join(' · ')
}
