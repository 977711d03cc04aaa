// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { gpuCase } from '../../../../../golden/gpu-case-page'

it('the page of MNN#4782 says what the profiles say', () => {
  const url = new URL('../../../../../../main/core/planning/engines/mnn/opencl-case.md', import.meta.url)
  const page = readFileSync(fileURLToPath(url), 'utf8')
  expect(page).toBe(gpuCase())
  expect(page).toContain('838,860,800 bytes of transformed input and 838,860,800 bytes of transformed output')
})
