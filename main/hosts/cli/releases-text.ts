// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { type Release, type StepCause, spanName, spansOf } from '#contract/releases'
import { grouped, signed, size } from '#messages/figures'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { layerName } from './describe'
import { seriesCells, seriesColumns } from './series-text'
import { table } from './table'
import type { Terminal } from './terminal'

/** Layers named of a step. */
const MOST_LAYERS = 3

/** A line for each run of releases that take the same, and under it what each step comes from. */
export function releasesTable(terminal: Terminal, view: ModelView, releases: readonly Release[]): string {
  const spans = spansOf(releases)
  const rows = spans.map(({ first, last }, index) => [
    spanName({ first, last }),
    ...seriesCells(releases, first, spans[index - 1]?.first.totalBytes ?? null),
  ])
  const steps = spans
    .slice(1)
    .flatMap(({ first }) => [
      `\n${terminal.colours.bold(first.version)}\n`,
      ...first.causes.map((cause) => `  ${causeText(view, cause)}\n`),
    ])
  return table(terminal, seriesColumns('Releases', releases), rows) + steps.join('')
}

/** "+428.9 MiB, 95 layers (conv1, conv2, conv3, …): The tile may …" */
export function causeText(view: ModelView, { bytes, layers, rule }: StepCause): string {
  const names = layers.slice(0, MOST_LAYERS).map((node) => printable(layerName(view, node)))
  const more = layers.length > MOST_LAYERS ? ', …' : ''
  const moved =
    layers.length === 0
      ? ''
      : `, ${grouped(layers.length)} ${layers.length === 1 ? 'layer' : 'layers'} (${names.join(', ')}${more})`
  return `${signed(bytes, size)}${moved}: ${english(rule)}`
}
