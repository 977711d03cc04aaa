// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { CATEGORIES } from '#contract/categories'
import { type Configuration, type Setting, settingValue, withSetting } from '#contract/configuration'
import { csvText } from '#core/export/csv'
import { profileOf } from '#core/planning/engines/index'
import { printable } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText } from '../describe'
import { usageError } from '../exit'
import { addModelOptions, type InputShape } from '../model-options'
import { addFormatOptions, type Format, json } from '../output'
import { releaseData, releasesTable } from '../releases-text'
import { type CommandContext, openSession } from '../session'

interface ReleasesOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly format: Format
}

const HELP = `
The engine and build are those of the profile: mnn-2.8.1-low-memory stands for all low-memory builds. Without a memory
mode, low and normal are both shown. All figures are modelled.

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
      const configuration = session.configuration(configurationChoice(options))
      const ladders = variants(configuration, options).map((each) => ({
        configuration: each,
        releases: session.releases(each),
      }))
      if (ladders.some(({ releases }) => releases.length === 0)) {
        throw usageError(`Releases before and after ${configuration.profile} are not known.`)
      }
      if (options.format === 'json') {
        const data = ladders.map(({ configuration: each, releases }) => ({
          configuration: each,
          releases: releases.map((release) => releaseData(view, release)),
        }))
        terminal.out(json(data))
      } else if (options.format === 'csv') {
        const rows = ladders.flatMap(({ configuration: each, releases }) =>
          releases.map(({ version, plan }) => [
            version,
            ...Object.values(each.settings).map(String),
            ...CATEGORIES.map((category) => plan.totals[category]),
            plan.totalBytes,
          ]),
        )
        const settings = [...new Set(ladders.flatMap(({ configuration: each }) => Object.keys(each.settings)))]
        terminal.out(csvText([['release', ...settings, ...CATEGORIES, 'total'], ...rows]))
      } else {
        for (const { configuration: each, releases } of ladders) {
          terminal.out(
            `${terminal.colours.bold(printable(view.fileName))} under ${configurationText(each)}, in every release\n\n`,
          )
          terminal.out(`${releasesTable(terminal, view, releases)}\n`)
        }
      }
    })
}

/** Of the setting that asks for least memory both that value and the default, unless one was named. */
function variants(configuration: Configuration, options: object): Configuration[] {
  const settings = profileOf(configuration.profile)?.traits.settings ?? []
  const least = settings.find(({ leastMemory }) => leastMemory !== undefined)
  if (least?.leastMemory === undefined || least.id in options) return [configuration]
  return [least.leastMemory, least.default].map((value) => stated(configuration, least, value))
}

/** With the value also where it is the default, so that every row says it. */
function stated(configuration: Configuration, setting: Setting, value: Setting['default']): Configuration {
  const changed = withSetting(configuration, setting, value)
  return { ...changed, settings: { [setting.id]: settingValue(setting, changed), ...changed.settings } }
}
