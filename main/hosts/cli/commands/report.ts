// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { openSettings } from '#app/settings/settings'
import type { GrowthLimit } from '#contract/verdict'
import { htmlReport } from '#core/export/report/report'
import { LANGUAGES, type Language, languageOf } from '#messages/languages'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { readAdvisable } from '../entries'
import { usageError } from '../exit'
import { type Growth, parseGrowth, parseSize, type Size } from '../figures'
import { addShapeOption, type InputShape } from '../model-options'
import { deliver } from '../output'
import type { CommandContext } from '../session'
import { addTimesOption } from '../times-option'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface ReportOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly run?: boolean
  readonly releases?: boolean
  readonly maxGrowth?: Growth
  readonly maxPeak?: Size
  readonly output?: string
  readonly language?: Language
}

const EXAMPLES = `
Examples:
  convscope report model.mnn mnn-1.0.1 mnn-2.8.1 --memory low --max-growth 5% --output report.html
  convscope report model.mnn mnn-1.0.1 mnn-2.8.1 --releases --output report.html
  convscope report before.json after.json > report.html`

export function addReport(program: Command, context: CommandContext): void {
  const command = program
    .command('report')
    .description(
      'one HTML page with question, answer, causes and remedy, which opens offline and prints on two or three sheets',
    )
    .argument('<what...>', 'MODEL and configurations as for compare, or saved documents; the first is the baseline')
  addRunOptions(addTimesOption(addConfigurationOptions(addShapeOption(command))))
    .option('--run', 'run every configuration and report what was measured')
    .option('--releases', 'add what the model takes in every release of the engine, and which rule changed it')
    .addOption(
      new Option('--max-growth <growth>', 'give a verdict: most over the baseline, 5% or 20MB').argParser(parseGrowth),
    )
    .addOption(new Option('--max-peak <size>', 'give a verdict: most memory, such as 500MB').argParser(parseSize))
    .addOption(
      new Option('--language <tag>', 'language of the page (default: that of the window)').choices(
        LANGUAGES.map(({ tag }) => tag),
      ),
    )
    .addOption(new Option('-o, --output <file>', 'where to save; without it, standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async (what: readonly string[], options: ReportOptions) => {
      const [first, ...others] = await readAdvisable(context, what, {
        inputShape: options.inputShape,
        shared: configurationChoice(options),
        ...(options.run === true ? { run: await runOptions(context, options) } : {}),
      })
      if (first === undefined) throw usageError('There is nothing to report.')
      const limit = verdictLimit(options)
      const advice = await (others[0] ?? first).advise?.()
      const ladders = options.releases === true ? await first.releases?.() : undefined
      if (options.releases === true && !ladders) {
        throw usageError('--releases needs a model file first, under an engine whose releases are known.')
      }
      const page = htmlReport({
        language: options.language ?? languageOfWindow(context.dataFolder),
        units: openSettings(context.dataFolder).get().units,
        appVersion: context.appVersion,
        createdAt: new Date(),
        entries: [first.entry, ...others.map(({ entry }) => entry)],
        ...(advice === undefined ? {} : { advice }),
        ...(ladders ? { ladders } : {}),
        ...(limit === undefined ? {} : { limit }),
      })
      await deliver(context, options.output, page)
    })
}

/** What its settings say, or else the language of the system. */
function languageOfWindow(dataFolder: string): Language {
  return languageOf(openSettings(dataFolder).get().language, Intl.DateTimeFormat().resolvedOptions().locale)
}

/** The limits of the verdict; undefined where none is asked for. */
function verdictLimit({ maxGrowth, maxPeak }: ReportOptions): GrowthLimit | undefined {
  if (maxGrowth === undefined && maxPeak === undefined) return undefined
  return {
    ...maxGrowth?.limit,
    ...(maxPeak === undefined ? {} : { totalBytes: maxPeak.bytes }),
  }
}
