import { type BrowserWindow, dialog, type FileFilter } from 'electron'

/** Path the user chose, or null. */
export async function chooseFile(window: BrowserWindow, title: string, filters: FileFilter[]): Promise<string | null> {
  const answer = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })
  return answer.canceled ? null : (answer.filePaths[0] ?? null)
}

export async function chooseSavePath(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog(window, { defaultPath: suggestedName })
  return answer.canceled || !answer.filePath ? null : answer.filePath
}
