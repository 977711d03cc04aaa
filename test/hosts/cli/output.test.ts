// SPDX-License-Identifier: Apache-2.0
import { existsSync, linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createTerminal } from '#hosts/cli/terminal'
import { commandLine } from './command'

const { run, file, folder } = commandLine()

describe('a result that goes into a file', () => {
  test('takes the place of the old one whole: that is not written into', async () => {
    writeFileSync(file('keep.json'), 'OLD')
    linkSync(file('keep.json'), file('old.json'))
    const args = ['export', 'sample:squeezenet', 'mnn-1.0.1', '--output', 'keep.json']
    expect((await run(...args)).code).toBe(0)
    expect(JSON.parse(readFileSync(file('keep.json'), 'utf8'))).toMatchObject({ schema: 'convscope-document' })
    expect(readFileSync(file('old.json'), 'utf8')).toBe('OLD')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test.skipIf(!existsSync('/dev/full'))('that cannot be written fails with one sentence', async () => {
    const { code, err } = await run('export', 'sample:squeezenet', 'mnn-1.0.1', '--output', '/dev/full')
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('/dev/full could not be written') })
  })
})

describe('standard output that fails', () => {
  const broken = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) })

  test.each([
    ['ENOSPC', 1],
    ['EPIPE', 0],
  ])('%s is told %d times, and throws nothing', async (code, times) => {
    const told: string[] = []
    const stdout = broken(code)
    const terminal = createTerminal({ stdout, stderr: broken(code), env: {} }, ({ message }) => told.push(message))
    terminal.err('x')
    terminal.out('x')
    await new Promise((closed) => stdout.once('close', closed))
    expect(told).toHaveLength(times)
  })
})
