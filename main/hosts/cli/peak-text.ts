// SPDX-License-Identifier: Apache-2.0
import { peakHints } from '#contract/peak-hints'
import type { PlanPeak } from '#contract/plan'
import { size } from '#messages/figures'
import { layerTitles, shortened } from '#messages/plain-text'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { shape } from './figures'
import { table } from './table'
import type { Terminal } from './terminal'

const MOST_TENSORS = 8
const LONGEST_NAME = 60

interface NamedNodes {
  readonly nodes: readonly { readonly name: string; readonly op: string }[]
}

/** Where memory is highest and what is alive then, the largest first; `all`: however many they are. */
export function peakText(terminal: Terminal, { nodes }: NamedNodes, peak: PlanPeak, all: boolean): string {
  const { node, activationBytes, workspaceBytes, alive } = peak
  const title = (id: number) => layerTitles(nodes)[id] ?? `#${id}`
  const shown = all ? alive : alive.slice(0, MOST_TENSORS)
  const rest = alive.slice(shown.length)
  const together = alive.reduce((sum, { bytes }) => sum + bytes, 0)
  const more = [
    ...(rest.length === 0
      ? []
      : [[`${rest.length} more`, '', size(rest.reduce((sum, { bytes }) => sum + bytes, 0)), '', '']]),
    ...(activationBytes > together ? [['padding and copies', '', size(activationBytes - together), '', '']] : []),
  ]
  const rows = shown.map(({ name, dims, bytes, producer, lastUse }) => [
    shortened(printable(name), LONGEST_NAME),
    shape(dims),
    size(bytes),
    producer === null ? 'an input of the model' : title(producer),
    lastUse === null ? 'an output of the model' : title(lastUse),
  ])
  const workspace = workspaceBytes === 0 ? '' : ` and ${size(workspaceBytes)} of workspace`
  return `Most memory at ${terminal.colours.bold(title(node))}: ${size(activationBytes)} of activations${workspace}\n${table(
    terminal,
    [
      { title: 'Alive then', shrinks: true },
      { title: 'Shape' },
      { title: 'Size', align: 'right' },
      { title: 'Made by' },
      { title: 'Last used by' },
    ],
    [...rows, ...more],
  )}${peakHints(peak, nodes)
    .map((hint) => `${printable(english(hint))}\n`)
    .join('')}`
}
