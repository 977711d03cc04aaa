// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { ShapedModel } from './shapes'

/** What is to be known of the shapes of a model: sizes that were assumed, and where inference stops. */
export function shapeWarnings({ model, assumed, stops }: ShapedModel): readonly Message[] {
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
  return warnings
}
