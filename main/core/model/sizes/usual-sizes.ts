// SPDX-License-Identifier: Apache-2.0
import type { DimensionRole } from '#contract/model'
import type { Model } from '../graph'
import type { OpenDimension, OpenDimensions } from './open-dimensions'

/** Edge of an image whose size the file leaves open; larger where the model answers with an image. */
const CLASSIFIED_EDGE = 224
const MAPPED_EDGE = 640
/** Every usual chain of strides divides it. */
const GRANULE = 32
/** Width of a text line in heights: the 320 × 48 of common recognisers. */
const LINE_ASPECT = 20 / 3

const USUAL: Readonly<Record<Exclude<DimensionRole, 'height' | 'width'>, number>> = {
  batch: 1,
  channels: 3,
  length: 128,
  // One of many: their product must stay small.
  axis: 4,
}

/**
 * A usual size for every open dimension: batch 1, 3 channels, length 128, and images of 224 × 224, 640 × 640 for models
 * that upsample (detection, segmentation), a text line where only the width is open.
 */
export function usualSizes(model: Model, open: OpenDimensions): readonly number[] {
  const edge = upsamples(model) ? MAPPED_EDGE : CLASSIFIED_EDGE
  return open.dimensions.map((dimension) => {
    const { role } = dimension
    return role === 'height' || role === 'width' ? edgeOf(dimension, open, edge) : USUAL[role]
  })
}

function upsamples(model: Model): boolean {
  return model.nodes.some(({ operation }) => operation.kind === 'Resize' || operation.kind === 'ConvTranspose')
}

/** By the other edge, where the file states that one: the square's, or the line's of that height. */
function edgeOf({ role, places }: OpenDimension, open: OpenDimensions, edge: number): number {
  const [place] = places
  const neighbour = place && open.inputs[place.input]?.[place.axis + (role === 'height' ? 1 : -1)]
  if (neighbour === undefined || !('size' in neighbour) || open.inputs[place?.input ?? -1]?.length !== 4) return edge
  if (role === 'height') return neighbour.size
  return Math.max(GRANULE, Math.round((neighbour.size * LINE_ASPECT) / GRANULE) * GRANULE)
}
