import { type Command, Option } from 'commander'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { documentText, readEntries } from '../entries'
import { addShapeOption, type InputShape } from '../model-options'
import { deliver } from '../output'
import type { CommandContext } from '../session'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface ExportOptions extends ConfigurationOptions, RunChoice {
  readonly inputShape: readonly InputShape[]
  readonly run?: boolean
  readonly output?: string
}

const EXAMPLES = `
Examples:
  convscope export model.mnn mnn-1.0.1 mnn-2.8.1 mnn-3.6.1 --memory low --output plans.json
  convscope export before.json after.json --output both.json`

export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .description('saves plans, and runs with --run, as one document that compare, check, report and the window read')
    .argument('<what...>', 'MODEL and configurations as for compare, or saved documents to put together')
  addRunOptions(addConfigurationOptions(addShapeOption(command)))
    .option('--run', 'run every configuration and save what was measured')
    .addOption(new Option('-o, --output <file>', 'where to save; without it, standard output'))
    .addHelpText('after', EXAMPLES)
    .action(async (what: readonly string[], options: ExportOptions) => {
      const entries = await readEntries(context, what, {
        inputShape: options.inputShape,
        shared: configurationChoice(options),
        ...(options.run === true ? { run: runOptions(context, options) } : {}),
      })
      await deliver(context, options.output, documentText(context, entries))
    })
}
