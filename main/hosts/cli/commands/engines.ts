// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { enginesCsv, enginesJson } from '#core/export/ladders'
import { printable, printableJson } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText } from '../describe'
import { enginesTable } from '../engines-text'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { type CommandContext, openSession } from '../session'
import { addTimesOption } from '../times-option'

interface EnginesOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly format: Format
}

const HELP = `
Threads and instruction set are those of the configuration; a setting of it holds in every engine that has it. Time is
modelled, against that configuration. Where the meaning of a setting has changed between releases (MNN's memory mode) and
it has its default, what asks for least memory is shown, too. All figures are modelled.

Examples:
  convscope engines model.onnx --threads 4
  convscope engines model.onnx --profile ncnn-20260526 --winograd false --csv > engines.csv`

export function addEngines(program: Command, context: CommandContext): void {
  const command = program
    .command('engines')
    .description('what a model takes in every engine and release: at load, at its peak, after a run, and modelled time')
  addTimesOption(addConfigurationOptions(addFormatOptions(addModelOptions(command))))
    .addHelpText('after', HELP)
    .action(async (model: string, options: EnginesOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const { terminal } = context
      const configuration = session.configuration(configurationChoice(options))
      const ladders = await session.engines(configuration)
      if (options.format === 'json') terminal.out(printableJson(enginesJson(ladders)))
      else if (options.format === 'csv') terminal.out(enginesCsv(ladders))
      else {
        const name = terminal.colours.bold(printable(session.view.fileName))
        terminal.out(`${name} in every engine, against ${configurationText(configuration)}\n\n`)
        terminal.out(enginesTable(terminal, ladders))
      }
    })
}
