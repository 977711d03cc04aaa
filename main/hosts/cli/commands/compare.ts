// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import type { Comparison, LayerDifference } from '#contract/comparison'
import type { Entry } from '#contract/document'
import { CATEGORIES } from '#contract/plan'
import { compareEntries, type EntryComparison } from '#core/comparison/entries'
import { comparisonCsv } from '#core/export/comparison-csv'
import { comparisonJson } from '#core/export/comparison-json'
import type { ComparisonMetadata } from '#core/export/comparison-metadata'
import { duration, growth, signed, size } from '#messages/figures'
import { english } from '#messages/say'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { algorithmText, categoryTitle, configurationText, modelWarnings, tellWarnings, warningLine } from '../describe'
import { readEntries } from '../entries'
import { usageError } from '../exit'
import { addShapeOption, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import type { CommandContext } from '../session'
import { dashed, SETTINGS } from '../setting-options'
import { printable, table } from '../table'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface CompareOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly run?: boolean
  readonly all?: boolean
  readonly format: Format
}

const HELP = `
What to compare:
  compare MODEL CONFIGURATION CONFIGURATION   two configurations of a model
  compare SAVED.json SAVED.json               two saved documents (“plan --json”, “run --json”, or from the window)
  compare MODEL SAVED.json CONFIGURATION      a saved one and one made now

A CONFIGURATION is PROFILE[,threads=…][,isa=…]${SETTINGS.map(({ id }) => `[,${dashed(id)}=…]`).join('')};
what it leaves out is taken from the options. SAVED.json#LABEL names one of several entries. A is the baseline.

Examples:
  convscope compare model.mnn mnn-1.0.1 mnn-2.8.1 --memory low
  convscope compare before.json after.json --csv > difference.csv`

export function addCompare(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description('two configurations, or two saved documents, layer by layer')
    .argument('<what...>', 'MODEL A B, or two saved documents')
  addRunOptions(addConfigurationOptions(addFormatOptions(addShapeOption(command))))
    .option('--run', 'run both configurations and compare what was measured, too')
    .option('-a, --all', 'also the layers that do not change')
    .addHelpText('after', HELP)
    .action(async (what: readonly string[], options: CompareOptions) => {
      const [a, b, ...more] = await readEntries(context, what, {
        inputShape: options.inputShape,
        shared: configurationChoice(options),
        ...(options.run === true ? { run: runOptions(context, options) } : {}),
      })
      if (a === undefined || b === undefined || more.length > 0) throw usageError('Exactly two things can be compared.')
      const result = compareEntries(a, b)
      const exported = { metadata: metadata(context, b), comparison: result.comparison, letter: 'B' }
      if (options.format !== 'table') tellWarnings(context, [a.model, b.model])
      if (options.format === 'json') context.terminal.out(comparisonJson(exported))
      else if (options.format === 'csv') context.terminal.out(comparisonCsv(exported))
      else printComparison(context, [a, b], result, options.all === true)
    })
}

function metadata({ appVersion }: CommandContext, { model }: Entry): ComparisonMetadata {
  const { name, fileName, sha256, format, inputs } = model
  return { modelName: name, fileName, sha256, format, inputs, appVersion, exportedAt: new Date() }
}

function printComparison(
  { terminal }: CommandContext,
  entries: readonly [Entry, Entry],
  { comparison, unmatched }: EntryComparison,
  all: boolean,
): void {
  const { colours } = terminal
  const { a, b, summary, layers } = comparison
  const models = entries.map(({ model }) => model)
  terminal.out(`${colours.bold(printable(entries[1].model.fileName))}\n`)
  terminal.out(`A  ${configurationText(a.configuration)}\nB  ${configurationText(b.configuration)}\n\n`)
  for (const sentence of summary) terminal.out(`${printable(english(sentence))}\n`)
  terminal.out(`\n${totalsTable(terminal, comparison)}`)
  const shown = all ? layers : layers.filter(({ changed }) => changed)
  if (shown.length > 0) terminal.out(`\n${layersTable(terminal, shown)}`)
  for (const warning of modelWarnings(models)) terminal.out(warningLine(terminal, warning))
  for (const [side, names] of [['A', unmatched.a] as const, ['B', unmatched.b] as const]) {
    if (names.length > 0) terminal.out(`Only in ${side}: ${names.map(printable).join(', ')}\n`)
  }
}

function totalsTable(terminal: CommandContext['terminal'], { a, b, deltas, totalDelta }: Comparison): string {
  const held = CATEGORIES.filter((category) => a.totals[category] > 0 || b.totals[category] > 0)
  const row = (title: string, before: number, after: number) => [
    title,
    size(before),
    size(after),
    coloured(terminal, after - before, signed(after - before, size)),
    growth(before, after),
  ]
  const rows = held.map((category) =>
    row(categoryTitle(category), a.totals[category], a.totals[category] + deltas[category]),
  )
  rows.push(row('Total', a.totalBytes, a.totalBytes + totalDelta))
  if (a.measured && b.measured) {
    rows.push(row('Measured peak', a.measured.peakTrackedBytes, b.measured.peakTrackedBytes))
    rows.push(row('Measured resident set', a.measured.peakRssBytes, b.measured.peakRssBytes))
    const [before, after] = [a.measured.inferenceNs, b.measured.inferenceNs]
    rows.push(['Inference', duration(before), duration(after), '', growth(before, after)])
  }
  return table(
    terminal,
    [
      { title: 'Modelled' },
      { title: 'A', align: 'right' },
      { title: 'B', align: 'right' },
      { title: 'B - A', align: 'right' },
      { title: '', align: 'right' },
    ],
    rows,
  )
}

/** Layers with both sides. */
function layersTable(terminal: CommandContext['terminal'], layers: readonly LayerDifference[]): string {
  const side = ({ algorithm, unit }: LayerDifference['a']) => algorithmText({ algorithm, unit, inner: null })
  return table(
    terminal,
    [
      { title: 'Layer', shrinks: true },
      { title: 'A' },
      { title: 'B' },
      { title: 'Packed A', align: 'right' },
      { title: 'B', align: 'right' },
      { title: 'B - A', align: 'right' },
      { title: 'Workspace B - A', align: 'right' },
    ],
    layers.map(({ name, a, b, packedWeightDelta, workspaceDelta }) => [
      printable(name),
      side(a),
      side(b),
      size(a.packedWeightBytes),
      size(b.packedWeightBytes),
      coloured(terminal, packedWeightDelta, signed(packedWeightDelta, size)),
      coloured(terminal, workspaceDelta, signed(workspaceDelta, size)),
    ]),
  )
}

function coloured({ colours }: CommandContext['terminal'], delta: number, text: string): string {
  return delta > 0 ? colours.red(text) : delta < 0 ? colours.green(text) : text
}
