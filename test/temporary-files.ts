// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Before the tests of Vitest or Playwright: all their temporary files go into one folder, which is removed after them. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-test-'))
  Object.assign(process.env, { TMPDIR: folder, TEMP: folder })
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
