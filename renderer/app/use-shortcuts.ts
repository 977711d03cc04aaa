import { type HotkeyItem, useHotkeys } from '@mantine/hooks'
import type { Command } from '../ui/command'

/** Where keys without a modifier are text. */
const TYPING = ['INPUT', 'TEXTAREA', 'SELECT']

/** Listens to the keys of the commands. */
export function useShortcuts(commands: readonly Command[]): void {
  useHotkeys(hotkeys(commands.filter((command) => command.everywhere)), [])
  useHotkeys(hotkeys(commands.filter((command) => !command.everywhere)), TYPING)
}

function hotkeys(commands: readonly Command[]): HotkeyItem[] {
  return commands
    .filter((command) => !command.byMenu)
    .flatMap(({ keys = [], run }) => keys.map((key): HotkeyItem => [key, () => void run()]))
}
