// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ModelShelf } from '../../../../golden/model-shelf'
import type { SessionRow } from '../../../../golden/rows'
import { sessionOutcome } from '../../../../golden/sessions'
import { fixtureRows } from './golden-data'

const models = fileURLToPath(new URL('../../../../../../shared/models', import.meta.url))
const shelf = new ModelShelf([models])
const sized = ['mnn-sessions.json', 'mnn-more-sessions.json']
  .flatMap(fixtureRows)
  .flatMap(({ kind, row }): SessionRow[] => (kind === 'session' && row.sessionInfoMiB !== 0 ? [row] : []))

describe.skipIf(!existsSync(models))('whole models against MNN processes (skipped where ../shared is absent)', () => {
  it.each([...new Set(sized.map(({ model }) => model))])(
    '%s: session memory within 1 % or the decimal that MNN reports, resident set within 5 %',
    async (model) => {
      const opened = await shelf.load(model)
      if (!opened?.ok) throw new Error(`no file for ${model}`)
      const rows = sized.filter((row) => row.model === model)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) {
        const judged = sessionOutcome(row, opened.value)
        if (!judged?.ok) throw new Error(`no plan for ${model}`)
        expect(judged.value.wrong, judged.value.label).toEqual([])
      }
    },
    120_000,
  )
})
