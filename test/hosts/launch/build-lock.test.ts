// SPDX-License-Identifier: Apache-2.0
import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../main/hosts/launch/build-lock.mjs'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()

describe('the lock of the native build', () => {
  it('is held by one at a time; who waits is told so', async () => {
    const path = folder('deep/one.lock')
    const told: string[] = []
    const release = await takeLock(path, () => void told.push('first'))
    const second = takeLock(path, () => void told.push('second')).then((releaseSecond) => {
      told.push('taken')
      return releaseSecond
    })
    await expect.poll(() => told).toEqual(['second'])
    release()
    const releaseSecond = await second
    expect(told).toEqual(['second', 'taken'])
    releaseSecond()
    expect(existsSync(path)).toBe(false)
  })

  it('is taken from a process that is gone', async () => {
    const path = folder('left.lock')
    writeFileSync(path, '')
    const long = new Date(Date.now() - 60_000)
    utimesSync(path, long, long)
    const release = await takeLock(path, () => {})
    release()
    expect(existsSync(path)).toBe(false)
  })
})
