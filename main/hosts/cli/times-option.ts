// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { Machine } from '#contract/machine'
import { machineSteps } from '#core/machine/machine-file'
import { readMachine } from '#core/machine/read-machine'
import { finish } from '#core/planning/steps'
import { loadTimedEngine } from '#core/timed-engine'
import { orFail } from './exit'
import type { CommandContext } from './session'

const HERE = 'here'

/** On commands that tell modelled times. */
export function addTimesOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--times-for <machine>',
      `model times of other engines for a machine: “${HERE}”, or a file with what “convscope machine --json” printed there`,
    ),
  )
}

/** The machine that a command's options name; undefined where they name none. */
export async function timesFor(
  { timesFor: named }: { readonly timesFor?: string },
  { appRoot, dataFolder, folder }: Pick<CommandContext, 'appRoot' | 'dataFolder' | 'folder'>,
): Promise<Machine | undefined> {
  if (named === undefined) return undefined
  if (named !== HERE) return orFail(await readMachine(resolve(folder, named)))
  return finish(machineSteps(orFail(loadTimedEngine(appRoot, dataFolder)), dataFolder, false))
}
