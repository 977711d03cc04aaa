// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BundledPackage } from '#contract/licences'

const ROOT = resolve(import.meta.dirname, '../..')
const LIST = join(ROOT, 'out/renderer/licences.json')

/** What may be given on with an application under Apache-2.0. */
const ACCEPTED = /^(MIT|ISC|BSD(-[23]-Clause)?|Apache-2\.0|0BSD|MPL-2\.0|EPL-2\.0|Unlicense|CC0-1\.0)$/

/** Packages that sources name: an independent, smaller list. Types are no code. */
function importedPackages(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(ROOT, folder, file), 'utf8')
      return [...source.matchAll(/^import(?! type\b)[^'=]*'((?:@[\w.-]+\/)?[a-z][\w.-]*)/gm)]
    })
    .map(([, name = '']) => name)
    .filter((name) => name !== 'electron' && name !== 'node')
}

describe.runIf(existsSync(LIST))('licences.json of the build', () => {
  const packages = () => JSON.parse(readFileSync(LIST, 'utf8')) as BundledPackage[]

  test('lists Convscope, every package that sources import, and what those import', () => {
    const listed = new Set(packages().map(({ name }) => name))
    const imported = new Set(['main', 'preload', 'renderer'].flatMap(importedPackages))
    expect([...imported]).toEqual(expect.arrayContaining(['react', 'zustand', 'flatbuffers', 'commander', 'ws']))
    expect([...imported].filter((name) => !listed.has(name))).toEqual([])
    const indirect = [
      'scheduler',
      '@floating-ui/core',
      'd3-selection',
      'node-addon-api',
      'lodash',
      'xmlbuilder',
      'string-width',
    ]
    expect([...listed]).toEqual(expect.arrayContaining(['convscope', ...indirect]))
  })

  test('lists no tool of the build', () => {
    const tools = ['vite', 'vitest', 'typescript', 'electron', 'electron-builder', '@biomejs/biome', 'playwright-core']
    expect(packages().filter(({ name }) => tools.includes(name))).toEqual([])
  })

  test('lists every package once: two copies are two states, and twice the bytes', () => {
    const names = packages().map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('holds accepted licences only; of a choice, one accepted is enough', () => {
    const accepted = ({ licence }: BundledPackage) =>
      licence
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((choice) => choice.split(' AND ').every((one) => ACCEPTED.test(one)))
    expect(packages().filter((one) => !accepted(one))).toEqual([])
  })

  test('names versions that are installed, with the texts of their licences', () => {
    for (const { name, version, text } of packages()) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/)
      if (name === 'react') expect(text).toContain('Permission is hereby granted, free of charge')
      if (name === 'convscope') expect(text).toContain('Apache License')
    }
  })
})
