// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

/** What puts a whole list on the stack, or copies it for every element: a file decides how long lists are. */
const FORBIDDEN = [/Math\.(max|min)\([^()]*\.\.\./, /\.set\([^()]*, \[\.\.\.\(/, /\.push\(\.\.\.[a-z]\w*\)/]

it('lists of any length are read in a loop', () => {
  // Of one region, which has three axes.
  const allowed = new Set(['main/core/planning/engines/mnn/geometry/region.ts'])
  const found = trackedFiles().filter(
    (path) =>
      path.startsWith('main/core/') &&
      path.endsWith('.ts') &&
      !allowed.has(path) &&
      readFileSync(join(ROOT, path), 'utf8')
        .split('\n')
        .some((line) => !line.trimStart().startsWith('//') && FORBIDDEN.some((pattern) => pattern.test(line))),
  )
  expect(found).toEqual([])
})
