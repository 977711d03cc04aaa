// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './tracked-files'

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8')

interface Locked {
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
}

// Licences and versions of what ships are held by test/packaging/licences.test.ts, against the build.

it('every package is from the registry, held by its hash, and of one stated version', () => {
  const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> }
  const { devDependencies, dependencies = {} } = JSON.parse(text('package.json')) as Record<
    'devDependencies' | 'dependencies',
    Record<string, string>
  >
  const loose = Object.entries(packages).filter(
    ([path, { integrity, resolved = 'https://registry.npmjs.org/' }]) =>
      path !== '' && !(integrity?.startsWith('sha512-') && resolved.startsWith('https://registry.npmjs.org/')),
  )
  expect(loose).toEqual([])
  const ranges = Object.entries({ ...devDependencies, ...dependencies }).filter(
    ([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version),
  )
  expect(ranges).toEqual([])
})

it('no package runs a script when it is installed', () => {
  expect(text('.npmrc')).toMatch(/^ignore-scripts=true$/m)
})

it('SECURITY.md says where to report, privately', () => {
  expect(text('SECURITY.md')).toContain('Report a vulnerability')
})
