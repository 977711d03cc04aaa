// SPDX-License-Identifier: Apache-2.0
import { type BrowserWindow, dialog } from 'electron'
import { atomicFile } from '#app/files/atomic-file'
import type { Host } from '#app/host'
import { fail, ok } from '#contract/errors'
import type { Say } from '#messages/message'

/** What the system's own dialogs ask, over `window`, in the language that `say` speaks. */
export function fileDialogs(window: BrowserWindow, say: Say): Pick<Host, 'chooseFile' | 'saveTo' | 'mayStart'> {
  return {
    async chooseFile({ title, filters }) {
      const offered = filters.map(({ name, extensions }) => ({ name: say(name), extensions: [...extensions] }))
      const answer = await dialog.showOpenDialog(window, {
        title: say(title),
        filters: offered,
        properties: ['openFile'],
      })
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    async mayStart(command) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: say({ id: 'dialog.mayStart' }),
        detail: command.join(' '),
        buttons: [say({ id: 'dialog.start' }), say({ id: 'dialog.cancel' })],
        defaultId: 0,
        cancelId: 1,
      })
      return response === 0 ? ok(undefined) : fail({ code: 'cancelled', message: { id: 'problem.startDeclined' } })
    },
    async saveTo(suggestedName) {
      const { canceled, filePath: path } = await dialog.showSaveDialog(window, { defaultPath: suggestedName })
      return canceled || !path ? null : atomicFile(path)
    },
  }
}
