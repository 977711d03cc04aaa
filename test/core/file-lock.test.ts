// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { locked, lockedNow } from '#core/file-lock'
import { temporaryFolder } from './model/support/temporary-folder'

const folder = temporaryFolder()

describe('a lock of a file', () => {
  it('lets one in after the other, and is gone then', async () => {
    const path = folder('one.json')
    const told: string[] = []
    const work = (name: string) =>
      locked(path, async () => {
        told.push(`${name} in`)
        await new Promise((done) => setTimeout(done, 5))
        told.push(`${name} out`)
      })
    await Promise.all([work('a'), work('b')])
    expect(told.map((each) => each.split(' ')[1])).toEqual(['in', 'out', 'in', 'out'])
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('is taken from a process that is gone, and from one that has held it for long', () => {
    const path = folder('left.json')
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(`${path}.lock`, `${pid} 00`)
    expect(lockedNow(path, () => readFileSync(`${path}.lock`, 'utf8'))).toMatch(`${process.pid} `)
    writeFileSync(`${path}.lock`, `${process.pid} 00`)
    const long = new Date(Date.now() - 60_000)
    utimesSync(`${path}.lock`, long, long)
    expect(lockedNow(path, () => 'done')).toBe('done')
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  it('is given back by work that fails, and does not keep work from failing where there can be none', async () => {
    const path = folder('failing.json')
    await expect(locked(path, () => Promise.reject(new Error('full')))).rejects.toThrow('full')
    expect(existsSync(`${path}.lock`)).toBe(false)
    writeFileSync(folder('file'), '')
    expect(lockedNow(folder('file/below.json'), () => 'tried')).toBe('tried')
  })
})
