// SPDX-License-Identifier: Apache-2.0
import type { Say } from '#messages/message'
import { visible } from '#messages/visible'

/** As much as stands in a dialog with its buttons in sight. */
const LONGEST = 1000
/** Of which the end: what a command does is said at its beginning. */
const END = 300

const PLAIN = /^[\w@%+=:,./-]+$/

/**
 * The words of a command for a question whether to start it, as a shell would take them. The page chooses the words, so
 * that none may look like two, like none, or like a sentence of ours.
 */
export function commandText(command: readonly string[], say: Say): string {
  const text = command.map(quoted).join(' ')
  if (text.length <= LONGEST) return text
  const characters = text.length - LONGEST
  const left = say({ id: 'dialog.leftOut', characters })
  return `${text.slice(0, LONGEST - END)}\n\n${left}\n\n${text.slice(-END)}`
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`
}
