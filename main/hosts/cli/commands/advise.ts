// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { Advice, Lint, Remedy } from '#contract/advice'
import { isLowerBound } from '#contract/plan'
import { lintSentence, remedyTitle, settingsSentence, timeText } from '#core/export/advice-text'
import { changedModel } from '#core/export/changed-model'
import { withDocument } from '#core/export/held-document'
import { signed, size } from '#messages/figures'
import { shortened } from '#messages/plain-text'
import { spoken } from '#messages/say'
import { printable } from '#messages/visible'
import { ENGLISH } from '#messages/words'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText, layerName, totalText } from '../describe'
import { entryOf } from '../entries'
import { CommandFailure, orFail, usageError } from '../exit'
import { parseCount, parseSize, type Size } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { deliver, json } from '../output'
import { peakText } from '../peak-text'
import { type CommandContext, type ModelSession, openSession } from '../session'
import { table } from '../table'
import { addTimesOption } from '../times-option'

interface AdviseOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly budget?: Size
  readonly code: number
  readonly ownFile?: string
  readonly json?: boolean
}

/** Layers named under a warning. */
const MOST_LAYERS = 3
const NAME_WIDTH = 50

const HELP = `
All figures are modelled: every remedy was planned. Time is modelled, of convolutions and of what else runs where that is known, against now.
A “what if” is an override of single layers, which only Convscope’s own engine has a setting for.

Examples:
  convscope advise model.mnn --profile mnn-2.8.1 --memory low --code 2
  convscope advise model.mnn --profile convscope --budget 300MB
  convscope advise model.mnn --profile mnn-3.6.1 --json`

export function addAdvise(program: Command, context: CommandContext): void {
  const command = program
    .command('advise')
    .description('what is wrong with a plan, and what would lower its total: ranked, with the code that does it')
  addTimesOption(addConfigurationOptions(addModelOptions(command)))
    .addOption(
      new Option('--budget <size>', 'instead: the fastest algorithm for every layer within a total').argParser(
        parseSize,
      ),
    )
    .addOption(
      new Option('--code <number>', 'of the remedy whose code to print').default(1).argParser(parseCount(1, 99)),
    )
    .option(
      '--own-file <file>',
      'with --budget: save the model’s own file with the choice in it, where the engine reads it there (.param, ncnn from 20221128)',
    )
    .option('--json', 'print everything as JSON, with the code of every remedy')
    .addHelpText('after', HELP)
    .action(async (model: string, options: AdviseOptions) => {
      if (options.ownFile !== undefined && options.budget === undefined) {
        throw usageError('--own-file takes the choice that --budget finds.')
      }
      const session = await openSession(context, model, options.inputShape)
      const configuration = session.configuration(configurationChoice(options))
      const plan = await session.plan(configuration)
      const { totalBytes, peak } = plan
      const atLeast = isLowerBound(plan)
      const { terminal, appVersion } = context
      // What is advised on opens with it.
      const advised = (value: object) =>
        withDocument(json(value), { appVersion, savedAt: new Date() }, [entryOf(session, plan)])
      const heading = `${terminal.colours.bold(printable(session.view.fileName))} under ${configurationText(configuration)}: ${totalText(totalBytes, atLeast)} modelled\n`
      if (options.budget !== undefined) {
        const remedy = await fitting(session, configuration, options.budget)
        if (options.ownFile !== undefined) {
          const chosen = await session.plan(remedy.configuration ?? configuration)
          await deliver(context, options.ownFile, orFail(await changedModel(session.view, chosen)))
        }
        terminal.out(
          options.json === true
            ? advised({ totalBytes, atLeast, remedy })
            : heading + budgetText(context, session, remedy),
        )
        return
      }
      const advice = await session.advise(configuration)
      const { lints, remedies, heeded } = advice
      const settings = Object.fromEntries(heeded.map(({ of, layers }) => [of, layers]))
      terminal.out(
        options.json === true
          ? advised({
              ...{ configuration, totalBytes, atLeast },
              ...{ lints: lints.map((each) => named(session, each)), settings, remedies },
            })
          : heading +
              adviceText(context, session, advice, options.code) +
              (peak == null ? '' : `\n${peakText(terminal, session.view, peak, false)}`),
      )
    })
}

/** Layers by name, as programs need them. */
function named({ view }: ModelSession, lint: Lint) {
  return { ...lint, layers: lint.layers.map((layer) => ({ ...layer, name: view.nodes[layer.node]?.name ?? '' })) }
}

async function fitting(session: ModelSession, configuration: Advice['configuration'], budget: Size): Promise<Remedy> {
  const answer = await session.withinBudget(configuration, budget.bytes)
  if (answer.fits) return answer.remedy
  throw new CommandFailure({
    message: spoken(
      `No choice of algorithms for ${session.view.fileName} fits ${budget.text}: the least is ${size(answer.leastBytes)}.`,
    ),
  })
}

function budgetText(context: CommandContext, session: ModelSession, remedy: Remedy): string {
  const overrides = remedy.configuration?.overrides ?? []
  const options = overrides.map(({ layers, algorithm, unit }) => {
    const choice = `${layers}=${algorithm}${unit === undefined ? '' : `:${unit}`}`
    return `  --override '${printable(choice).replaceAll("'", `'\\''`)}'\n`
  })
  const how = options.length === 0 ? 'No layer needs another algorithm.\n' : `As options:\n${options.join('')}`
  const open = remedy.lowerBound
    ? 'Parts are unknown or left out: whether it stays within the budget is not known.\n'
    : ''
  return `\n${remedyTable(context, session, [remedy], 1)}\n${open}${how}`
}

function adviceText(context: CommandContext, session: ModelSession, advice: Advice, code: number): string {
  const { colours } = context.terminal
  const real = advice.remedies.filter(({ whatIf }) => !whatIf)
  const whatIfs = advice.remedies.filter(({ whatIf }) => whatIf)
  const told = advice.remedies[code - 1]
  return [
    ...advice.lints.flatMap((lint) => [
      `\n${colours.yellow('warning')}  ${lintSentence(ENGLISH, lint)}\n`,
      layersText(session, lint),
    ]),
    `\n${settingsSentence(ENGLISH, advice)}\n`,
    real.length === 0
      ? '\nNo setting, build or version that Convscope knows takes less memory here.\n'
      : `\n${remedyTable(context, session, real, 1)}`,
    ...(whatIfs.length === 0
      ? []
      : [`\nWhat if single layers could be set\n${remedyTable(context, session, whatIfs, real.length + 1)}`]),
    ...(told === undefined ? [] : codeText(context, session, told)),
  ].join('')
}

function layersText({ view }: ModelSession, { layers }: Lint): string {
  const shown = layers.slice(0, MOST_LAYERS).map(({ node, bytes }) => `${layerName(view, node)} ${size(bytes)}`)
  const more = layers.length > shown.length ? [`${layers.length - shown.length} more`] : []
  return `         ${[...shown, ...more].join(', ')}\n`
}

function remedyTable(
  { terminal }: CommandContext,
  { view }: ModelSession,
  remedies: readonly Remedy[],
  first: number,
): string {
  return table(
    terminal,
    [
      { title: '#', align: 'right' },
      { title: 'Change', align: 'right' },
      { title: 'Total', align: 'right' },
      { title: 'Time', align: 'right' },
      { title: 'Layers', align: 'right' },
      { title: 'What to do', shrinks: true },
    ],
    remedies.map((remedy, at) => [
      String(first + at),
      signed(-remedy.savedBytes, size),
      totalText(remedy.totalBytes, remedy.lowerBound),
      timeText(ENGLISH, remedy.timeRatio),
      String(remedy.changedLayers),
      remedyTitle(ENGLISH, remedy, (node) => shortened(layerName(view, node), NAME_WIDTH)),
    ]),
  )
}

function codeText({ terminal }: CommandContext, { view }: ModelSession, remedy: Remedy): string[] {
  const title = remedyTitle(ENGLISH, remedy, (node) => layerName(view, node))
  return [
    `\n${terminal.colours.bold(`Code of “${title}”`)}\n`,
    ...remedy.code.map(({ text }) => `\n${text.trimEnd()}\n`),
  ]
}
