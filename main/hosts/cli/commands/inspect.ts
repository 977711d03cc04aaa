// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import type { ModelView, NodeView } from '#contract/model'
import { csvPieces } from '#core/export/csv'
import { lazyRows } from '#core/lazy-rows'
import { FORMAT_VIEWS } from '#core/model/formats/index'
import { fixed, grouped, size } from '#messages/figures'
import { shortened } from '#messages/plain-text'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { configurationText, layerName, windowText } from '../describe'
import { shape } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format, printJson } from '../output'
import { peakText } from '../peak-text'
import { type CommandContext, type ModelSession, openSession } from '../session'
import { type Column, facts, tablePieces } from '../table'

const LONGEST_NAME = 80

const formatName = (format: string) => FORMAT_VIEWS.find(({ id }) => id === format)?.label ?? format

interface InspectOptions {
  readonly inputShape: readonly InputShape[]
  readonly all?: boolean
  readonly format: Format
}

export function addInspect(program: Command, context: CommandContext): void {
  const command = program.command('inspect').description('what a model is made of: inputs, layers, weights, operations')
  addFormatOptions(addModelOptions(command))
    .option('-a, --all', 'every layer that runs, not only convolutions, matrix products and recurrent ones')
    .action(async (model: string, options: InspectOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const rows = layerRows(session, options.all === true)
      if (options.format === 'json')
        printJson(context, { ...modelFacts(session.view), layers: lazyRows(rows, ({ title: _, ...row }) => row) })
      else if (options.format === 'csv') for (const piece of csvPieces(csvRows(rows))) context.terminal.out(piece)
      else await printModel(context, session, rows)
    })
}

interface LayerRow {
  readonly name: string
  readonly title: string
  readonly op: string
  /** Window or matrix. */
  readonly what: string
  readonly output: readonly number[] | null
  readonly outputBytes: number | null
  readonly weightBytes: number
  /** Multiply-adds; null where it has none to speak of, or they are not known. */
  readonly macs: number | null
}

function layerRows({ view, layerShape }: ModelSession, all: boolean): Iterable<LayerRow> {
  const shown = view.nodes.filter(({ id, folded }) => !folded && (all || layerShape(id).kind !== 'other'))
  return lazyRows(shown, (node) => {
    const shape = layerShape(node.id)
    const output = view.tensors[node.outputs[0] ?? -1]
    return {
      name: node.name,
      title: layerName(view, node.id),
      op: node.op,
      what: windowText(shape),
      output: output?.dims ?? null,
      outputBytes: output?.bytes ?? null,
      weightBytes: weightBytes(view, node),
      macs: shape.macs,
    }
  })
}

function weightBytes({ tensors }: ModelView, { inputs }: NodeView): number {
  const constants = new Set(inputs.filter((tensor) => tensors[tensor]?.constant !== undefined))
  return [...constants].reduce((sum, tensor) => sum + (tensors[tensor]?.bytes ?? 0), 0)
}

function modelFacts(view: ModelView) {
  const running = view.nodes.filter(({ folded }) => !folded)
  const operations = new Map<string, number>()
  for (const { op } of running) operations.set(op, (operations.get(op) ?? 0) + 1)
  return {
    fileName: view.fileName,
    format: view.format,
    producer: view.producer,
    sha256: view.sha256,
    fileBytes: view.fileBytes,
    weightBytes: view.weightBytes,
    inputs: view.inputs.map(({ name, dims }) => ({ name, dims })),
    outputs: view.outputs.map((id) => ({
      name: view.tensors[id]?.name ?? '',
      dims: view.tensors[id]?.dims ?? null,
    })),
    operations: Object.fromEntries([...operations].sort(([a, x], [b, y]) => y - x || a.localeCompare(b))),
    notRunnable: running.flatMap(({ name, notRunnable: why }) =>
      why === undefined ? [] : [{ name, why: english(why) }],
    ),
    warnings: view.warnings.map(english),
  }
}

async function printModel(
  { terminal }: CommandContext,
  session: ModelSession,
  rows: Iterable<LayerRow>,
): Promise<void> {
  const { view } = session
  const model = modelFacts(view)
  const named = ({ name, dims }: { name: string; dims: readonly number[] | null }) =>
    `${shortened(printable(name), LONGEST_NAME)} ${shape(dims)}`
  terminal.out(`${terminal.colours.bold(printable(model.fileName))}\n`)
  terminal.out(
    facts(terminal, [
      ['Format', [formatName(model.format), printable(model.producer)].filter(Boolean).join(', ')],
      ['File', `${size(model.fileBytes)}, SHA-256 ${model.sha256}`],
      ['Inputs', model.inputs.map(named).join(', ')],
      ['Outputs', model.outputs.map(named).join(', ')],
      ['Weights', size(model.weightBytes)],
      [
        'Operations',
        Object.entries(model.operations)
          .map(([op, times]) => `${op} ${grouped(times)}`)
          .join(', '),
      ],
    ]),
  )
  terminal.out('\n')
  const columns: readonly Column[] = [
    { title: 'Layer', shrinks: true },
    { title: 'Operation' },
    { title: 'Output' },
    { title: 'Weights', align: 'right' },
    { title: 'MMACs', align: 'right' },
  ]
  for (const piece of tablePieces(terminal, columns, withTotal(rows))) terminal.out(piece)
  const plan = await session.plan(session.configuration({}))
  if (plan.peak != null) {
    terminal.out(`\nUnder ${configurationText(plan.configuration)}: ${peakText(terminal, view, plan.peak, false)}`)
  }
  for (const { name, why } of model.notRunnable)
    terminal.err(`${shortened(printable(name), LONGEST_NAME)} cannot be run: ${printable(why)}\n`)
  for (const warning of model.warnings) terminal.err(`${printable(warning)}\n`)
}

function withTotal(rows: Iterable<LayerRow>): Iterable<readonly string[]> {
  const total = ['Total', '', '', size(sum(rows, 'weightBytes')), fixed(sum(rows, 'macs') / 1e6, 1)]
  return {
    *[Symbol.iterator]() {
      for (const row of rows) yield cells(row)
      yield total
    },
  }
}

function cells(row: LayerRow): readonly string[] {
  return [
    row.title,
    row.what === '' ? row.op : `${row.op} ${row.what}`,
    shape(row.output),
    row.weightBytes === 0 ? '' : size(row.weightBytes),
    row.macs === null ? '' : fixed(row.macs / 1e6, 1),
  ]
}

function sum(rows: Iterable<LayerRow>, key: 'weightBytes' | 'macs'): number {
  let total = 0
  for (const row of rows) total += row[key] ?? 0
  return total
}

function* csvRows(rows: Iterable<LayerRow>): Generator<readonly unknown[]> {
  yield ['name', 'op', 'what', 'output', 'output_bytes', 'weight_bytes', 'macs']
  for (const row of rows)
    yield [
      row.name,
      row.op,
      row.what,
      row.output?.join('x') ?? '',
      row.outputBytes ?? '',
      row.weightBytes,
      row.macs ?? '',
    ]
}
