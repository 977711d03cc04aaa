// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clearKeptSides, createKeptSides } from '#app/documents/kept-sides'
import { savedModel } from '#core/document/write'
import { entryOf, FOUNDING_A } from '../../core/export/support/saved-network'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import { aModel } from '../../renderer/support/fake-bridge'

const folder = temporaryFolder()
const DAY = 24 * 3_600_000

const side = (label: string) => ({ model: savedModel(aModel('a')), entry: entryOf(label, FOUNDING_A) })

it('is one file however often it is kept, and none where it is too large', async () => {
  const data = folder('often')
  const [one, other] = [createKeptSides(data), createKeptSides(data)]
  const name = await one.write(side('x'), () => 'text')
  expect(await other.write(side('x'), () => 'text')).toBe(name)
  expect(await other.write(side('y'), () => 'text')).not.toBe(name)
  expect(await one.write(side('z'), () => ' '.repeat(33 * 2 ** 20))).toBeNull()
  expect(readdirSync(join(data, 'sides'))).toHaveLength(2)
})

it('gives way to what was used later, once all are too large', async () => {
  const data = folder('large')
  const sides = createKeptSides(data)
  const names: string[] = []
  for (let count = 0; count < 6; count += 1) {
    const name = (await sides.write(side(`${count}`), () => ' '.repeat(30 * 2 ** 20))) ?? ''
    names.push(name)
    const at = Date.now() / 1000 - 100 + count
    utimesSync(join(data, 'sides', `${name}.convscope`), at, at)
    // Used as long as there is one more.
    sides.find(names[0] ?? '')
  }
  const there = names.map((name) => sides.find(name) !== null)
  expect(there).toEqual([true, false, false, true, true, true])
})

it('is cleared a day after it was used, unless a workspace names it', async () => {
  const data = folder('named')
  const sides = createKeptSides(data)
  const write = async (label: string) => (await sides.write(side(label), () => label)) ?? ''
  const [named, unnamed] = [await write('named'), await write('unnamed')]
  mkdirSync(join(data, 'workspaces'))
  writeFileSync(join(data, 'workspaces/a.json'), JSON.stringify({ documents: [{ id: 'document-1', kept: named }] }))
  const path = (name: string) => join(data, 'sides', `${name}.convscope`)
  const { mtimeMs } = statSync(path(unnamed))
  clearKeptSides(data, mtimeMs + DAY - 1000)
  expect(existsSync(path(unnamed))).toBe(true)
  clearKeptSides(data, mtimeMs + DAY + 1000)
  expect([named, unnamed].map((name) => existsSync(path(name)))).toEqual([true, false])
  clearKeptSides(folder('nothing'))
})
