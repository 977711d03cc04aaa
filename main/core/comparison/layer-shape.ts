// SPDX-License-Identifier: Apache-2.0
import type { SavedModel } from '#contract/document'
import type { Message } from '#messages/message'

/**
 * What a layer works on, "256→256 3×3 to 14×14", for layers that are alike to be told together; null where the model was
 * saved without it.
 */
export function layerShape({ nodes, inputs }: SavedModel, id: number): Message | null {
  const node = nodes[id]
  const weights = node?.weights?.[0]?.dims
  if (node === undefined || node.dims === null || weights === undefined) return null
  const [source] = node.from ?? []
  const before = (source === undefined || source < 0 ? inputs[0]?.dims : nodes[source]?.dims) ?? null
  const kernel = weights.slice(2)
  // Of matrices, channels are last.
  const channelsOf = (dims: readonly number[]) => (kernel.length === 0 ? dims[dims.length - 1] : dims[1])
  const inChannels = before === null ? undefined : channelsOf(before)
  const outChannels = channelsOf(node.dims)
  if (inChannels === undefined || outChannels === undefined) return null
  const output = kernel.length === 0 ? node.dims.slice(0, -1) : node.dims.slice(2)
  return { id: 'layer.shape', inChannels, outChannels, kernel, output }
}
