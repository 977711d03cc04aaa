// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { startForkedProcess } from '#app/runs/forked-process'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()

function start(name: string, source: string) {
  const entry = folder(`${name}.cjs`)
  writeFileSync(entry, source)
  return startForkedProcess(entry)
}

describe('a forked process', () => {
  test('exchanges typed arrays', async () => {
    const process = start('echo', "process.on('message', (message) => process.send(message))")
    const answer = new Promise((resolve) => process.onMessage(resolve))
    process.send({ values: Float64Array.of(1.5, Number.NaN) })
    expect(await answer).toEqual({ values: Float64Array.of(1.5, Number.NaN) })
    process.kill()
  })

  test('tells its end, with its last words', async () => {
    const process = start('failing', "console.error('out of luck'); process.exitCode = 3")
    const end = await new Promise((resolve) => process.onExit(resolve))
    expect(end).toEqual({ code: 3, signal: null, lastWords: 'out of luck' })
  })

  test('that was killed takes messages without harm', async () => {
    const process = start('idle', 'setInterval(() => {}, 1000)')
    const ended = new Promise((resolve) => process.onExit(resolve))
    process.kill()
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL', lastWords: '' })
    expect(() => process.send({ type: 'cancel' })).not.toThrow()
  })

  test.skipIf(process.platform === 'win32')('that is stopped is noticed, ended, and told as stopped', async () => {
    const child = start('told', 'process.send(process.pid); setInterval(() => {}, 1000)')
    const pid = await new Promise((resolve) => child.onMessage(resolve))
    const ended = new Promise((resolve) => child.onExit(resolve))
    process.kill(Number(pid), 'SIGSTOP')
    expect(await ended).toEqual({ code: null, signal: 'SIGSTOP', lastWords: '' })
    expect(() => process.kill(Number(pid), 0)).toThrow()
  })
})
