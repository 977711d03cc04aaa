// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/plan'
import type { SessionsPlan } from '#contract/sessions'
import { sumOf } from '#core/planning/series'
import { english } from '#messages/say'
import { csvText } from './csv'

/** File names of models, by session. */
type Names = readonly string[]

const SCHEMA = 'convscope-sessions'
/** Raised when a field changes its meaning or goes away. */
const SCHEMA_VERSION = 1

/** Sessions that are made one after another, as JSON: modelled bytes held once each is ready; null is what is not known. */
export function sessionsJson({ configuration, lowerBound, ways }: SessionsPlan, names: Names): string {
  const document = {
    schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    configuration,
    atLeast: lowerBound,
    ways: ways.map(({ sharing, held: bySession }) => ({
      sharing: sharing.id,
      rule: english(sharing.rule),
      sessions: bySession.map((held, at) => ({
        model: names[at] ?? '',
        held,
        totalBytes: held === null ? null : sumOf(held),
      })),
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The same as one table, a row for each way and session. What is not known is empty. */
export function sessionsCsv({ lowerBound, ways }: SessionsPlan, names: Names): string {
  const rows = ways.flatMap(({ sharing, held: bySession }) =>
    bySession.map((held, at) => [
      sharing.id,
      at + 1,
      names[at] ?? '',
      ...CATEGORIES.map((category) => held?.[category] ?? ''),
      held === null ? '' : sumOf(held),
      lowerBound ? 'yes' : '',
    ]),
  )
  return csvText([['sharing', 'sessions', 'model', ...CATEGORIES, 'total', 'at_least'], ...rows])
}
