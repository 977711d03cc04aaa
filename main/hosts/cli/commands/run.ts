// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { Plan } from '#contract/plan'
import { CATEGORIES } from '#contract/plan'
import type { RunInput } from '#contract/run'
import { type LayerMeasurement, type RunReport, residentParts } from '#contract/timeline'
import { csvText } from '#core/export/csv'
import { duration, size } from '#messages/figures'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import {
  algorithmText,
  categoryTitle,
  configurationText,
  layerName,
  modelWarnings,
  tellWarnings,
  warningLine,
} from '../describe'
import { documentText, entryOf } from '../entries'
import { usageError } from '../exit'
import { parseCount } from '../figures'
import { type GivenInputs, givenInputs, valuesByName } from '../input-options'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { peakText } from '../peak-text'
import { type CommandContext, type ModelSession, openSession, type RunOptions } from '../session'
import { facts, table } from '../table'

export interface RunChoice {
  readonly iterations: number
  readonly seed: number
  readonly input: readonly string[]
}

interface Options extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly format: Format
}

export function addRun(program: Command, context: CommandContext): void {
  const command = program.command('run').description('executes the plan with every allocation accounted for (measured)')
  addRunOptions(addConfigurationOptions(addFormatOptions(addModelOptions(command)))).action(
    async (model: string, options: Options) => {
      const inputs = givenInputs(context.folder, options.input)
      const session = await openSession(context, model, options.inputShape, (view) =>
        valuesByName(context.folder, inputs, view),
      )
      const configuration = session.configuration(configurationChoice(options))
      const plan = session.plan(configuration)
      const run = await session.run(configuration, {
        iterations: options.iterations,
        input: runInput(inputs, options.seed),
      })
      if (options.format !== 'table') tellWarnings(context, [session.view])
      if (options.format === 'json') context.terminal.out(documentText(context, [entryOf(session, plan, run)]))
      else if (options.format === 'csv') context.terminal.out(csv(session, plan, run.report))
      else printRun(context, session, plan, run.report)
    },
  )
}

export function addRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-n, --iterations <count>', 'inferences after preparation').default(3).argParser(parseCount(1, 1000)),
    )
    .addOption(new Option('--seed <number>', 'of the synthetic input').default(1).argParser(parseCount(0, 2 ** 32 - 1)))
    .addOption(
      new Option(
        '--input <values>',
        'FILE of raw little-endian float32 values of the only input; in run also NAME=[1,2] or NAME=FILE of inputs that decide shapes; repeatable',
      )
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'synthetic'),
    )
}

export function runOptions({ folder }: CommandContext, { iterations, seed, input }: RunChoice): RunOptions {
  const inputs = givenInputs(folder, input)
  if (inputs.named.length > 0) throw usageError('--input NAME=VALUES is for “convscope run”; a file is for one input.')
  return { iterations, input: runInput(inputs, seed) }
}

function runInput({ file }: GivenInputs, seed: number): RunInput {
  return file === null ? { kind: 'synthetic', seed } : { kind: 'file', path: file }
}

/** Convolutions as planned beside what was measured; other layers by what they took. */
function printRun({ terminal }: CommandContext, { view }: ModelSession, plan: Plan, report: RunReport): void {
  const planned = new Map(plan.decisions.map((decision) => [decision.node, decision]))
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(plan.configuration)}\n\n`)
  terminal.out(
    table(
      terminal,
      [
        { title: 'Layer', shrinks: true },
        { title: 'Executed' },
        { title: 'Packed modelled', align: 'right' },
        { title: 'measured', align: 'right' },
        { title: 'Workspace modelled', align: 'right' },
        { title: 'measured', align: 'right' },
        { title: 'Time', align: 'right' },
      ],
      report.layers
        .filter(({ node }) => planned.has(node))
        .map((layer) => [
          layerName(view, layer.node),
          executed(layer),
          size(planned.get(layer.node)?.packedWeightBytes ?? 0),
          size(layer.packedWeightBytes),
          size(planned.get(layer.node)?.workspaceBytes ?? 0),
          size(layer.workspaceBytes),
          duration(layer.durationNs),
        ]),
    ),
  )
  terminal.out('\nMeasured, at the peak\n')
  terminal.out(
    facts(terminal, [
      ...CATEGORIES.filter((category) => report.peak[category] > 0).map(
        (category) => [categoryTitle(category), size(report.peak[category])] as const,
      ),
      ['Peak tracked', size(report.peakTrackedBytes)],
      ['Peak resident set', `${size(report.peakRssBytes)} (${size(report.baselineRssBytes)} before the model)`],
      ['Remainder', size(residentParts(report).remainderBytes)],
      ['Inference', `${duration(report.inferenceNs)}, median of ${report.iterations}, ${report.executedIsa}`],
      ['Modelled total', size(plan.totalBytes)],
    ]),
  )
  if (plan.peak != null) terminal.out(`\nAs modelled: ${peakText(terminal, view, plan.peak, false)}\n`)
  for (const warning of modelWarnings([view])) terminal.out(warningLine(terminal, warning))
  for (const note of report.notes) terminal.out(`${terminal.colours.dim(printable(english(note)))}\n`)
}

function executed({ kernel }: LayerMeasurement): string {
  return kernel === null ? '' : algorithmText({ ...kernel, inner: null })
}

function csv({ view }: ModelSession, { decisions }: Plan, { layers }: RunReport): string {
  const planned = new Map(decisions.map((decision) => [decision.node, decision]))
  const columns = ['node', 'name', 'op', 'executed_algorithm', 'executed_winograd_unit']
  columns.push('packed_weights_modelled_bytes', 'packed_weights_measured_bytes')
  columns.push('workspace_modelled_bytes', 'workspace_measured_bytes', 'duration_measured_ns')
  const records = layers.map(({ node, kernel, packedWeightBytes, workspaceBytes, durationNs }) => [
    node,
    view.nodes[node]?.name ?? '',
    view.nodes[node]?.op ?? '',
    kernel?.algorithm ?? '',
    kernel?.unit ?? '',
    planned.get(node)?.packedWeightBytes ?? '',
    packedWeightBytes,
    planned.get(node)?.workspaceBytes ?? '',
    workspaceBytes,
    durationNs,
  ])
  return csvText([columns, ...records])
}
