// SPDX-License-Identifier: Apache-2.0
import { type BrowserWindow, dialog } from 'electron'
import type { Host } from '#app/host'
import { fail, ok } from '#contract/errors'
import { wholeFile } from '#core/whole-file'
import type { Say } from '#messages/message'
import { commandText } from './command-text'

/** What the system's own dialogs ask, over `window`, in the language that `say` speaks. What is chosen to be read is granted. */
export function fileDialogs(
  window: BrowserWindow,
  say: Say,
  grant: (path: string) => void,
): Pick<Host, 'chooseFile' | 'saveTo' | 'mayStart'> {
  return {
    async chooseFile({ title, filters }) {
      const offered = filters.map(({ name, extensions }) => ({ name: say(name), extensions: [...extensions] }))
      const answer = await dialog.showOpenDialog(window, {
        title: say(title),
        filters: offered,
        properties: ['openFile'],
      })
      const chosen = answer.canceled ? null : (answer.filePaths[0] ?? null)
      if (chosen !== null) grant(chosen)
      return chosen
    },
    async mayStart(command) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: say({ id: 'dialog.mayStart' }),
        detail: commandText(command, say),
        buttons: [say({ id: 'dialog.start' }), say({ id: 'dialog.cancel' })],
        // Enter starts nothing.
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      })
      return response === 0 ? ok(undefined) : fail({ code: 'cancelled', message: { id: 'problem.startDeclined' } })
    },
    async saveTo(suggestedName) {
      const { canceled, filePath: path } = await dialog.showSaveDialog(window, { defaultPath: suggestedName })
      return canceled || !path ? null : wholeFile(path)
    },
  }
}
