// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { MOST_SESSIONS } from '#contract/sessions'
import { sessionsCsv, sessionsJson } from '#core/export/sessions'
import { printable, printableJson } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText, tellWarnings } from '../describe'
import { usageError } from '../exit'
import { parseCount } from '../figures'
import { addShapeOption, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { type CommandContext, type ModelSession, openSession } from '../session'
import { sessionsText } from '../sessions-text'

interface SessionsOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly count: number
  readonly format: Format
}

const HELP = `
Sessions are made one after another: --count of the first model, then as many of the next. What they share depends on how
they are made, and on the release; every way that the engine has is shown. All figures are modelled.

Examples:
  convscope sessions model.mnn --count 4 --profile mnn-2.8.1
  convscope sessions detect.mnn recognise.mnn --count 1 --profile mnn-3.6.1 --threads 4`

export function addSessions(program: Command, context: CommandContext): void {
  const command = program
    .command('sessions')
    .description('what several sessions hold in one process, of one model or of several')
    .argument('<models...>', 'model files, or sample:NAME')
  addConfigurationOptions(addFormatOptions(addShapeOption(command)))
    .addOption(new Option('-c, --count <sessions>', 'of each model').default(2).argParser(parseCount(1, MOST_SESSIONS)))
    .addHelpText('after', HELP)
    .action(async (models: readonly string[], options: SessionsOptions) => {
      if (models.length * options.count > MOST_SESSIONS) {
        throw usageError(`No more than ${MOST_SESSIONS} sessions are planned together.`)
      }
      const sessions: ModelSession[] = []
      for (const model of models) sessions.push(await openSession(context, model, options.inputShape))
      const [first, ...others] = sessions
      if (first === undefined) throw usageError('A model is needed.')
      const configuration = first.configuration(configurationChoice(options))
      const plan = await first.together(configuration, options.count, others)
      const files = sessions.map(({ view }) => view.fileName)
      const names = files.flatMap((name) => Array.from({ length: options.count }, () => name))
      const { terminal } = context
      if (options.format === 'table') {
        const titles = files.map((name) => terminal.colours.bold(printable(name)))
        terminal.out(`${titles.join(' and ')} under ${configurationText(plan.configuration)}\n\n`)
        terminal.out(sessionsText(terminal, plan, names))
        return
      }
      tellWarnings(
        context,
        sessions.map(({ view }) => view),
      )
      terminal.out(options.format === 'csv' ? sessionsCsv(plan, names) : printableJson(sessionsJson(plan, names)))
    })
}
