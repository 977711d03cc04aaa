// SPDX-License-Identifier: Apache-2.0
import { shapeWarnings } from '#core/model/shape-warnings'
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'

/**
 * What holds for a plan of a model under every engine, and everybody who trusts its figures has to know: sizes that were
 * assumed, where shapes do not fit, weights that are not there. They stand before the notes of the engine.
 */
export function modelNotes(shaped: ShapedModel): readonly Message[] {
  const weights = shaped.model.warnings.filter(({ id }) => id === 'warning.weightsFile')
  return [...shapeWarnings(shaped), ...weights]
}
