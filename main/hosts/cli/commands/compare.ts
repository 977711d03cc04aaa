// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { type ChangeGroup, changeGroups } from '#contract/change-groups'
import { type Comparison, type LayerDifference, letterOf, MOST_SIDES } from '#contract/comparison'
import type { Entry } from '#contract/document'
import { type ModelDiff, modelSentences } from '#contract/model-diff'
import { CATEGORIES } from '#contract/plan'
import { compareEntries, type EntryComparison } from '#core/comparison/entries'
import { gapsOf } from '#core/comparison/gaps'
import { comparisonsCsv } from '#core/export/comparison-csv'
import { comparisonsJson } from '#core/export/comparison-json'
import type { ComparisonMetadata } from '#core/export/comparison-metadata'
import { withDocument } from '#core/export/held-document'
import { duration, signed, size } from '#messages/figures'
import type { Say } from '#messages/message'
import { english, speaker } from '#messages/say'
import { printable, printableJson } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import {
  algorithmText,
  categoryTitle,
  configurationText,
  modelWarnings,
  signedText,
  sizeText,
  tellWarnings,
  totalText,
  warningLine,
} from '../describe'
import { readEntries } from '../entries'
import { usageError } from '../exit'
import { growthText } from '../figures'
import { addShapeOption, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import type { CommandContext } from '../session'
import { dashed, SETTINGS } from '../setting-options'
import { table } from '../table'
import type { Terminal } from '../terminal'
import { addTimesOption } from '../times-option'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface CompareOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly run?: boolean
  readonly all?: boolean
  readonly format: Format
}

const HELP = `
What to compare:
  compare MODEL CONFIGURATION CONFIGURATION…   configurations of a model
  compare SAVED.json SAVED.json…               saved documents (“plan --json”, “run --json”, or from the window)
  compare MODEL SAVED.json CONFIGURATION…      saved ones and ones made now
  compare MODEL OTHER-MODEL…                   two models: what was added, removed and changed, and what it costs

A CONFIGURATION is PROFILE[,threads=…][,isa=…]${SETTINGS.map(({ id }) => `[,${dashed(id)}=…]`).join('')};
what it leaves out is taken from the options. SAVED.json#LABEL names one of several entries. The first is the
baseline A; B, C and so on are held against it. Layers that are alike and change in the same way are one row; --all
prints every layer.

Examples:
  convscope compare model.mnn mnn-1.0.1 mnn-2.8.1 --memory low
  convscope compare before.onnx after.onnx --profile mnn-2.8.1
  convscope compare before.json after.json --csv > difference.csv`

export function addCompare(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description('configurations or saved documents, layer by layer')
    .argument('<what...>', 'MODEL A B …, or saved documents')
  addRunOptions(addTimesOption(addConfigurationOptions(addFormatOptions(addShapeOption(command)))))
    .option('--run', 'run all configurations and compare what was measured, too')
    .option('-a, --all', 'every layer in a row of its own, also those that do not change')
    .addHelpText('after', HELP)
    .action(async (what: readonly string[], options: CompareOptions) => {
      const entries = await readEntries(context, what, {
        inputShape: options.inputShape,
        shared: configurationChoice(options),
        ...(options.run === true ? { run: await runOptions(context, options) } : {}),
      })
      const [a, ...others] = entries
      if (a === undefined || others.length === 0) throw usageError('Two things at least are compared.')
      if (entries.length > MOST_SIDES) throw usageError(`No more than ${MOST_SIDES} things are compared.`)
      const sides = others.map((entry, index) => ({
        entry,
        letter: letterOf(index + 1),
        result: compareEntries(a, entry),
      }))
      if (options.format === 'table') printSides(context, a, sides, options.all === true)
      else printExports(context, a, sides, options.format)
    })
}

/** A side that is held against A. */
interface ComparedSide {
  readonly entry: Entry
  readonly letter: string
  readonly result: EntryComparison
}

/** One side as one comparison; several as a list of them, in CSV below each other under one header. JSON opens as what was compared. */
function printExports(context: CommandContext, a: Entry, sides: readonly ComparedSide[], format: 'json' | 'csv'): void {
  tellWarnings(context, [a.model, ...sides.map(({ entry }) => entry.model)])
  const exported = sides.map(({ entry, letter, result }) => ({
    metadata: metadata(context, entry),
    comparison: result.comparison,
    letter,
  }))
  const origin = { appVersion: context.appVersion, savedAt: new Date() }
  const entries = [a, ...sides.map(({ entry }) => entry)]
  context.terminal.out(
    format === 'json'
      ? printableJson(withDocument(comparisonsJson(exported), origin, entries))
      : comparisonsCsv(exported),
  )
}

function metadata({ appVersion }: CommandContext, { model }: Entry): ComparisonMetadata {
  const { name, fileName, sha256, format, inputs } = model
  return { modelName: name, fileName, sha256, format, inputs, appVersion, exportedAt: new Date() }
}

function printSides(context: CommandContext, a: Entry, sides: readonly ComparedSide[], all: boolean): void {
  const { terminal } = context
  const entries = [a, ...sides.map(({ entry }) => entry)]
  terminal.out(`${terminal.colours.bold(printable(entries[1]?.model.fileName ?? ''))}\n`)
  for (const [index, { entry }] of entries.entries()) {
    terminal.out(`${letterOf(index)}  ${configurationText(entry.configuration)}\n`)
  }
  if (sides.length > 1) terminal.out(`\n${sidesTable(terminal, entries)}`)
  for (const side of sides) printComparison(terminal, side, sides.length > 1, all)
  for (const warning of modelWarnings(entries.map(({ model }) => model))) terminal.out(warningLine(terminal, warning))
}

/** Totals of all sides, one a row. */
function sidesTable(terminal: Terminal, entries: readonly Entry[]): string {
  const [first] = entries
  const baseline = first?.entry.plan.totalBytes ?? 0
  const least = (entry: Entry) => gapsOf(entry).length > 0
  const held = CATEGORIES.filter((category) => entries.some(({ entry }) => entry.plan.totals[category] > 0))
  return table(
    terminal,
    [
      { title: 'Modelled' },
      ...held.map((category) => ({ title: categoryTitle(category), align: 'right' }) as const),
      { title: 'Total', align: 'right' },
      { title: 'Against A', align: 'right' },
      { title: '', align: 'right' },
    ],
    entries.map((entry, index) => {
      const { plan } = entry.entry
      const isKnown = first !== undefined && !least(first) && !least(entry)
      return [
        letterOf(index),
        ...held.map((category) => size(plan.totals[category])),
        totalText(plan.totalBytes, least(entry)),
        ...(index === 0
          ? ['', '']
          : !isKnown
            ? [signedText(null), '']
            : [
                coloured(terminal, plan.totalBytes - baseline, signed(plan.totalBytes - baseline, size)),
                growthText(baseline, plan.totalBytes),
              ]),
      ]
    }),
  )
}

function printComparison(
  terminal: Terminal,
  { letter, result: { comparison, unmatched } }: ComparedSide,
  several: boolean,
  all: boolean,
): void {
  const say = speaker('en', letter)
  terminal.out(several ? `\n${terminal.colours.bold(`${letter} against A`)}\n` : '\n')
  for (const sentence of comparison.summary) terminal.out(`${printable(say(sentence))}\n`)
  if (comparison.models !== undefined) printModels(terminal, comparison.models, say, all)
  terminal.out(`\n${totalsTable(terminal, comparison, letter)}`)
  const groups = changeGroups(comparison.layers)
  if (all && comparison.layers.length > 0) terminal.out(`\n${layersTable(terminal, comparison.layers, letter)}`)
  else if (groups.length > 0) terminal.out(`\n${groupsTable(terminal, groups, letter)}`)
  for (const [side, names] of [['A', unmatched.a] as const, [letter, unmatched.b] as const]) {
    if (names.length > 0) terminal.out(`Only in ${side}: ${names.join(', ')}\n`)
  }
}

const MOST_NODES = 20

/** How the models differ: in sentences, then operation by operation. */
function printModels(terminal: Terminal, diff: ModelDiff, say: Say, all: boolean): void {
  for (const sentence of modelSentences(diff)) terminal.out(`${printable(say(sentence))}\n`)
  const nodes = diff.nodes.filter(({ kind }) => all || kind !== 'same')
  if (nodes.length === 0) return
  const shown = all ? nodes : nodes.slice(0, MOST_NODES)
  const rows = shown.map(({ kind, title, op, differences }) => [kind, title, op, differences.join(', ')])
  const columns = [{ title: '' }, { title: 'Operation', shrinks: true }, { title: 'Kind' }, { title: 'Differs in' }]
  terminal.out(`\n${table(terminal, columns, rows)}`)
  if (nodes.length > shown.length) terminal.out(`and ${nodes.length - shown.length} more, which --all lists\n`)
}

function totalsTable(terminal: Terminal, { a, b, deltas, totalDelta }: Comparison, letter: string): string {
  const held = CATEGORIES.filter((category) => a.totals[category] > 0 || b.totals[category] > 0)
  const row = (title: string, before: number, after: number) => [
    title,
    size(before),
    size(after),
    coloured(terminal, after - before, signed(after - before, size)),
    growthText(before, after),
  ]
  const rows = held.map((category) =>
    row(categoryTitle(category), a.totals[category], a.totals[category] + deltas[category]),
  )
  if (totalDelta !== null) rows.push(row('Total', a.totalBytes, a.totalBytes + totalDelta))
  else {
    const [before, after] = [a, b].map(({ totalBytes, lowerBound }) => totalText(totalBytes, lowerBound))
    rows.push(['Total', before ?? '', after ?? '', signedText(null), ''])
  }
  if (a.measured && b.measured) {
    rows.push(row('Measured peak', a.measured.peakTrackedBytes, b.measured.peakTrackedBytes))
    rows.push(row('Measured resident set', a.measured.peakRssBytes, b.measured.peakRssBytes))
    const [before, after] = [a.measured.inferenceNs, b.measured.inferenceNs]
    rows.push(['Inference', duration(before), duration(after), '', growthText(before, after)])
  }
  return table(
    terminal,
    [
      { title: 'Modelled' },
      { title: 'A', align: 'right' },
      { title: letter, align: 'right' },
      { title: `${letter} - A`, align: 'right' },
      { title: '', align: 'right' },
    ],
    rows,
  )
}

/** What changes, a row for all layers that are alike. */
function groupsTable(terminal: Terminal, groups: readonly ChangeGroup[], letter: string): string {
  return table(
    terminal,
    [
      { title: 'Layers', shrinks: true },
      { title: 'A' },
      { title: letter },
      { title: `Packed ${letter} - A`, align: 'right' },
      { title: `Workspace ${letter} - A`, align: 'right' },
    ],
    groups.map(({ shape, a, b, layers, packedWeightDelta, workspaceDelta }) => [
      layers.length === 1 ? (layers[0]?.title ?? '') : english({ id: 'layers.alike', count: layers.length, shape }),
      algorithmText(a),
      algorithmText(b),
      coloured(terminal, packedWeightDelta ?? 0, signedText(packedWeightDelta)),
      coloured(terminal, workspaceDelta ?? 0, signedText(workspaceDelta)),
    ]),
  )
}

/** Every layer with both sides. */
function layersTable(terminal: Terminal, layers: readonly LayerDifference[], letter: string): string {
  return table(
    terminal,
    [
      { title: 'Layer', shrinks: true },
      { title: 'A' },
      { title: letter },
      { title: 'Packed A', align: 'right' },
      { title: letter, align: 'right' },
      { title: `${letter} - A`, align: 'right' },
      { title: `Workspace ${letter} - A`, align: 'right' },
    ],
    layers.map(({ title, a, b, packedWeightDelta, workspaceDelta }) => [
      title,
      algorithmText(a),
      algorithmText(b),
      sizeText(a.packedWeightBytes),
      sizeText(b.packedWeightBytes),
      coloured(terminal, packedWeightDelta ?? 0, signedText(packedWeightDelta)),
      coloured(terminal, workspaceDelta ?? 0, signedText(workspaceDelta)),
    ]),
  )
}

function coloured({ colours }: Terminal, delta: number, text: string): string {
  return delta > 0 ? colours.red(text) : delta < 0 ? colours.green(text) : text
}
