// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

const PAGES = trackedFiles().filter(
  (file) => file.endsWith('.md') && !file.startsWith('.github/') && existsSync(join(ROOT, file)),
)

/** Made by commands, so that they are not there in a fresh checkout. */
const MADE = /^(out|dist|node_modules|native\/build|test\/artefacts)\//

/** What stands in backticks and has the form of a path of ours: folders, then a folder or a file with an ending. */
const PATH = /^(?:[\w.@-]+\/)+(?:[\w@.-]+\.(?:tsx?|mjs|cjs|json|md|cc|h|css|yml|gz))?$/

function code(text: string): readonly string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, inner = '']) => inner)
}

function links(text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*/, ''))
  return targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target))
}

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const beside = (path: string) => normalize(join(dirname(page), path))

  it('links to what is there', () => {
    expect(links(text).filter((target) => !existsSync(join(ROOT, beside(target))))).toEqual([])
  })

  it('names files and folders that are there', () => {
    const paths = code(text).filter((name) => PATH.test(name) && !MADE.test(name))
    const missing = paths.filter((path) => ![path, beside(path)].some((place) => existsSync(join(ROOT, place))))
    expect(missing).toEqual([])
  })
})
