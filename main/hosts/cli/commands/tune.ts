// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import type { ProfileTraits } from '#contract/configuration'
import { PROFILES } from '#core/planning/engines/index'
import { english } from '#messages/say'
import {
  addConfigurationOptions,
  type ConfigurationOptions,
  configurationChoice,
  withChoice,
} from '../configuration-options'
import { addModelOptions, type InputShape } from '../model-options'
import { type CommandContext, openSession } from '../session'
import { facts } from '../table'

interface TuneOptions extends ConfigurationOptions {
  readonly inputShape: readonly InputShape[]
  readonly clear?: boolean
}

/** Measured kernel times: what the high memory mode of Convscope's own engine chooses by. */
export function addTune(program: Command, context: CommandContext): void {
  const { terminal } = context
  const command = program
    .command('tune')
    .description('measures the kernels of Convscope’s own engine on a model’s layers, for its high memory mode')
    .option('--clear', 'first forget all times that were measured before, of whatever model')
  addConfigurationOptions(addModelOptions(command)).action(async (model: string, options: TuneOptions) => {
    const session = await openSession(context, model, options.inputShape)
    const { id: profile, measuredUnder: settings = {} } = measuredProfile()
    const choice = withChoice(configurationChoice(options), { profile, settings })
    const configuration = session.configuration(choice)
    const { kernels, measured, kept, path } = await session.tune(configuration, options.clear === true)
    terminal.out(
      facts(terminal, [
        ['Kernels measured', `${measured} of ${kernels}`],
        ['Times kept', `${kept}`],
        ['In', path],
      ]),
    )
    for (const note of (await session.plan(configuration)).notes) {
      if (note.id.startsWith('note.tuned')) terminal.out(`${english(note)}\n`)
    }
  })
}

/** The one whose choices can rest on measured times. */
function measuredProfile(): ProfileTraits {
  const found = PROFILES.find(({ traits }) => traits.measuredUnder !== undefined)
  if (found === undefined) throw new Error('no engine chooses by measured times')
  return found.traits
}
