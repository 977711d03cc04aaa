// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

/** A table by any name, as an object: `const NAMES: Readonly<Record<string, T>> = {…}`. */
const OBJECT = /^\s*(?:export )?const \w+: (?:Readonly<)?Record<string, [^=]*>>? = \{\s*[^}\s.]/m

it('tables by names that may come from files have no members of objects: they are made by table()', () => {
  const sources = trackedFiles().filter((file) => /^main\/.*\.ts$/.test(file) && existsSync(join(ROOT, file)))
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.filter((file) => OBJECT.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([])
})

it('the rule finds what it is about', () => {
  for (const line of [
    'const NAMES: Readonly<Record<string, string>> = {\n  a: "b",',
    'export const A: Record<string, Translate> = { b }',
    "  const MODES: Readonly<Record<string, Extract<O, { kind: 'x' }>['y']>> = {\n  a,",
  ])
    expect(line).toMatch(OBJECT)
  for (const line of ['const A = table<string>({ b })', 'const record: Record<string, unknown> = {}'])
    expect(line).not.toMatch(OBJECT)
})
