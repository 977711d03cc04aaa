// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../operations/index'
import { arrangementRules } from './arrangement'
import { constantRules } from './constants'
import { controlRules } from './control'
import { elementwiseRules } from './elementwise'
import { indexingRules } from './indexing'
import { matrixRules } from './matrix'
import { reshapeRules } from './reshape'
import { resizeRules } from './resize'
import type { RuleContext, Rules, Shapes } from './rule'
import { sequenceRules } from './sequence'
import { sliceRules } from './slice'
import { spectrumRules } from './spectrum'
import { windowRules } from './windows'

/** A missing one does not compile. */
const RULES: Rules = {
  ...windowRules,
  ...elementwiseRules,
  ...arrangementRules,
  ...sliceRules,
  ...reshapeRules,
  ...matrixRules,
  ...resizeRules,
  ...constantRules,
  ...indexingRules,
  ...sequenceRules,
  ...controlRules,
  ...spectrumRules,
}

/** Output shapes of a node; undefined where they depend on values that only a run knows. Throws ReadError. */
export function applyRule(
  operation: Exclude<Operation, { kind: 'Unsupported' }>,
  context: RuleContext,
): Shapes | undefined {
  const rule = RULES[operation.kind] as (operation: Operation, context: RuleContext) => Shapes | undefined
  return rule(operation, context)
}
