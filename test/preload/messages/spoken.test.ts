// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Read in a terminal only, which is English. */
const TERMINAL = 'main/hosts/cli/'

it('says nothing in main and renderer that has its language already', () => {
  const files = ['main', 'renderer'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  )
  expect(files.length).toBeGreaterThan(500)
  const speaking = files.filter((file) => /\bspoken\(|id: 'text'/.test(readFileSync(file, 'utf8')))
  expect(speaking.filter((file) => !file.startsWith(TERMINAL))).toEqual([])
})
