// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

const LINE = 'SPDX-License-Identifier: Apache-2.0'

function begins(file: string): boolean {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^#!.*\n/, '')
  return text.startsWith(file.endsWith('.css') ? `/* ${LINE} */\n` : `// ${LINE}\n`)
}

it('every source file begins with its licence', () => {
  const sources = trackedFiles().filter((file) => /\.(tsx?|mjs|cjs|cc|c|h|css)$/.test(file))
  expect(sources.filter((file) => existsSync(join(ROOT, file)) && !begins(file))).toEqual([])
})
