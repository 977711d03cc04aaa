// SPDX-License-Identifier: Apache-2.0
import { getHotkeyHandler, type HotkeyItem } from '@mantine/hooks'
import { useEffect } from 'react'
import type { Command } from '../ui/command'

/** Listens to the keys of the commands; while a text is being typed, only to those that are meant everywhere. */
export function useShortcuts(current: () => readonly Command[]): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const commands = current()
      const away = !isTyping(event.target) && !isPressed(event)
      getHotkeyHandler(hotkeys(commands.filter(({ everywhere }) => everywhere === true || away)))(event)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [current])
}

function hotkeys(commands: readonly Command[]): HotkeyItem[] {
  return commands
    .filter((command) => !command.byMenu)
    .flatMap(({ keys = [], run }) => keys.flatMap(withShift).map((key): HotkeyItem => [key, () => void run()]))
}

/** Whether a sign needs Shift depends on the keyboard. */
function withShift(key: string): string[] {
  return key === '?' ? [key, `shift+${key}`] : [key]
}

/** Space presses what has the focus where that can be pressed. */
function isPressed({ key, target }: KeyboardEvent): boolean {
  return key === ' ' && target instanceof Element && target.matches(PRESSABLE)
}

const PRESSABLE =
  'button, a, summary, input, [role="button"], [role="tab"], [role="option"], [role="switch"], [role="menuitem"]'

/** Radio buttons and check boxes are inputs too, but take no text. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox|button|range)$/.test(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}
