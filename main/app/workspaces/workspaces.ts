// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import { writingCause } from '#core/model/file-cause'
import { readRegularTextNow } from '#core/model/regular-file'
import { writeWhole, writeWholeNow } from '#core/whole-file'
import { keepWithin } from '../files/bounded-folder'

/**
 * What windows leave of models, as text that only windows know: how a workspace was left, by the SHA-256 of the model's
 * file, and where the boxes of its graph stand, which takes long to compute. Losing any of it is no harm.
 */
export interface WorkspaceStore {
  /** null where there is none. */
  load(sha256: string): string | null
  /** Waits for the disk: a window that closes in the same moment loses nothing. */
  keep(sha256: string, text: string): Result<void>
  /** `key`: what the layout is of, in any words. */
  loadLayout(sha256: string, key: string): string | null
  keepLayout(sha256: string, key: string, text: string): Promise<Result<void>>
}

const ENDING = '.json'
/** One layout may take 64 MiB (ipc/schemas.ts), and a page may ask for as many as it likes. */
const WORKSPACES = { files: 200, bytes: 64 * 2 ** 20 }
const LAYOUTS = { files: 60, bytes: 192 * 2 ** 20 }

export function createWorkspaceStore(dataFolder: string): WorkspaceStore {
  const workspaces = join(dataFolder, 'workspaces')
  const layouts = join(dataFolder, 'layouts')
  const layoutName = (sha256: string, key: string) => hash(`${sha256}\n${key}`)
  return {
    load: (sha256) => read(workspaces, hash(sha256)),
    keep(sha256, text) {
      const path = join(workspaces, hash(sha256))
      try {
        mkdirSync(workspaces, { recursive: true })
        writeWholeNow(path, text)
        keepWithin(workspaces, ENDING, WORKSPACES)
        return ok(undefined)
      } catch (error) {
        return unwritable(path, error)
      }
    },
    loadLayout: (sha256, key) => read(layouts, layoutName(sha256, key)),
    async keepLayout(sha256, key, text) {
      const path = join(layouts, layoutName(sha256, key))
      try {
        mkdirSync(layouts, { recursive: true })
        await writeWhole(path, text)
        keepWithin(layouts, ENDING, LAYOUTS)
        return ok(undefined)
      } catch (error) {
        return unwritable(path, error)
      }
    },
  }
}

/** Whatever a page names becomes a file name of its own. */
function hash(text: string): string {
  return `${createHash('sha256').update(text).digest('hex')}${ENDING}`
}

function read(folder: string, name: string): string | null {
  try {
    return readRegularTextNow(join(folder, name))
  } catch {
    return null
  }
}

function unwritable(path: string, error: unknown): Result<never> {
  return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why: writingCause(error) } })
}
