// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Paths of the project's own files, from its root; also of those that are new and not ignored. */
export function trackedFiles(): readonly string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  return execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean)
}
