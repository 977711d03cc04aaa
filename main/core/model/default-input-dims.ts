// SPDX-License-Identifier: Apache-2.0
import type { Model, ModelInput } from './graph'

/** Edge of an image whose size the file leaves open; larger where the model answers with an image. */
const CLASSIFIED_EDGE = 224
const MAPPED_EDGE = 640
/** Every usual chain of strides divides it. */
const GRANULE = 32
/** Width of a text line in heights: the 320 × 48 of common recognisers. */
const LINE_ASPECT = 20 / 3
/** For open dims of anything but images. */
const SEQUENCE_LENGTH = 128

/**
 * Dims by input name: the declared ones; where the file leaves dims open, batch 1, 3 channels and a
 * usual image size: 224 × 224, 640 × 640 for models that upsample (detection, segmentation), and a
 * text line where only the width is open.
 */
export function defaultInputDims(model: Model): Readonly<Record<string, readonly number[]>> {
  const edge = upsamples(model) ? MAPPED_EDGE : CLASSIFIED_EDGE
  return Object.fromEntries(model.inputs.map((input) => [model.tensors[input.tensor]?.name ?? '', closed(input, edge)]))
}

function upsamples(model: Model): boolean {
  return model.nodes.some(({ operation }) => operation.kind === 'Resize' || operation.kind === 'ConvTranspose')
}

function closed({ declaredDims }: ModelInput, edge: number): readonly number[] {
  if (declaredDims.length !== 4) {
    return declaredDims.map((dim, i) => dim ?? (i === 0 ? 1 : SEQUENCE_LENGTH))
  }
  const [batch, second, third, last] = declaredDims
  const channelsLast = second === null && last !== null && last !== undefined && last <= 4
  if (channelsLast) return [batch ?? 1, ...image(null, third ?? null, edge), last]
  return [batch ?? 1, second ?? 3, ...image(third ?? null, last ?? null, edge)]
}

function image(height: number | null, width: number | null, edge: number): readonly [number, number] {
  if (height !== null && width !== null) return [height, width]
  if (height !== null) return [height, Math.max(GRANULE, Math.round((height * LINE_ASPECT) / GRANULE) * GRANULE)]
  return width === null ? [edge, edge] : [width, width]
}
