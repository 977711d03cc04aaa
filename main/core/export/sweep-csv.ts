// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type CategoryBytes } from '#contract/plan'
import type { Sweep } from '#contract/sweep'
import { sumOf } from '#core/planning/series'
import { english } from '#messages/say'
import { csvText } from './csv'
import { axisName } from './sweep-json'

/**
 * A sweep as one table, a row for each value: modelled bytes by category, and how many layers run another algorithm or
 * unit than at the value before that could be planned. Columns of a session that is resized begin with `session_`. What is
 * not known is empty; `problem` says why a value could not be planned.
 */
export function sweepCsv({ axis, points, changes, resized }: Sweep): string {
  const figures = (bytes: CategoryBytes | null) =>
    bytes === null ? [...CATEGORIES, ''].map(() => '') : [...CATEGORIES.map((each) => bytes[each]), sumOf(bytes)]
  const rows = points.map(({ value, outcome }, at) => [
    value,
    ...figures(outcome.ok ? outcome.value.totals : null),
    outcome.ok && outcome.value.lowerBound ? 'yes' : '',
    outcome.ok ? (changes.find(({ to }) => to === at)?.layers.length ?? 0) : '',
    ...(resized === null ? [] : figures(resized.held[at] ?? null)),
    outcome.ok ? '' : english(outcome.problem.message),
  ])
  const columns = [...CATEGORIES, 'total']
  const session = resized === null ? [] : columns.map((each) => `session_${each}`)
  return csvText([[axisName(axis), ...columns, 'at_least', 'changed_layers', ...session, 'problem'], ...rows])
}
