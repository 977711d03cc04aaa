// SPDX-License-Identifier: Apache-2.0

import type { Node } from '#core/model/graph'
import { inEffect } from '#core/model/operations/index'
import { shapeWarnings } from '#core/model/shape-warnings'
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import { oncePerModel } from './layers/once-per-model'

/**
 * What holds for a plan of a model under every engine, and everybody who trusts its figures has to know: sizes that were
 * assumed, where shapes do not fit, weights that are not there, convolutions that no reader knows, and bodies. They stand before the notes of the engine.
 */
export const modelNotes = oncePerModel((shaped): readonly Message[] => {
  const weights = shaped.model.warnings.filter(({ id }) => id === 'warning.weightsFile')
  return [
    ...shapeWarnings(shaped),
    ...weights,
    ...unknownConvolutions(shaped),
    ...bodies(shaped),
    ...unsupported(shaped),
  ]
})

/** Convolutions by their name in the file, of kinds that no reader translates: engines do not see them as such. */
function unknownConvolutions({ model, operations }: ShapedModel): readonly Message[] {
  const names = model.nodes
    .filter(({ id, operation, sourceOp }) => {
      const unknown = operation.kind === 'Unsupported' || operations[id]?.kind === 'Unsupported'
      return unknown && inEffect(operation).kind !== 'Conv' && CONVOLUTION.test(sourceOp)
    })
    .map(({ name }) => name)
  const [first] = names
  return first === undefined ? [] : [{ id: 'note.leftOut', why: 'kind', first, count: names.length }]
}

const CONVOLUTION = /conv(?!ert)/i

function bodies({ model, folded }: ShapedModel): readonly Message[] {
  const nodes = model.nodes.filter(({ id, operation, conditions }) => {
    const inBody = conditions !== undefined || operation.kind === 'RoundInput' || operation.kind === 'RoundResult'
    return inBody && !folded[id]
  }).length
  return nodes === 0 ? [] : [{ id: 'note.bodies', nodes }]
}

/** Operations that no engine's rules are asked about, since Convscope does not know what they do. */
function unsupported({ model, operations, folded }: ShapedModel): Message[] {
  const isLike = ({ operation }: Node) => operation.kind === 'Unsupported' && operation.like !== undefined
  const unknown = model.nodes.filter(
    (node) => folded[node.id] !== true && operations[node.id]?.kind === 'Unsupported' && !isLike(node),
  )
  const [first] = unknown
  if (first === undefined) return []
  return [{ id: 'note.unsupported', count: unknown.length, operation: first.sourceOp, first: first.name }]
}
