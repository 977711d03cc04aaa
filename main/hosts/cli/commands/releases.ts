// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { laddersCsv, laddersJson } from '#core/export/ladders'
import { hasReleases } from '#core/planning/succession'
import { printable, printableJson } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText } from '../describe'
import { usageError } from '../exit'
import { ladderValues } from '../ladder-values'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format } from '../output'
import { releasesTable } from '../releases-text'
import { type CommandContext, openSession } from '../session'

interface ReleasesOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly format: Format
}

const HELP = `
The engine and build are those of the profile: mnn-2.8.1-low-memory stands for all low-memory builds. Where the meaning of
a setting has changed (MNN's memory mode) and none is named, both its default and what asks for least memory are shown.
All figures are modelled.

Examples:
  convscope releases model.mnn --threads 4
  convscope releases model.mnn --memory low --csv > releases.csv`

export function addReleases(program: Command, context: CommandContext): void {
  const command = program
    .command('releases')
    .description('what a model takes in every release of an engine, and which rule changed it')
  addConfigurationOptions(addFormatOptions(addModelOptions(command)))
    .addHelpText('after', HELP)
    .action(async (model: string, options: ReleasesOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const { view } = session
      const { terminal } = context
      const choice = configurationChoice(options)
      const configuration = session.configuration(choice)
      if (!hasReleases(configuration)) {
        throw usageError(`Releases before and after ${configuration.profile} are not known.`)
      }
      const ladders = await session.releases(configuration, ladderValues(configuration, choice))
      if (options.format === 'json') terminal.out(printableJson(laddersJson(view, ladders)))
      else if (options.format === 'csv') terminal.out(laddersCsv(ladders))
      else {
        for (const { configuration: each, releases } of ladders) {
          terminal.out(
            `${terminal.colours.bold(printable(view.fileName))} under ${configurationText(each)}, in every release\n\n`,
          )
          terminal.out(`${releasesTable(terminal, view, releases)}\n`)
        }
      }
    })
}
