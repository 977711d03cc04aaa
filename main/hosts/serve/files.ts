// SPDX-License-Identifier: Apache-2.0
import { dirname, join, resolve } from 'node:path'
import type { Listing } from '#contract/browser'
import { fail, ok, type Result } from '#contract/errors'
import { isWithin } from '#core/model/external-files'
import { readingCause } from '#core/model/file-cause'
import { entriesIn, infoOf, orNull, realPathOf } from '#core/model/named-paths'

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
  const root = await realPathOf(folder)
  const roots = [root, await realPathOf(uploads)]

  const admit = async (path: string): Promise<Result<string>> => {
    let real: string | null
    try {
      // Links are followed first, so that none leads outside.
      real = await orNull(realPathOf(resolve(root, path)))
    } catch (error) {
      const why = readingCause(error)
      return fail({ code: 'file/unreadable', message: { id: 'problem.cannotOpen', file: path, why }, file: path })
    }
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
      const visible = (await entriesIn(at).catch(() => []))
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => a.name.localeCompare(b.name))
      const fits = (name: string) =>
        extensions.includes('*') || extensions.some((each) => name.toLowerCase().endsWith(`.${each}`))
      const files = visible.filter((entry) => entry.isFile() && fits(entry.name))
      return {
        folder: at,
        parent: at === root ? null : dirname(at),
        folders: visible.filter((entry) => entry.isDirectory()).map(({ name }) => name),
        files: await Promise.all(
          files.map(async ({ name, bytes }) => ({ name, bytes: bytes ?? (await size(join(at, name))) })),
        ),
      }
    },
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await infoOf(path).catch(() => null))?.isDirectory() === true
}

async function size(path: string): Promise<number> {
  return (await infoOf(path).catch(() => null))?.size ?? 0
}
