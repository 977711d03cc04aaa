// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'

/** A machine of a command line: the one that it runs on. */
export const HERE = 'here'

/** On commands that tell modelled times. */
export function addTimesOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--times-for <machine>',
      `model times of other engines for a machine: “${HERE}”, or a file with what “convscope machine --json” printed there`,
    ),
  )
}
