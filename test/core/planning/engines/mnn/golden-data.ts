// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type GoldenRow, readGolden } from '../../../../golden/rows'

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

/** The project's own copy. */
export function fixtureRows(name: string): GoldenRow[] {
  return readGolden(path(`../../../../fixtures/golden/${name}.gz`))
}

/** The measurements beside the checkout; null where absent, or where the project's own copy is the same. */
export function sharedRows(name: string): GoldenRow[] | null {
  const file = path(`../../../../../../shared/golden/${name}`)
  return existsSync(file) && !isCopied(name, readFileSync(file)) ? readGolden(file) : null
}

function isCopied(name: string, content: Buffer): boolean {
  const copy = path(`../../../../fixtures/golden/${name}.gz`)
  return existsSync(copy) && gunzipSync(readFileSync(copy)).equals(content)
}
