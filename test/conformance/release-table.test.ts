// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { releaseTable } from '../golden/release-table-page'

const ROOT = resolve(import.meta.dirname, '../..')
const MODELS = resolve(ROOT, '../shared/models')

it.skipIf(!existsSync(MODELS))(
  'the table of releases says what the profiles say (skipped where ../shared is absent)',
  async () => {
    const page = resolve(ROOT, 'main/core/planning/engines/mnn/releases/memory.md')
    expect(await releaseTable(MODELS)).toBe(readFileSync(page, 'utf8'))
  },
)
