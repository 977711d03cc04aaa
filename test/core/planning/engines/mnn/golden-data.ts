// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type GoldenRow, readGolden } from '../../../../golden/rows'

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

/** The project's own copy. */
export function fixtureRows(name: string): GoldenRow[] {
  return readGolden(path(`../../../../fixtures/golden/${name}.gz`))
}

/** The full measurements beside the checkout; null where absent. */
export function sharedRows(name: string): GoldenRow[] | null {
  const file = path(`../../../../../../shared/golden/${name}`)
  return existsSync(file) ? readGolden(file) : null
}
