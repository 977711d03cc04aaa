// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import { ELEMENT_BYTES } from './element-count'
import type { ShapedModel } from './shapes'

/** What is to be known of the shapes of a model: sizes that were assumed, and where inference stops. */
export function shapeWarnings(shaped: ShapedModel): readonly Message[] {
  const { model, assumed, stops } = shaped
  const [stop] = stops
  const warnings: Message[] = []
  if (stop !== undefined) {
    const { name, sourceOp } = model.nodes[stop.node] ?? { name: '', sourceOp: '' }
    warnings.push({
      id: 'warning.shapesStop',
      operation: sourceOp,
      node: name,
      why: stop.why,
      others: stops.length - 1,
    })
  }
  if (assumed.length > 0) {
    warnings.push({ id: 'warning.assumed', sizes: assumed.map(({ name, size }) => `${name}=${size}`) })
  }
  return [...warnings, ...largeTensors(shaped)]
}

/** Bytes from which a size no longer fits a signed number of 32 bits. */
const BEYOND_32_BITS = 2 ** 31

/** Tensors that engines whose sizes are 32 bits cannot hold, the largest named. */
function largeTensors({ model, dims }: ShapedModel): Message[] {
  const large = model.tensors
    .map(({ id, name, dtype }) => ({
      name,
      dims: dims[id] ?? [],
      bytes: (dims[id] ?? [0]).reduce((product, dim) => product * dim, ELEMENT_BYTES[dtype] ?? 0),
    }))
    .filter(({ bytes }) => bytes >= BEYOND_32_BITS)
    .sort((a, b) => b.bytes - a.bytes)
  const [largest] = large
  return largest === undefined ? [] : [{ id: 'warning.largeTensor', ...largest, others: large.length - 1 }]
}
