// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

/** The Chromium of the window (114) draws these black where the mixed colour is a variable; by way of one more variable it does not. */
const DRAWN_BLACK = /(?:box-shadow|border):[^;{}]*color-mix\([^;{}]*var\(/g

it('shadows and borders take mixed colours from a variable', () => {
  const found = trackedFiles()
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(DRAWN_BLACK)].map(([rule]) => `${file}: ${rule}`),
    )
  expect(found).toEqual([])
})
