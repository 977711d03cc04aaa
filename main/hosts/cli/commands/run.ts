// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { type Configuration, withSetting } from '#contract/configuration'
import type { Entry } from '#contract/document'
import { rowNodes } from '#contract/layer-rows'
import type { ModelView } from '#contract/model'
import type { Plan, PlanPeak } from '#contract/plan'
import { CATEGORIES } from '#contract/plan'
import type { RunInput } from '#contract/run'
import { type LayerMeasurement, type RunReport, residentParts } from '#contract/timeline'
import { csvText } from '#core/export/csv'
import { outputDifferences } from '#core/inference/output-difference'
import { PRECISION, weightStorage } from '#core/planning/engines/convscope/settings'
import { billMessages, measuredBeside, measuredBill } from '#messages/bill'
import { duration, size } from '#messages/figures'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import {
  algorithmText,
  categoryTitle,
  configurationText,
  layerName,
  layerText,
  modelWarnings,
  sizeText,
  tellWarnings,
  warningLine,
} from '../describe'
import { entryOf, printDocument } from '../entries'
import { usageError } from '../exit'
import { parseCount } from '../figures'
import { type GivenInputs, givenInputs, valuesByName } from '../input-options'
import type { MeasuredRun } from '../long-work'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { peakText } from '../peak-text'
import { type CommandContext, type ModelSession, openSession, type RunOptions } from '../session'
import { facts, table } from '../table'
import type { Terminal } from '../terminal'

export interface RunChoice {
  readonly iterations: number
  readonly seed: number
  readonly input: readonly string[]
}

interface Options extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly format: Format
  readonly peak?: boolean
  readonly reference?: boolean
}

export function addRun(program: Command, context: CommandContext): void {
  const command = program.command('run').description('executes the plan with every allocation accounted for (measured)')
  addRunOptions(addConfigurationOptions(addFormatOptions(addModelOptions(command))))
    .option('--peak', 'what was held at the measured peak, and every tensor that was alive then')
    .option(
      '--reference',
      'with --precision low: runs normal precision too, and tells how far the outputs are from its',
    )
    .action(async (model: string, options: Options) => {
      const inputs = await givenInputs(context.folder, options.input)
      const session = await openSession(context, model, options.inputShape, (view) =>
        valuesByName(context.folder, inputs, view),
      )
      const configuration = session.configuration(configurationChoice(options))
      const plan = await session.plan(configuration)
      const exact = options.reference === true ? referenceOf(configuration, options.format) : null
      const print = (run: MeasuredRun, more: readonly Entry[] = []) => {
        if (options.format !== 'table') tellWarnings(context, [session.view])
        if (options.format === 'json') printDocument(context, [entryOf(session, plan, run), ...more])
        else if (options.format === 'csv') context.terminal.out(csv(session, plan, run.report))
        else if (options.peak === true) printPeak(context, session, plan, run)
        else printRun(context, session, plan, run.report)
      }
      const order = { iterations: options.iterations, input: runInput(inputs, options.seed) }
      // What was measured until a run ended early is told too, where anything was; then it fails.
      const early = (run: MeasuredRun) => {
        if (run.log.samples.count === 0) return
        if (options.format === 'table') tellEarlyEnd(context.terminal, run.report)
        print(run)
      }
      const run = await session.run(configuration, order, early)
      if (exact === null) return print(run)
      const reference = await session.run(exact, order)
      print(run, [entryOf(session, await session.plan(exact), reference)])
      if (options.format === 'table') printDifferences(context.terminal, run.report, reference.report)
    })
}

/** The same configuration at normal precision. */
function referenceOf(configuration: Configuration, format: Format): Configuration {
  if (weightStorage(configuration) === 'float32') throw usageError('--reference is for --precision low or bfloat16.')
  if (format === 'csv') throw usageError('--reference is told as text or with --json.')
  return withSetting(configuration, PRECISION, PRECISION.default)
}

function printDifferences(terminal: Terminal, run: RunReport, reference: RunReport): void {
  const rows = outputDifferences(run.outputs, reference.outputs)
  terminal.out('\nAgainst normal precision\n')
  terminal.out(
    table(
      terminal,
      [
        { title: 'Output', shrinks: true },
        { title: 'Values compared', align: 'right' },
        { title: 'Largest difference', align: 'right' },
      ],
      rows.map(({ output, values, relative }) => [
        printable(output),
        String(values),
        Number.isFinite(relative) ? `${(100 * relative).toPrecision(2)} % of the largest value` : 'not a number',
      ]),
    ),
  )
  const [own, theirs] = [run.inferenceNs, reference.inferenceNs]
  if (own !== null && theirs !== null)
    terminal.out(`Inference ${duration(own)}, ${duration(theirs)} at normal precision\n`)
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

export async function runOptions(
  { folder }: CommandContext,
  { iterations, seed, input }: RunChoice,
): Promise<RunOptions> {
  const inputs = await givenInputs(folder, input)
  if (inputs.named.length > 0) throw usageError('--input NAME=VALUES is for “convscope run”; a file is for one input.')
  return { iterations, input: runInput(inputs, seed) }
}

function runInput({ file }: GivenInputs, seed: number): RunInput {
  return file === null ? { kind: 'synthetic', seed } : { kind: 'file', path: file }
}

/** Layers with both. */
function runRows(plan: Plan, report: RunReport) {
  const planned = new Map(plan.decisions.map((decision) => [decision.node, decision]))
  const measured = new Map(report.layers.map((layer) => [layer.node, layer]))
  return rowNodes(plan, report).map((node) => ({
    node,
    decision: planned.get(node) ?? null,
    layer: measured.get(node) ?? null,
  }))
}

function tellEarlyEnd(terminal: Terminal, { endedEarly }: RunReport): void {
  if (endedEarly === undefined) return
  terminal.out(`Ended early: ${printable(english(endedEarly))} What follows was measured until then.\n\n`)
}

function printRun({ terminal }: CommandContext, session: ModelSession, plan: Plan, report: RunReport): void {
  const { view } = session
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(plan.configuration)}\n`)
  // What layers took is told at the end of a run only.
  if (report.layers.length > 0) terminal.out(`\n${layersTable(terminal, session, plan, report)}`)
  const nameOf = (node: number) => view.nodes[node]?.name ?? ''
  terminal.out('\nModelled\n')
  for (const each of billMessages(plan, nameOf)) terminal.out(`${printable(english(each))}\n`)
  const measured = measuredBill(report, nameOf)
  if (measured.length > 0) terminal.out('\nMeasured\n')
  for (const each of measured) terminal.out(`${printable(english(each))}\n`)
  terminal.out('\nAt the measured peak\n')
  terminal.out(
    facts(terminal, [
      ...CATEGORIES.filter((category) => report.peak[category] > 0).map(
        (category) => [categoryTitle(category), size(report.peak[category])] as const,
      ),
      ['Peak tracked', size(report.peakTrackedBytes)],
      ['Peak resident set', `${size(report.peakRssBytes)} (${size(report.baselineRssBytes)} before the model)`],
      ['Remainder', size(residentParts(report).remainderBytes)],
      ...(report.inferenceNs === null
        ? []
        : [
            [
              'Inference',
              `${duration(report.inferenceNs)}, median of ${report.iterations}, ${report.executedIsa}`,
            ] as const,
          ]),
      ['Modelled total', size(plan.totalBytes)],
    ]),
  )
  terminal.out(peaksText(terminal, view, { plan, report, all: false }))
  for (const warning of modelWarnings([view])) terminal.out(warningLine(terminal, warning))
  for (const note of report.notes) terminal.out(`${terminal.colours.dim(printable(english(note)))}\n`)
}

/** Every layer as planned beside what was measured. */
function layersTable(terminal: Terminal, session: ModelSession, plan: Plan, report: RunReport): string {
  return table(
    terminal,
    [
      { title: 'Layer', shrinks: true },
      { title: 'What' },
      { title: 'Executed' },
      { title: 'Packed modelled', align: 'right' },
      { title: 'measured', align: 'right' },
      { title: 'Workspace modelled', align: 'right' },
      { title: 'measured', align: 'right' },
      { title: 'Time', align: 'right' },
    ],
    runRows(plan, report).map(({ node, decision, layer }) => [
      layerName(session.view, node),
      layerText(session.layerShape(node)),
      layer === null ? '' : executed(layer),
      decision === null ? '' : sizeText(decision.packedWeightBytes),
      layer === null ? '' : size(layer.packedWeightBytes),
      decision === null ? '' : sizeText(decision.workspaceBytes),
      layer === null ? '' : size(layer.workspaceBytes),
      layer === null ? '' : duration(layer.durationNs),
    ]),
  )
}

/** Where memory is highest, as measured and as modelled. */
function peaksText(
  terminal: Terminal,
  view: ModelView,
  { plan, report, all }: { readonly plan: Plan; readonly report: RunReport; readonly all: boolean },
): string {
  const said = (title: string, peak: PlanPeak | null | undefined) =>
    peak == null ? '' : `\n${title}: ${peakText(terminal, view, peak, all)}`
  return `${said('As executed', report.executionPeak)}${said('As modelled', plan.peak)}\n`
}

/** What was held when the most was, the largest first, then the tensors. */
function printPeak({ terminal }: CommandContext, { view }: ModelSession, plan: Plan, run: MeasuredRun): void {
  const { report, log } = run
  const { peak } = log
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(plan.configuration)}\n`)
  if (peak !== null) {
    const at = peak.node < 0 ? '' : `, reached at ${terminal.colours.bold(layerName(view, peak.node))}`
    terminal.out(`\nMost held, as measured: ${size(peak.total)}${at}\n`)
    terminal.out(
      table(
        terminal,
        [{ title: 'Held then', shrinks: true }, { title: 'As' }, { title: 'Size', align: 'right' }],
        peak.alive.map(({ node, category, bytes }) => [
          node < 0 ? 'all layers' : layerName(view, node),
          categoryTitle(category),
          size(bytes),
        ]),
      ),
    )
  }
  terminal.out(peaksText(terminal, view, { plan, report, all: true }))
}

function executed({ kernel }: LayerMeasurement): string {
  return kernel === null ? '' : algorithmText({ ...kernel, inner: null })
}

/**
 * A record for every layer and whatever else ran, then what of the packed weights is in none of them (kind "beside"), so
 * that the columns add up to the totals (kind "total"). Empty: not known, or not measured.
 */
function csv({ view }: ModelSession, plan: Plan, report: RunReport): string {
  const columns = ['node', 'name', 'op', 'executed_algorithm', 'executed_winograd_unit']
  columns.push('packed_weights_modelled_bytes', 'packed_weights_measured_bytes')
  columns.push('workspace_modelled_bytes', 'workspace_measured_bytes', 'duration_measured_ns', 'kind')
  const planned = new Map(plan.decisions.map((decision) => [decision.node, decision]))
  const measured = new Map(report.layers.map((layer) => [layer.node, layer]))
  const nodes = [...new Set([...planned.keys(), ...measured.keys()])].sort((a, b) => a - b)
  const records = nodes.map((node) => {
    const [decision, layer] = [planned.get(node), measured.get(node)]
    return [
      ...[node, view.nodes[node]?.name ?? '', view.nodes[node]?.op ?? ''],
      ...[layer?.kernel?.algorithm ?? '', layer?.kernel?.unit ?? ''],
      ...[decision?.packedWeightBytes ?? '', layer?.packedWeightBytes ?? ''],
      ...[decision?.workspaceBytes ?? '', layer?.workspaceBytes ?? '', layer?.durationNs ?? ''],
      decision?.kind ?? 'other',
    ]
  })
  const beside = (name: string, modelled: number | '', held: number | '') => [
    ...['', name, '', '', '', modelled, held, '', '', '', 'beside'],
  ]
  const others = [
    ...plan.packedBeside.map(({ name, bytes }) => beside(english(name), bytes, '')),
    ...measuredBeside(report).map(({ name, bytes }) => beside(english(name), '', bytes)),
  ]
  const { packedWeights, workspace } = plan.totals
  const held = report.packedWeightBytes ?? report.peak.packedWeights
  const total = [
    '',
    '',
    '',
    '',
    '',
    packedWeights,
    held,
    workspace,
    report.peak.workspace,
    report.inferenceNs ?? '',
    'total',
  ]
  return csvText([columns, ...records, ...others, total])
}
