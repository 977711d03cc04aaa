// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { ForcedTotal } from '#contract/advice'
import { changesOverTime } from '#contract/lifecycle'
import { CATEGORIES, type Candidate, type Decision, isLowerBound, type Plan } from '#contract/plan'
import { lintSentence } from '#core/export/advice-text'
import { csvPieces } from '#core/export/csv'
import { lazyRows } from '#core/lazy-rows'
import { billMessages } from '#messages/bill'
import { size } from '#messages/figures'
import { layerTitles, shortened } from '#messages/plain-text'
import { english, sameMessage, spoken } from '#messages/say'
import { printable } from '#messages/visible'
import { ENGLISH } from '#messages/words'
import { arenaCsv, arenaText } from '../arena-text'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import {
  algorithmText,
  categoryTitle,
  configurationText,
  layerName,
  layerText,
  lifecycleFacts,
  modelWarnings,
  signedText,
  sizeText,
  tellWarnings,
  totalsFacts,
  totalText,
  warningLine,
} from '../describe'
import { entryOf, printDocument } from '../entries'
import { CommandFailure } from '../exit'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { peakText } from '../peak-text'
import { type CommandContext, type ModelSession, openSession } from '../session'
import { type Column, facts, table, tablePieces } from '../table'
import { addTimesOption } from '../times-option'

interface PlanOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly explain?: string
  readonly peak?: boolean
  readonly arena?: boolean
  readonly format: Format
}

export function addPlan(program: Command, context: CommandContext): void {
  const command = program.command('plan').description('which algorithm each layer gets, and what it holds (modelled)')
  addTimesOption(addConfigurationOptions(addFormatOptions(addModelOptions(command))))
    .addOption(new Option('--explain <layer>', 'every candidate of one layer, and the rule that chose or rejected it'))
    .option('--peak', 'where memory is highest, and every tensor that is alive then')
    .option('--arena', 'where every tensor and workspace lies, as a table or CSV')
    .action(async (model: string, options: PlanOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const plan = await session.plan(session.configuration(configurationChoice(options)))
      if (options.format !== 'table') tellWarnings(context, [session.view])
      if (options.explain !== undefined) {
        await explain(context, session, plan, options.explain)
        if (options.peak === true) context.terminal.out(`\n${peakOf(context, session, plan.peak)}`)
      } else if (options.arena === true && options.format !== 'json')
        await printArena(context, session, plan, options.format)
      else if (options.peak === true && options.format === 'table') printPeak(context, session, plan)
      else if (options.format === 'json') printDocument(context, [entryOf(session, plan)])
      else if (options.format === 'csv')
        for (const piece of csvPieces(csvRows(session, plan))) context.terminal.out(piece)
      else await printPlan(context, session, plan)
    })
}

async function printPlan({ terminal }: CommandContext, session: ModelSession, plan: Plan): Promise<void> {
  const { view } = session
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(plan.configuration)}\n\n`)
  const columns: readonly Column[] = [
    { title: 'Layer', shrinks: true },
    { title: 'What' },
    { title: 'Algorithm' },
    { title: 'Weights', align: 'right' },
    { title: 'Packed', align: 'right' },
    { title: 'Workspace', align: 'right' },
  ]
  const rows = lazyRows(plan.decisions, (decision) => [
    layerName(view, decision.node),
    layerText(session.layerShape(decision.node)),
    algorithmText(decision),
    sizeText(decision.weightBytes),
    sizeText(decision.packedWeightBytes),
    sizeText(decision.workspaceBytes),
  ])
  for (const piece of tablePieces(terminal, columns, rows)) terminal.out(piece)
  terminal.out('\nModelled memory\n')
  terminal.out(facts(terminal, totalsFacts(plan.totals, plan.totalBytes, isLowerBound(plan))))
  if (changesOverTime(plan.lifecycle)) {
    terminal.out(`\nModelled memory from load to a second run\n${facts(terminal, lifecycleFacts(plan))}\n`)
  }
  for (const each of billMessages(plan, (node) => view.nodes[node]?.name ?? '')) {
    terminal.out(`${printable(english(each))}\n`)
  }
  if (plan.peak != null) terminal.out(`\n${peakText(terminal, view, plan.peak, false)}\n`)
  for (const warning of [
    ...modelWarnings([view]),
    ...(await session.lints(plan)).map((lint) => lintSentence(ENGLISH, lint)),
  ]) {
    terminal.out(warningLine(terminal, warning))
  }
  for (const note of plan.notes.filter((each) => !view.warnings.some((warning) => sameMessage(warning, each))))
    terminal.out(`${terminal.colours.dim(printable(english(note)))}\n`)
}

async function printArena(
  { terminal }: CommandContext,
  session: ModelSession,
  plan: Plan,
  format: Format,
): Promise<void> {
  const { view } = session
  const arena = await session.arena(plan.configuration)
  if (format === 'csv') return terminal.out(arenaCsv(view, arena))
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(plan.configuration)}\n\n`)
  terminal.out(arenaText(terminal, view, arena))
}

function printPeak({ terminal }: CommandContext, { view }: ModelSession, { configuration, peak }: Plan): void {
  terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(configuration)}\n\n`)
  terminal.out(peakOf({ terminal }, { view }, peak))
}

function peakOf(
  { terminal }: Pick<CommandContext, 'terminal'>,
  { view }: Pick<ModelSession, 'view'>,
  peak: Plan['peak'],
): string {
  return peak == null ? 'Nothing runs, so that there is no peak.\n' : peakText(terminal, view, peak, true)
}

async function explain({ terminal }: CommandContext, session: ModelSession, plan: Plan, wanted: string): Promise<void> {
  const { nodes } = session.view
  const named = plan.decisions.filter(({ node }) => nodes[node]?.name === wanted)
  // Of several with one name each has a title of its own, as in the table.
  const decision = plan.decisions.find(({ node }) => layerTitles(nodes)[node] === wanted) ?? named[0]
  if (decision === undefined) {
    throw new CommandFailure({
      message: spoken(`${session.view.fileName} has no layer “${wanted}” that holds weights or needs a workspace.`),
      hint: spoken('The first column of “convscope plan” has their names.'),
    })
  }
  const shape = layerText(session.layerShape(decision.node))
  terminal.out(`${terminal.colours.bold(layerName(session.view, decision.node))}  ${shape}\n`)
  terminal.out(`${printable(english(decision.reason))}\n\n`)
  const others = named
    .filter(({ node }) => node !== decision.node)
    .map(({ node }) => `“${layerName(session.view, node)}”`)
  if (others.length > 0) terminal.out(`Of the same name: ${others.join(', ')}.\n\n`)
  if (decision.candidates.length === 0) {
    const { packedWeightBytes, workspaceBytes } = decision
    terminal.out(
      facts(terminal, [
        ['Packed', sizeText(packedWeightBytes)],
        ['Workspace', sizeText(workspaceBytes)],
      ]),
    )
    return
  }
  const forced = await session.forcedTotals(plan, decision)
  terminal.out(candidateTable({ terminal }, decision, forced))
  for (const [index, candidate] of decision.candidates.entries()) {
    const why = printable(english(candidate.reason))
    const forcedText = whatForcingDoes(forced[index] ?? null)
    terminal.out(`\n${terminal.colours.bold(candidateText(decision, candidate))}: ${why}${forcedText}`)
  }
  terminal.out('\n')
}

/** What a candidate changes in the whole plan, where that is more than nothing; begins with a space. */
function whatForcingDoes(forced: ForcedTotal | null): string {
  if (forced === null) return ''
  const { deltas, keptScratchDelta } = forced
  const parts = CATEGORIES.filter((category) => deltas[category] !== 0).map((category) => {
    const name = categoryTitle(category).toLowerCase()
    const scratch =
      category === 'packedWeights' && keptScratchDelta !== 0
        ? ` (${signedText(keptScratchDelta)} of it scratch from creating layers, which the pool keeps)`
        : ''
    return `${name} ${signedText(deltas[category])}${scratch}`
  })
  return parts.length === 0 ? '' : ` Forcing it changes the model’s total: ${parts.join(', ')}.`
}

function candidateTable(
  { terminal }: Pick<CommandContext, 'terminal'>,
  decision: Decision,
  forced: readonly (ForcedTotal | null)[],
): string {
  const known = (value: number | null) => (value === null ? '' : size(value))
  return table(
    terminal,
    [
      { title: 'Candidate' },
      { title: 'Verdict' },
      { title: 'Cost', align: 'right' },
      { title: 'Packed', align: 'right' },
      { title: 'Workspace', align: 'right' },
      { title: 'Model’s total', align: 'right' },
    ],
    decision.candidates.map((candidate, index) => {
      const { verdict, cost, packedWeightBytes, workspaceBytes } = candidate
      return [
        candidateText(decision, candidate),
        verdict === 'chosen' ? terminal.colours.green(verdict) : verdict,
        cost === null ? '' : `${Number(cost.value.toPrecision(6))} ${shortened(english(cost.label), 30)}`,
        known(packedWeightBytes),
        known(workspaceBytes),
        forcedText(forced[index] ?? null),
      ]
    }),
  )
}

/** What is chosen is named with what its groups run. */
function candidateText({ inner }: Decision, { algorithm, unit, verdict }: Candidate): string {
  return algorithmText({ algorithm, unit, inner: verdict === 'chosen' ? inner : null })
}

/** "605.1 MiB (+242.1 MiB)"; empty where no override gives just this candidate. */
function forcedText(forced: ForcedTotal | null): string {
  if (forced === null) return ''
  const delta = CATEGORIES.reduce((sum, category) => sum + forced.deltas[category], 0)
  const total = totalText(forced.totalBytes, forced.lowerBound)
  return delta === 0 ? total : `${total} (${signedText(delta)})`
}

/**
 * A record for every layer, then what of the packed weights is in none of them (kind "beside"), so that the column adds
 * up to the total, and the totals (kind "total"; "at least" as the reason of a lower bound). Empty: not known.
 */
function* csvRows({ view, layerShape }: ModelSession, plan: Plan): Generator<readonly unknown[]> {
  const columns = ['node', 'name', 'kind', 'what', 'algorithm', 'winograd_unit', 'executor', 'weight_bytes']
  columns.push('packed_weights_modelled_bytes', 'workspace_modelled_bytes', 'macs', 'reason')
  yield columns
  for (const decision of plan.decisions)
    yield [
      decision.node,
      view.nodes[decision.node]?.name ?? '',
      decision.kind,
      layerText(layerShape(decision.node)),
      decision.algorithm,
      decision.unit,
      decision.executor,
      decision.weightBytes,
      decision.packedWeightBytes,
      decision.workspaceBytes,
      decision.macs,
      english(decision.reason),
    ]
  const row = (kind: string, name: string, packed: number, workspace: number | null, reason: string) => [
    ...['', name, kind, '', '', '', '', ''],
    ...[packed, workspace, '', reason],
  ]
  const beside = plan.packedBeside.map(({ name, bytes }) => row('beside', english(name), bytes, null, ''))
  const { packedWeights, workspace } = plan.totals
  const why = [
    ...(isLowerBound(plan) ? ['At least.'] : []),
    ...(plan.workspaceNote ? [english(plan.workspaceNote)] : []),
  ]
  const total = row('total', '', packedWeights, workspace, why.join(' '))
  yield* beside
  yield total
}
