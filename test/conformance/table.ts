// SPDX-License-Identifier: Apache-2.0
import type { Outcome } from './run-case'

type Count = { passed: number; failed: number; 'out of scope': number }
type Outcomes = ReadonlyMap<string, ReadonlyMap<string, Outcome>>

/** By operator: how many cases passed, failed and are out of scope, and why they are. Markdown. */
export function formatTable(outcomes: Outcomes): string {
  const total: Count = { passed: 0, failed: 0, 'out of scope': 0 }
  const rows = [...outcomes].map(([operator, results]) => {
    const count: Count = { passed: 0, failed: 0, 'out of scope': 0 }
    const reasons = new Map<string, number>()
    for (const outcome of results.values()) {
      count[outcome.kind] += 1
      total[outcome.kind] += 1
      if (outcome.kind === 'out of scope') reasons.set(outcome.why, (reasons.get(outcome.why) ?? 0) + 1)
    }
    return row(operator, count, [...reasons].map(([why, cases]) => `${why} (${cases})`).join('; '))
  })
  return [
    '| operator | passed | failed | out of scope | why out of scope |',
    '|---|---:|---:|---:|---|',
    ...rows,
    row('all', total, ''),
  ].join('\n')
}

function row(operator: string, count: Count, reasons: string): string {
  return `| ${operator} | ${count.passed} | ${count.failed} | ${count['out of scope']} | ${reasons} |`
}
