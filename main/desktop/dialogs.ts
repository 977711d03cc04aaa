import { writeFile } from 'node:fs/promises'
import { type BrowserWindow, dialog } from 'electron'
import { fail, ok } from '#contract/errors'
import type { Host } from '../services/host'

/** Files chosen and saved by the system's own dialogs, over `window`. */
export function fileDialogs(window: BrowserWindow): Pick<Host, 'chooseFile' | 'save'> {
  return {
    async chooseFile({ title, filters }) {
      const offered = filters.map(({ name, extensions }) => ({ name, extensions: [...extensions] }))
      const answer = await dialog.showOpenDialog(window, { title, filters: offered, properties: ['openFile'] })
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    async save(suggestedName, data) {
      const { canceled, filePath: path } = await dialog.showSaveDialog(window, { defaultPath: suggestedName })
      if (canceled || !path) return ok(null)
      try {
        await writeFile(path, data)
        return ok(path)
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error)
        return fail({ code: 'file/unwritable', message: `${path} could not be written: ${cause}`, file: path })
      }
    },
  }
}
