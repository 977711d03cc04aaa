// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import type { Machine } from '#contract/machine'
import { machineSteps } from '#core/machine/machine-file'
import { readMachine } from '#core/machine/read-machine'
import { finish } from '#core/planning/steps'
import { loadTimedEngine } from '#core/timed-engine'
import { orFail } from './exit'
import type { CommandContext } from './session'
import { HERE } from './times-option'

/** The machine that --times-for names. */
export async function machineNamed(
  name: string,
  { appRoot, dataFolder, folder }: Pick<CommandContext, 'appRoot' | 'dataFolder' | 'folder'>,
): Promise<Machine> {
  if (name !== HERE) return orFail(await readMachine(resolve(folder, name)))
  return finish(machineSteps(orFail(loadTimedEngine(appRoot, dataFolder)), dataFolder, false))
}
