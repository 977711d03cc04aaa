// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { sweepCsv } from '#core/export/sweep-csv'
import { sweepJson } from '#core/export/sweep-json'
import { printable, printableJson } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText, tellWarnings } from '../describe'
import { orFail, usageError } from '../exit'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { type CommandContext, openSession } from '../session'
import { sweepText } from '../sweep-text'
import { axisOf, stepOption, type Variation, varyOption } from '../vary-option'

interface SweepOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly vary: Variation
  readonly step?: number
  readonly resize?: boolean
  readonly format: Format
}

const HELP = `
Everything that is not varied is as --input-shape and the other options say. Values that do not work for the model stay
in the table with the reason. Sizes with a step of their own: 32 for height and width, else 1. All figures are modelled.

Examples:
  convscope sweep model.onnx --vary height,width=224..1024 --profile mnn-2.8.1
  convscope sweep model.onnx --vary batch=1..16 --csv > batches.csv
  convscope sweep model.onnx --vary threads=1,2,4,8
  convscope sweep model.onnx --vary memory
  convscope sweep model.onnx --vary height,width=224,512,224 --resize`

export function addSweep(program: Command, context: CommandContext): void {
  const command = program
    .command('sweep')
    .description('memory against input size, batch, threads or a setting, and where algorithms change')
  addConfigurationOptions(addFormatOptions(addModelOptions(command)))
    .addOption(varyOption().makeOptionMandatory())
    .addOption(stepOption())
    .option('--resize', 'also what one session holds that is resized to these sizes in their order')
    .addHelpText('after', HELP)
    .action(async (model: string, options: SweepOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const { terminal } = context
      const { view } = session
      const configuration = session.configuration(configurationChoice(options))
      const axis = axisOf(options.vary, view, options.step)
      const resized = options.resize === true
      if (resized && axis.kind !== 'size') throw usageError('--resize is for sizes of inputs.')
      const result = await session.sweep(configuration, axis, resized)
      const [first] = result.points
      if (first !== undefined && !result.points.some(({ outcome }) => outcome.ok)) orFail(first.outcome)
      if (options.format === 'table') {
        terminal.out(`${terminal.colours.bold(printable(view.fileName))} under ${configurationText(configuration)}\n\n`)
        terminal.out(sweepText(terminal, result))
        return
      }
      tellWarnings(context, [view])
      terminal.out(options.format === 'csv' ? sweepCsv(result) : printableJson(sweepJson(result, view.fileName)))
    })
}
