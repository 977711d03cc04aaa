// SPDX-License-Identifier: Apache-2.0
import type { Arena, Placed } from '#contract/arena'
import type { ModelView } from '#contract/model'
import { csvText } from '#core/export/csv'
import { size } from '#messages/figures'
import { layerTitles, shortened } from '#messages/plain-text'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { shape } from './figures'
import { table } from './table'
import type { Terminal } from './terminal'

const LONGEST_NAME = 40

/** Columns of the CSV. Stable. */
const HEADINGS = [
  'pool',
  'offset',
  'bytes',
  'heldBytes',
  'firstStep',
  'lastStep',
  'kind',
  'name',
  'shape',
  'madeBy',
  'lastUsedBy',
]

/** Every tensor and workspace with its place, in the order in which they are taken, and what the pools have. */
export function arenaText(terminal: Terminal, { nodes }: ModelView, arena: Arena): string {
  const title = (node: number | null, none: string) => (node === null ? none : (layerTitles(nodes)[node] ?? `#${node}`))
  const rows = arena.placed.map((placed) => {
    const { first, last, offset } = placesOf(placed)
    return [
      shortened(printable(nameOf(placed)), LONGEST_NAME),
      placed.dims.length === 0 ? '' : shape(placed.dims),
      size(placed.bytes),
      poolOf(arena, placed),
      String(offset),
      first === last ? String(first) : `${first}–${last}`,
      title(placed.node, 'an input of the model'),
      title(placed.until, 'stays'),
    ]
  })
  const pools = arena.pools.map(({ name, bytes }) => `${name} ${size(bytes)}`).join(', ')
  const used = arena.steps.reduce((most, step) => Math.max(most, step.tensorBytes + step.workspaceBytes), 0)
  return `${table(
    terminal,
    [
      { title: 'What', shrinks: true },
      { title: 'Shape' },
      { title: 'Size', align: 'right' },
      { title: 'Pool' },
      { title: 'Offset', align: 'right' },
      { title: 'Steps', align: 'right' },
      { title: 'Made by' },
      { title: 'Last used by' },
    ],
    rows,
  )}Pools: ${pools}. The most in use at once is ${size(used)} of ${size(arena.bytes)}.\n`
}

export function arenaCsv({ nodes }: ModelView, arena: Arena): string {
  const name = (node: number | null) => (node === null ? '' : (nodes[node]?.name ?? ''))
  return csvText([
    HEADINGS,
    ...arena.placed.map((placed) => {
      const { first, last, offset } = placesOf(placed)
      const { bytes, heldBytes, kind, dims, node, until } = placed
      const figures = [offset, bytes, heldBytes, first, last].map(String)
      return [poolOf(arena, placed), ...figures, kind, nameOf(placed), dims.join('×'), name(node), name(until)]
    }),
  ])
}

function poolOf({ pools }: Arena, { pool }: Placed): string {
  return pools[pool]?.name ?? ''
}

function nameOf({ kind, name, part }: Placed): string {
  if (part !== null) return english(part)
  return kind === 'tensor' ? name : `${kind} ${name}`.trimEnd()
}

/** Steps count from 1. Of what is drawn at several places the first counts. */
function placesOf({ spans }: Placed): { readonly first: number; readonly last: number; readonly offset: number } {
  const [begin] = spans
  return { first: Math.floor(begin?.from ?? 0) + 1, last: Math.ceil(spans.at(-1)?.to ?? 1), offset: begin?.offset ?? 0 }
}
