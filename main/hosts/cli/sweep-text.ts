// SPDX-License-Identifier: Apache-2.0
import { type ChangeGroup, changeGroups } from '#contract/change-groups'
import type { ResizedSession, Sweep, SweepAxis, SweepChange, SweepPoint } from '#contract/sweep'
import { axisName } from '#core/export/sweep-json'
import { sumOf } from '#core/planning/series'
import { signed, size } from '#messages/figures'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { algorithmText, signedText, sizeText } from './describe'
import { type SeriesTotals, seriesCells, seriesColumns } from './series-text'
import { table } from './table'
import type { Terminal } from './terminal'

/** Where there is no figure. */
const NOTHING = '–'

/** Groups of layers told of a change. */
const MOST_GROUPS = 8

/** A row for each value, what changes between them, and what does not work. */
export function sweepText(terminal: Terminal, { axis, points, changes, resized }: Sweep): string {
  const planned = points.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []))
  const columns = seriesColumns(axisTitle(axis), planned).map((column, index) =>
    index === 0 ? { ...column, align: 'right' as const } : column,
  )
  let before: SeriesTotals | null = null
  const rows = points.map(({ value, outcome }) => {
    if (!outcome.ok) return [String(value), ...columns.slice(1).map(() => NOTHING)]
    const cells = seriesCells(planned, outcome.value, before?.totalBytes ?? null)
    before = outcome.value
    return [String(value), ...cells]
  })
  const { bold } = terminal.colours
  const told = [
    table(terminal, columns, rows),
    ...changes.map((change) => `\n${bold(changeTitle(points, change))}\n${changeLines(change)}`),
    ...(changes.length === 0 ? ['\nNo layer changes its algorithm.\n'] : []),
    ...failures(points).map((line) => `\n${line}\n`),
    ...(resized === null
      ? []
      : [`\n${bold('One session, resized in this order')}\n${sessionText(terminal, points, resized)}`]),
  ]
  return told.join('')
}

function changeTitle(points: readonly SweepPoint[], { from, to, totalDelta, layers }: SweepChange): string {
  const count = `${layers.length} ${layers.length === 1 ? 'layer changes its' : 'layers change their'} algorithm`
  return `From ${points[from]?.value} to ${points[to]?.value}: ${count}; ${signedText(totalDelta)} in all`
}

function changeLines({ layers }: SweepChange): string {
  const groups = changeGroups(layers)
  const more = groups.length - MOST_GROUPS
  const lines = groups.slice(0, MOST_GROUPS).map((group) => `  ${groupText(group)}\n`)
  return lines.join('') + (more > 0 ? `  and ${more} more kinds, which --json lists\n` : '')
}

/** "3 layers, 64→64 3×3 to 72×72: tiled im2col → Winograd unit 4, packed +1.2 MiB, workspace +0.1 MiB" */
function groupText({ shape, a, b, layers, packedWeightDelta, workspaceDelta }: ChangeGroup): string {
  const title =
    layers.length === 1 ? (layers[0]?.title ?? '') : english({ id: 'layers.alike', count: layers.length, shape })
  const figures = [
    packedWeightDelta === 0 ? '' : `, packed ${signedText(packedWeightDelta)}`,
    workspaceDelta === 0 ? '' : `, workspace ${signedText(workspaceDelta)}`,
  ]
  return `${printable(title)}: ${algorithmText(a)} → ${algorithmText(b)}${figures.join('')}`
}

/** Values that do not work at the same node, or for the same reason, together; what is told is why the first does not. */
function failures(points: readonly SweepPoint[]): string[] {
  const alike = new Map<string, { readonly values: string[]; readonly reason: string }>()
  for (const { value, outcome } of points) {
    if (outcome.ok) continue
    const reason = printable(english(outcome.problem.message))
    const known = alike.get(outcome.problem.node ?? reason)
    if (known !== undefined) known.values.push(String(value))
    else alike.set(outcome.problem.node ?? reason, { values: [String(value)], reason })
  }
  return [...alike.values()].map(
    ({ values, reason }) =>
      `Not planned: ${values.join(', ')}. ${values.length > 1 ? `At ${values[0]}: ` : ''}${reason}`,
  )
}

/** What is varied, as a heading. */
function axisTitle(axis: SweepAxis): string {
  return axis.kind === 'setting' ? english({ id: 'setting.title', setting: axis.setting }) : axisName(axis)
}

function sessionText(terminal: Terminal, points: readonly SweepPoint[], { rule, held }: ResizedSession): string {
  let highest = 0
  const rows = points.map(({ value, outcome }, at) => {
    const session = held[at] ?? null
    const bytes = session === null ? null : sumOf(session)
    highest = Math.max(highest, bytes ?? 0)
    if (!outcome.ok) return [String(value), NOTHING, NOTHING, NOTHING, size(highest)]
    const { totalBytes } = outcome.value
    return [
      String(value),
      size(totalBytes),
      sizeText(bytes),
      bytes === null ? NOTHING : signed(bytes - totalBytes, size),
      bytes === null ? NOTHING : size(highest),
    ]
  })
  const titles = ['Size', 'Made at it', 'Resized to it', 'Difference', 'Most so far']
  const columns = titles.map((title) => ({ title, align: 'right' as const }))
  const known = held.some((session) => session !== null)
  return `${english(rule)}\n${known ? `\n${table(terminal, columns, rows)}` : ''}`
}
