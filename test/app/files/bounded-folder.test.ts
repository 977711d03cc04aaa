// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepWithin } from '#app/files/bounded-folder'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convscope-bounded-'))
  for (const [name, second] of [
    ['first.json', 1],
    ['second.json', 2],
    ['third.json', 3],
    ['other.txt', 0],
  ] as const) {
    writeFileSync(join(folder, name), 'x'.repeat(100))
    utimesSync(join(folder, name), second, second)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a folder with bounds', () => {
  it.each([
    ['files', { files: 2, bytes: 1000 }],
    ['bytes', { bytes: 250 }],
  ])('keeps what was written last, by %s, and what has other names', (_, bounds) => {
    keepWithin(folder, '.json', bounds)
    expect(readdirSync(folder).sort()).toEqual(['other.txt', 'second.json', 'third.json'])
  })

  it('keeps all within its bounds, and is none where there is no folder', () => {
    keepWithin(folder, '.json', { files: 3, bytes: 300 })
    expect(readdirSync(folder)).toHaveLength(4)
    expect(() => keepWithin(join(folder, 'missing'), '.json', { bytes: 1 })).not.toThrow()
  })
})
