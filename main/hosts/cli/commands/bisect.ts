// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { judge } from '#contract/verdict'
import type { PlannedRelease } from '#core/planning/succession'
import { growth, size } from '#messages/figures'
import { printable } from '#messages/visible'
import { remedyTitle } from '../advice-text'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText, layerName } from '../describe'
import { usageError } from '../exit'
import { type Growth, parseGrowth } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { json } from '../output'
import { causeText, releaseData } from '../releases-text'
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
      const all = session.releases(configuration)
      const [from, to] = [indexOf(all, options.from), indexOf(all, options.to)]
      const { limit, text } = options.maxGrowth
      if (from > to) throw usageError(`${options.from} comes after ${options.to}.`)
      const good = all[from]
      const first = all
        .slice(from + 1, to + 1)
        .find(({ plan }) => good !== undefined && !judge(good.plan.totalBytes, plan.totalBytes, limit).passed)
      if (good === undefined || first === undefined) {
        terminal.out(
          options.json === true
            ? json({ first: null })
            : `No release from ${options.from} to ${options.to} takes more than ${text} above ${options.from}, ${size(good?.plan.totalBytes ?? 0)}.\n`,
        )
        return
      }
      const advice = await session.advise(first.plan.configuration)
      const [remedy] = advice.remedies.filter(({ whatIf }) => !whatIf)
      const nameOf = (node: number) => printable(layerName(view, node))
      const title = remedy === undefined ? null : remedyTitle(remedy, nameOf)
      if (options.json === true) {
        terminal.out(json({ good: releaseData(view, good), first: releaseData(view, first), remedy: title }))
        return
      }
      const [was, is] = [good.plan.totalBytes, first.plan.totalBytes]
      terminal.out(
        `${terminal.colours.bold(first.version)} is the first release above the limit: ${size(is)} instead of ${size(was)} in ${good.version} (${growth(was, is)}), ${configurationText(first.plan.configuration)}.\n`,
      )
      for (const cause of first.causes) terminal.out(`  ${causeText(view, cause)}\n`)
      if (remedy !== undefined) terminal.out(`What helps: ${title}, ${size(remedy.totalBytes)} in all.\n`)
    })
}

function indexOf(releases: readonly PlannedRelease[], version: string): number {
  const index = releases.findIndex((release) => release.version === version)
  if (index >= 0) return index
  const [first, last] = [releases[0]?.version, releases.at(-1)?.version]
  throw usageError(
    `There is no release ${version} with these options; there are ${first} … ${last} (convscope profiles).`,
  )
}
