// SPDX-License-Identifier: Apache-2.0
import { join, resolve } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import { isWithin } from '#core/model/external-files'

/** Files that the page may have read: those that the user has named by other ways than through the page. */
export interface GrantedFiles {
  /** The user chose it, dropped it, double-clicked it, or named it on a command line. */
  grant(path: string): void
  admit(path: string): Promise<Result<string>>
}

interface Always {
  /** Files that the user opened before. */
  recent(): readonly string[]
  /** Our own. */
  readonly samplesFolder: string
}

/**
 * A page is drawn from files of strangers. Were it ever turned against the user, it must not read what it likes: a path
 * that it names is read only where the user has named that file.
 */
export function createGrantedFiles({ recent, samplesFolder }: Always): GrantedFiles {
  const granted = new Set<string>()
  return {
    grant: (path) => void granted.add(resolve(path)),
    async admit(path) {
      // The list of recent files is there once the application is, which asks first while it is made.
      await null
      const file = resolve(path)
      if (granted.has(file) || isWithin(samplesFolder, file) || recent().some((each) => resolve(each) === file))
        return ok(path)
      return fail({
        code: 'file/unreadable',
        message: { id: 'problem.notGranted', path },
        hint: { id: 'hint.chooseFile' },
        file: path,
      })
    },
  }
}

/** Where samples are written (app/application.ts). */
export function samplesFolder(dataFolder: string): string {
  return join(dataFolder, 'samples')
}
