// SPDX-License-Identifier: Apache-2.0
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Listing } from '#contract/browser'
import { fail, ok, type Result } from '#contract/errors'
import { isWithin } from '#core/model/external-files'
import { readingCause } from '#core/model/file-cause'
import { refuseUnlessAnswering } from '#core/model/regular-file'

/** The part of the disk that a page may reach: what is below `root`, and files it has sent itself. */
export interface ServedFiles {
  readonly root: string
  /** The real path of a file or folder that may be read; relative paths are below the root. */
  admit(path: string): Promise<Result<string>>
  /** What may be seen of a folder: folders, and files with one of the extensions ('*': any). */
  list(folder: string, extensions: readonly string[]): Promise<Listing>
}

/** `uploads` is the folder of files that the page has sent. */
export async function servedFiles(folder: string, uploads: string): Promise<ServedFiles> {
  const root = await realpath(folder)
  const roots = [root, await realpath(uploads)]

  const admit = async (path: string): Promise<Result<string>> => {
    const why = await refuseUnlessAnswering(resolve(root, path)).then(() => null, readingCause)
    if (why !== null)
      return fail({ code: 'file/unreadable', message: { id: 'problem.cannotOpen', file: path, why }, file: path })
    // Links are followed first, so that none leads outside.
    const real = await realpath(resolve(root, path)).catch(() => null)
    if (real !== null && roots.some((each) => isWithin(each, real))) return ok(real)
    const outside = real !== null || !isWithin(root, resolve(root, path))
    return outside
      ? fail({
          code: 'file/unreadable',
          message: { id: 'problem.notServed', path, root },
          hint: { id: 'hint.serveOther' },
          file: path,
        })
      : fail({
          code: 'file/not-found',
          message: { id: 'problem.cannotOpen', file: path, why: { id: 'file.missing' } },
          file: path,
        })
  }

  return {
    root,
    admit,
    async list(wanted, extensions) {
      const admitted = await admit(wanted)
      const inRoot = admitted.ok && isWithin(root, admitted.value) && (await isFolder(admitted.value))
      const at = inRoot ? admitted.value : root
      const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
      const visible = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => a.name.localeCompare(b.name))
      const fits = (name: string) =>
        extensions.includes('*') || extensions.some((each) => name.toLowerCase().endsWith(`.${each}`))
      const files = visible.filter((entry) => entry.isFile() && fits(entry.name))
      return {
        folder: at,
        parent: at === root ? null : dirname(at),
        folders: visible.filter((entry) => entry.isDirectory()).map(({ name }) => name),
        files: await Promise.all(files.map(async ({ name }) => ({ name, bytes: await size(join(at, name)) }))),
      }
    },
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true
}

async function size(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
