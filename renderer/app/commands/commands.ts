// SPDX-License-Identifier: Apache-2.0
import { COMMAND_GROUPS, type Command, type CommandGroup } from '../../ui/command'
import type { CommandState, Entry } from './command-state'
import { compare, configuration, run } from './configure'
import { go, graph } from './explore'
import { file, windowCommands } from './window'

const GROUPS: Readonly<Record<CommandGroup, (state: CommandState) => readonly Entry[]>> = {
  go,
  graph,
  file,
  configuration,
  run,
  compare,
  window: windowCommands,
}

/** Those that there are without a model. */
const ALWAYS: readonly CommandGroup[] = ['file', 'window']

/**
 * Everything the window can be told by key or by name: shortcuts, the command palette and the list of keys are
 * made of this one list. Keys are Netron's where it has them.
 */
export function commandsFor(state: CommandState): readonly Command[] {
  const groups = state.model === null ? ALWAYS : COMMAND_GROUPS
  return groups.flatMap((group) => GROUPS[group](state).map((entry) => ({ ...entry, group })))
}
