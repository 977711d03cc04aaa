// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { foundingCase } from '../../golden/founding-case-page'

it('the page of the founding case says what the profiles say', () => {
  const page = fileURLToPath(new URL('../../../main/core/planning/engines/mnn/founding-case.md', import.meta.url))
  expect(readFileSync(page, 'utf8')).toBe(foundingCase())
})
