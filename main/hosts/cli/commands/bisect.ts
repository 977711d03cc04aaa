// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { settingValue } from '#contract/configuration'
import { firstAbove, type Release } from '#contract/releases'
import { remedyTitle } from '#core/export/advice-text'
import { releaseData } from '#core/export/ladders'
import { redefinedSetting } from '#core/planning/succession'
import { size } from '#messages/figures'
import { printable } from '#messages/visible'
import { ENGLISH } from '#messages/words'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText, layerName, totalText } from '../describe'
import { type CommandFailure, usageError } from '../exit'
import { type Growth, growthText, parseGrowth } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { json } from '../output'
import { causeText } from '../releases-text'
import { type CommandContext, openSession } from '../session'

interface BisectOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly from: string
  readonly to: string
  readonly maxGrowth: Growth
  readonly json?: boolean
}

const HELP = `
Example:
  convscope bisect model.mnn --from 1.0.1 --to 2.8.1 --memory low --max-growth 5%`

export function addBisect(program: Command, context: CommandContext): void {
  const command = program
    .command('bisect')
    .description('the first release in which a model takes too much: the rule that changed, its layers, a remedy')
  addConfigurationOptions(addModelOptions(command))
    .addOption(new Option('--from <release>', 'the release that is good').makeOptionMandatory())
    .addOption(new Option('--to <release>', 'the last release to look at').makeOptionMandatory())
    .addOption(
      new Option('--max-growth <limit>', 'of the total, against the good release: 5% or 20MB')
        .argParser(parseGrowth)
        .default(parseGrowth('5%'), '5%'),
    )
    .option('--json', 'print as JSON')
    .addHelpText('after', HELP)
    .action(async (model: string, options: BisectOptions) => {
      const session = await openSession(context, model, options.inputShape)
      const { terminal } = context
      const { view } = session
      const configuration = session.configuration(configurationChoice(options))
      const { from, to } = options
      const { limit, text } = options.maxGrowth
      const setting = redefinedSetting(configuration)
      const [ladder] = await session.releases(
        configuration,
        setting === null ? [] : [settingValue(setting, configuration)],
      )
      const releases = ladder?.releases ?? []
      const answer = firstAbove(releases, options, limit)
      if (answer === undefined) throw unknownReleases(releases, options)
      const { good, first, unknown } = answer
      const undecided = unknown === null ? null : releaseData(view, unknown)
      const open =
        unknown === null
          ? ''
          : `Not known: from ${unknown.version} on the total is “at least” ${size(unknown.totalBytes)}, and whether that keeps the limit of ${text} above ${from} nobody can say (convscope plan tells what is unknown).\n`
      if (first === null) {
        const none = `No release from ${from} to ${to} takes more than ${text} above ${from}, ${totalText(good.totalBytes, good.lowerBound)}.\n`
        terminal.out(
          options.json === true
            ? json({ good: releaseData(view, good), first: null, unknown: undecided })
            : open || none,
        )
        return
      }
      const remedy = await session.remedy(first.configuration)
      const nameOf = (node: number) => printable(layerName(view, node))
      const title = remedy === null ? null : remedyTitle(ENGLISH, remedy, nameOf)
      if (options.json === true) {
        terminal.out(
          json({ good: releaseData(view, good), first: releaseData(view, first), unknown: undecided, remedy: title }),
        )
        return
      }
      const [was, is] = [good.totalBytes, first.totalBytes]
      terminal.out(
        `${terminal.colours.bold(first.version)} is the first release ${unknown === null ? '' : 'known to be '}above the limit: ${totalText(first.totalBytes, first.lowerBound)} instead of ${totalText(good.totalBytes, good.lowerBound)} in ${good.version} (${growthText(was, is)}), ${configurationText(first.configuration)}.\n${open}`,
      )
      for (const cause of first.causes) terminal.out(`  ${causeText(view, cause)}\n`)
      if (remedy !== null)
        terminal.out(`What helps: ${title}, ${totalText(remedy.totalBytes, remedy.lowerBound)} in all.\n`)
    })
}

function unknownReleases(
  releases: readonly Release[],
  { from, to }: Pick<BisectOptions, 'from' | 'to'>,
): CommandFailure {
  const missing = [from, to].find((version) => releases.every((release) => release.version !== version))
  if (missing === undefined) return usageError(`${from} comes after ${to}.`)
  const [first, last] = [releases[0]?.version, releases.at(-1)?.version]
  return usageError(
    `There is no release ${missing} with these options; there are ${first} … ${last} (convscope profiles).`,
  )
}
