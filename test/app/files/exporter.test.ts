// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExportMaker, ExportRequest } from '#app/files/export-maker'
import { createExporter } from '#app/files/exporter'
import { createFileTasks } from '#app/files/file-tasks'
import type { FileSink } from '#app/host'
import { fail, ok } from '#contract/errors'
import type { FileTask, TaskId } from '#contract/task'
import { spoken } from '#messages/say'

const MIB = 2 ** 20
const REQUEST = { order: {}, entries: [] } as unknown as ExportRequest

/** A disk that takes each part when it is told to. */
function slowSink() {
  const taken: Uint8Array[] = []
  const calls: string[] = []
  let release: (() => void) | null = null
  let refuse: ((error: Error) => void) | null = null
  const sink: FileSink = {
    path: '/folder/report.html',
    write: (bytes) =>
      new Promise((done, failed) => {
        refuse = failed
        release = () => {
          taken.push(bytes)
          done()
        }
      }),
    flush: async () => void calls.push('flush'),
    finish: async () => void calls.push('finish'),
    discard: async () => void calls.push('discard'),
  }
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return {
    sink,
    calls,
    written: () => Buffer.concat(taken),
    async take(parts: number) {
      for (let part = 0; part < parts; part++) {
        await settle()
        release?.()
        release = null
      }
      await settle()
    },
    async fail(error: Error) {
      await settle()
      refuse?.(error)
      await settle()
    },
  }
}

function exporterTo(sink: FileSink | null, make: ExportMaker = async () => ok([])) {
  const told: (FileTask | { end: TaskId })[] = []
  const tasks = createFileTasks({ progress: (task) => void told.push(task), end: (end) => void told.push({ end }) })
  return { told, ...tasks, ...createExporter({ saveTo: async () => sink }, tasks, make) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('an export', () => {
  it('writes what it is given, whole and in order, and says nothing where that is quick', async () => {
    const { sink, calls, take, written } = slowSink()
    const { save, told } = exporterTo(sink)
    const bytes = randomBytes(3 * MIB + 5)
    const saved = save('report.html', bytes)
    await take(13)
    expect(await saved).toEqual(ok('/folder/report.html'))
    expect(written().equals(bytes)).toBe(true)
    expect(calls).toEqual(['flush', 'finish'])
    expect(told).toEqual([])
  })

  it('tells what it is doing and how far it is once it takes longer than a moment, then that it has ended', async () => {
    const { sink, take } = slowSink()
    let made = (_pieces: readonly Uint8Array[]): void => {}
    let tellMaking = (_fraction: number): void => {}
    const { save, told } = exporterTo(sink, (_request, _signal, tell) => {
      tellMaking = tell
      return new Promise((resolve) => {
        made = (pieces) => resolve(ok(pieces))
      })
    })
    const saved = save('report.html', REQUEST)
    await vi.advanceTimersByTimeAsync(0)
    tellMaking(0.25)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(600)
    const common = { id: 'task-1', fileName: 'report.html' }
    expect(told.at(-1)).toEqual({ ...common, stage: 'collecting', fraction: 0.25 })
    made([randomBytes(MIB)])
    await take(2)
    await vi.advanceTimersByTimeAsync(200)
    expect(told.at(-1)).toEqual({ ...common, stage: 'writing', fraction: 0.5 })
    await take(2)
    expect(await saved).toMatchObject({ ok: true })
    expect(told.at(-1)).toEqual({ end: 'task-1' })
    const before = told.length
    await vi.advanceTimersByTimeAsync(5000)
    expect(told).toHaveLength(before)
  })

  it('is cancelled at once, also while a write hangs, and leaves nothing', async () => {
    const { sink, calls, take } = slowSink()
    const { save, cancel } = exporterTo(sink)
    const saved = save('report.html', 'x'.repeat(MIB))
    await take(1)
    cancel('task-1')
    expect(await saved).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    await vi.advanceTimersByTimeAsync(0)
    expect(calls).toEqual(['discard'])
  })

  it('is cancelled while its content is made, and writes nothing of it', async () => {
    const { sink, calls, written } = slowSink()
    const { save, cancelAll } = exporterTo(
      sink,
      (_request, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(ok([randomBytes(9)])))),
    )
    const saved = save('report.html', REQUEST)
    await vi.advanceTimersByTimeAsync(0)
    cancelAll()
    expect(await saved).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(written()).toHaveLength(0)
    expect(calls).toEqual(['discard'])
  })

  it('says why a file cannot be written, and leaves nothing', async () => {
    const { sink, calls, fail: refuse } = slowSink()
    const { save } = exporterTo(sink)
    const saved = save('report.html', 'text')
    await refuse(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }))
    expect(await saved).toEqual({
      ok: false,
      problem: {
        code: 'file/unwritable',
        message: expect.toSay('/folder/report.html could not be written: the disk is full.'),
        file: '/folder/report.html',
      },
    })
    expect(calls).toEqual(['discard'])
  })

  it('passes on why its content could not be made, and does nothing where the user declines', async () => {
    const { sink, written } = slowSink()
    const problem = fail({ code: 'file/not-found', message: spoken('That entry is no longer in the history.') })
    expect(await exporterTo(sink, async () => problem).save('a', REQUEST)).toEqual(problem)
    expect(written()).toHaveLength(0)
    expect(await exporterTo(null).save('a', REQUEST)).toEqual(ok(null))
  })
})
