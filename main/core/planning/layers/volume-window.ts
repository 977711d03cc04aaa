// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'

/** The window of a convolution over more axes than two, transposed or not; an element of a list for each axis. */
export interface VolumeWindow {
  readonly inChannels: number
  readonly outChannels: number
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly group: number
}

/** null for all other nodes, and where shapes are unknown. */
export function volumeWindow({ model, operations, dims }: ShapedModel, nodeId: number): VolumeWindow | null {
  const operation = operations[nodeId]
  if ((operation?.kind !== 'Conv' && operation?.kind !== 'ConvTranspose') || operation.kernel.length < 3) return null
  const { inputs = [], outputs = [] } = model.nodes[nodeId] ?? {}
  const inChannels = dims[inputs[0] ?? -1]?.[1]
  const outChannels = dims[outputs[0] ?? -1]?.[1]
  if (inChannels === undefined || outChannels === undefined) return null
  const { kernel, strides, dilations, group } = operation
  return { inChannels, outChannels, kernel, strides, dilations, group }
}
