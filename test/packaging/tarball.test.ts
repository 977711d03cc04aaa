// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../core/model/support/temporary-folder'

const ROOT = resolve(import.meta.dirname, '../..')
const isBuilt =
  existsSync(join(ROOT, 'out/main/cli.cjs')) && existsSync(join(ROOT, 'native/build/Release/convscope.node'))
const folder = temporaryFolder()

/** Where there is Node and nothing else: no compiler, no CMake, no Python, no registry. */
const options = () => ({
  cwd: folder('empty'),
  env: { PATH: folder('bin'), HOME: folder(''), npm_config_offline: 'true', npm_config_cache: folder('cache') },
})

function spawned(command: string, ...args: string[]) {
  return spawnSync(folder(`bin/${command}`), args, { ...options(), encoding: 'utf8' })
}

function alone(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawned(command, ...args)
  expect(status, stderr).toBe(0)
  return stdout
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

  test('goes through an upgrade: inspects, saves what is accepted, checks the version to come, advises', () => {
    expect(alone('convscope', 'inspect', 'sample:iresnet100', '--json')).toContain('"format": "onnx"')
    const machine = ['-t', '4', '--isa', 'avx2']
    const before = ['export', 'sample:iresnet100', 'mnn-1.0.1', '-m', 'low', ...machine, '-o', 'accepted.json']
    alone('convscope', ...before)
    const check = ['check', 'sample:iresnet100', '--baseline', 'accepted.json', '--max-growth', '5%']
    expect(alone('convscope', ...check, '-p', 'mnn-3.6.1')).toContain('pass  The modelled total went from')
    const refused = spawned('convscope', ...check, '-p', 'mnn-2.8.1', '--junit', 'memory.xml')
    expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining('stage4.1.conv1') })
    expect(readFileSync(folder('empty/memory.xml'), 'utf8')).toContain('failures="1"')
    const advice = alone('convscope', 'advise', 'sample:iresnet100', '-p', 'mnn-2.8.1', '-m', 'low', ...machine)
    expect(advice).toContain('Build with -DMNN_LOW_MEMORY=ON')
  })

  test('serves its page to who has the token', async () => {
    const server = spawn(folder('bin/convscope'), ['serve', '--port', '0'], options())
    const address = await new Promise<string>((printed) => {
      server.stdout.once('data', (line: Buffer) => printed(line.toString().trim()))
    })
    const page = await fetch(address)
    expect({ status: page.status, isPage: (await page.text()).includes('<div id="root">') }).toEqual({
      status: 200,
      isPage: true,
    })
    server.kill('SIGTERM')
    const [code] = await once(server, 'exit')
    expect(code).toBe(0)
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
