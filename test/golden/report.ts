// SPDX-License-Identifier: Apache-2.0
import type { Aspect, Outcome } from './outcome'

const LISTED = 10

/** One line per engine version and build, then the worst rows. */
export function report(outcomes: readonly Outcome[]): string[] {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const members = groups.get(outcome.group)
    if (members === undefined) groups.set(outcome.group, [outcome])
    else members.push(outcome)
  }
  const wrong = outcomes
    .filter((outcome) => outcome.wrong.length > 0)
    .sort((left, right) => right.deviation - left.deviation)
  return [
    ...[...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, members]) => line(name, members)),
    ...(wrong.length === 0 ? [] : [`${wrong.length} measurements are not met; the worst:`]),
    ...wrong.slice(0, LISTED).map(({ label, deviation, detail }) => `  ${label}: ${detail} (${percent(deviation)})`),
  ]
}

/** Those that every measurement has to meet; the others are shown to find causes. */
const TARGETS: readonly Aspect[] = [
  ...(['algorithm', 'unit', 'static', 'dynamic', 'session', 'resident set'] as const),
  ...(['mats', 'loaded', 'load peak', 'requests', 'blobs', 'heap'] as const),
  ...(['run peak', 'after run', 'second run peak', 'after second run', 'time ratio'] as const),
]

export function meetsTargets(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ wrong }) => !wrong.some((aspect) => TARGETS.includes(aspect)))
}

const SHOWN: readonly (readonly [Aspect, string])[] = [
  ['algorithm', 'algorithm'],
  ['unit', 'unit'],
  ['static', 'static exact'],
  ['dynamic', 'dynamic exact'],
  ['peak', 'creation peak'],
  ['eager', 'eager pool'],
  ['executor', 'executor'],
  ['session', 'session memory'],
  ['resident set', 'resident set'],
  ['time ratio', 'time of convolutions'],
  ['inference ratio', 'of all that runs'],
  ['mats', 'number of Mats'],
  ['loaded', 'loaded'],
  ['load peak', 'load peak'],
  ['requests', 'requests in order'],
  ['blobs', 'blobs'],
  ['heap', 'heap'],
  ['run peak', 'run peak'],
  ['after run', 'after run'],
  ['second run peak', 'second run peak'],
  ['after second run', 'after second run'],
]

function line(name: string, members: readonly Outcome[]): string {
  const figures = SHOWN.flatMap(([aspect, label]) => {
    const compared = members.filter((member) => member.compared.includes(aspect))
    if (compared.length === 0) return []
    const right = compared.filter((member) => !member.wrong.includes(aspect)).length
    return [`${label} ${right}/${compared.length}`]
  })
  return `${name}: ${members.length} rows, ${figures.join(', ')}`
}

function percent(deviation: number): string {
  return Number.isFinite(deviation) ? `${(100 * deviation).toFixed(2)} % off` : 'another choice'
}
