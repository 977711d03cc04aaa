// SPDX-License-Identifier: Apache-2.0
import type { SessionsPlan } from '#contract/sessions'
import { sumOf } from '#core/planning/series'
import { signed, size } from '#messages/figures'
import { english } from '#messages/say'
import { asLabel } from '#messages/terms'
import { printable } from '#messages/visible'
import { totalText } from './describe'
import { table } from './table'
import type { Terminal } from './terminal'

/** A row for each session (`names`: of their models, by session): what is held once it is ready, and what it adds, in every way of making them. */
export function sessionsText(terminal: Terminal, plan: SessionsPlan, names: readonly string[]): string {
  const { ways, lowerBound } = plan
  const several = new Set(names).size > 1
  const columns = ways.map((way) => way.held.map((held) => (held === null ? null : sumOf(held))))
  const rows = names.map((name, at) => [
    String(at + 1),
    ...(several ? [printable(name)] : []),
    ...columns.flatMap((totals) => {
      const [total = null, before = null] = [totals[at], totals[at - 1]]
      if (total === null) return ['unknown', '']
      return [totalText(total, lowerBound), before === null ? '' : signed(total - before, size)]
    }),
  ])
  const titles = [
    { title: 'Sessions', align: 'right' as const },
    ...(several ? [{ title: 'Model', shrinks: true }] : []),
    ...ways.flatMap(({ sharing }) => [
      { title: asLabel(english(sharing.name)), align: 'right' as const },
      { title: 'Adds', align: 'right' as const },
    ]),
  ]
  const { bold } = terminal.colours
  const rules = ways.map(({ sharing }) => `\n${bold(asLabel(english(sharing.name)))}: ${english(sharing.rule)}\n`)
  return [table(terminal, titles, rows), ...rules].join('')
}
