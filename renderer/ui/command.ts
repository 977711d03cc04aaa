// SPDX-License-Identifier: Apache-2.0
export const COMMAND_GROUPS = ['go', 'graph', 'file', 'configuration', 'run', 'compare', 'window'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** Something the window can be told by key or by name. */
export interface Command {
  readonly id: string
  readonly group: CommandGroup
  readonly label: string
  /** As Mantine writes them: "mod+shift+P"; mod is ⌘ on a Mac. The first is the one that is shown. */
  readonly keys?: readonly string[]
  /** The key also works while a text is being typed. */
  readonly everywhere?: boolean
  /** The application menu listens to the key; here it is only told. */
  readonly byMenu?: boolean
  run(): void | Promise<void>
}
