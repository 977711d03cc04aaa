import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../model/support/temporary-folder'

const ROOT = resolve(import.meta.dirname, '../..')
const isBuilt =
  existsSync(join(ROOT, 'out/main/cli.cjs')) && existsSync(join(ROOT, 'native/build/Release/convscope.node'))
const folder = temporaryFolder()

/** Runs a program where there is Node and nothing else: no compiler, no CMake, no Python, no registry. */
function alone(command: string, ...args: string[]): string {
  return execFileSync(folder(`bin/${command}`), args, {
    cwd: folder('empty'),
    encoding: 'utf8',
    env: { PATH: folder('bin'), HOME: folder(''), npm_config_offline: 'true', npm_config_cache: folder('cache') },
  })
}

describe.runIf(isBuilt)('the npm tarball', () => {
  beforeAll(() => {
    for (const name of ['bin', 'empty', 'tarball']) mkdirSync(folder(name))
    const npm = join(dirname(process.execPath), 'npm')
    for (const [name, path] of [
      ['node', process.execPath] as const,
      ['npm', npm] as const,
      ['sh', '/bin/sh'] as const,
    ]) {
      symlinkSync(path, folder(`bin/${name}`))
    }
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder('tarball')], { cwd: ROOT })
    const [tarball = ''] = readdirSync(folder('tarball'))
    expect(statSync(join(folder('tarball'), tarball)).size).toBeLessThan(10 * 2 ** 20)
    alone('npm', 'install', '--no-audit', '--no-fund', join(folder('tarball'), tarball))
    symlinkSync(folder('empty/node_modules/.bin/convscope'), folder('bin/convscope'))
  })

  test('installs without a compiler and without other packages, and runs a model with the engine in it', () => {
    const installed = readdirSync(folder('empty/node_modules')).filter((name) => !name.startsWith('.'))
    expect(installed).toEqual(['convscope'])
    const out = alone('convscope', 'run', 'sample:squeezenet', '-p', 'convscope', '-t', '1', '-n', '1')
    expect(out).toContain('Peak tracked')
  })

  test('has entry points that start nothing but themselves', () => {
    const main = folder('empty/node_modules/convscope/out/main')
    const entries = readdirSync(main).filter((name) => !name.startsWith('chunk-'))
    expect(entries).toEqual(expect.arrayContaining(['cli.cjs', 'run-process.cjs']))
    for (const file of readdirSync(main)) {
      const required = [...readFileSync(join(main, file), 'utf8').matchAll(/require\("\.\/([^"]+)"\)/g)].map(
        ([, name]) => name,
      )
      expect(
        required.filter((name) => entries.includes(name ?? '')),
        file,
      ).toEqual([])
    }
  })

  test('has the page that “convscope serve” needs, and the licences of what it is made of', () => {
    for (const file of ['browser.html', 'licences.json'])
      expect(existsSync(folder(`empty/node_modules/convscope/out/renderer/${file}`)), file).toBe(true)
  })
})
