// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AttachBatch } from '#contract/attach'
import { attach } from '#core/attach/attachment'
import { english } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'

const MIB = 2 ** 20
/** Stacks, buffers of the C library and what the kernel counts late (per processor). */
const TOLERANCE = MIB

const folder = temporaryFolder()
beforeAll(() => {
  execFileSync('g++', ['-O1', '-o', folder('known-curve'), `${import.meta.dirname}/known-curve.cc`])
})

/** The program, told line by line what to do; every line is done, and sampled, when `tell` resolves. */
function start(intervalMs = 2) {
  const rows: { time: number; pid: number; rss: number; file: number; pss: number; own: number }[] = []
  let arrived: () => void = () => {}
  const samples = ({ timeNs, pid, rssBytes, fileBytes, pssBytes, privateBytes }: AttachBatch) => {
    for (const [at, each] of pid.entries()) {
      const [rss = 0, file = 0, pss = 0, own = 0] = [rssBytes[at], fileBytes[at], pssBytes[at], privateBytes[at]]
      rows.push({ time: timeNs[at] ?? 0, pid: each, rss, file, pss, own })
    }
    arrived()
  }
  const request = { command: [folder('known-curve')], intervalMs }
  const started = attach('a', request, { folder: folder(''), stdio: 'pipe', samples })
  if (!started.ok) throw new Error(english(started.problem.message))
  const { child, end } = started.value
  const lines = child.stdout === null ? null : createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  /** A sample of the program itself with page walk, taken after now. */
  const latest = async () => {
    const from = rows.length
    for (;;) {
      await new Promise<void>((done) => {
        arrived = done
      })
      // The first walk may have begun before.
      const walked = rows.slice(from).filter(({ pid, pss }) => pid === child.pid && !Number.isNaN(pss))
      const last = walked[1]
      if (last !== undefined) return last
    }
  }
  /** Resolves when the line is done. */
  const say = async (line: string) => {
    child.stdin?.write(`${line}\n`)
    await lines?.next()
  }
  return {
    end,
    rows,
    say,
    /** Waits for more samples. */
    more: () =>
      new Promise<void>((done) => {
        arrived = done
      }),
    async tell(line: string) {
      await say(line)
      for (;;) {
        const one = await latest()
        const two = await latest()
        if (one.rss === two.rss) return two
      }
    },
    crash: () => child.stdin?.write('crash\n'),
    finish: () => child.stdin?.end(),
    stop: started.value.stop,
  }
}

describe.runIf(process.platform === 'linux')('attaching to a program', () => {
  test('shows the curve that it allocates, resident and private', async () => {
    const { tell, finish, end } = start()
    const begin = await tell('nothing')
    const levels = [
      ['map 64', 64],
      ['map 32', 96],
      ['unmap', 64],
      ['map 128', 192],
      ['unmap', 64],
      ['unmap', 0],
    ] as const
    for (const [line, held] of levels) {
      const now = await tell(line)
      for (const key of ['rss', 'own', 'pss'] as const) {
        expect(Math.abs(now[key] - begin[key] - held * MIB), `${key} after ${line}`).toBeLessThan(TOLERANCE)
      }
    }
    finish()
    const ended = await end
    if (ended.outcome !== 'ended') throw new Error(english(ended.problem.message))
    const [program] = ended.report.processes
    expect(ended.report).toMatchObject({ exitCode: 7, signal: null, processes: [{ command: folder('known-curve') }] })
    const peak = begin.rss + 192 * MIB
    expect(Math.abs(ended.report.peakRssBytes - peak)).toBeLessThan(TOLERANCE)
    expect(Math.abs((program?.kernelPeakRssBytes ?? 0) - peak)).toBeLessThan(TOLERANCE)
    expect(Math.abs((program?.peakPrivateBytes ?? 0) - begin.own - 192 * MIB)).toBeLessThan(TOLERANCE)
  })

  test('tells what files back from what is private', async () => {
    writeFileSync(folder('weights.bin'), Buffer.alloc(48 * MIB, 1))
    const { tell, finish, end } = start()
    const begin = await tell('nothing')
    const now = await tell(`file ${folder('weights.bin')}`)
    expect(Math.abs(now.rss - begin.rss - 48 * MIB)).toBeLessThan(TOLERANCE)
    expect(Math.abs(now.file - begin.file - 48 * MIB)).toBeLessThan(TOLERANCE)
    finish()
    await end
  })

  test('follows the processes that it starts, each on its own', async () => {
    const { tell, rows, finish, end } = start()
    const begin = await tell('nothing')
    await tell('fork 40')
    await tell('fork 80')
    // Once all are known, a page walk of all of them belongs to one moment: their sum is known there, or nothing is.
    const from = rows.length
    await tell('nothing')
    const walked = new Map<number, boolean[]>()
    for (const { time, pss } of rows.slice(from)) walked.set(time, [...(walked.get(time) ?? []), !Number.isNaN(pss)])
    const moments = [...walked.values()].filter((each) => each.length === 3)
    expect(moments.some((each) => each.every(Boolean))).toBe(true)
    expect(moments.filter((each) => each.some(Boolean) && !each.every(Boolean))).toEqual([])
    finish()
    const ended = await end
    if (ended.outcome !== 'ended') throw new Error(english(ended.problem.message))
    const { processes, peakRssBytes } = ended.report
    expect(processes).toHaveLength(3)
    const privates = processes.slice(1).map(({ peakPrivateBytes }) => peakPrivateBytes ?? 0)
    expect(Math.abs((privates[0] ?? 0) - 40 * MIB)).toBeLessThan(TOLERANCE)
    expect(Math.abs((privates[1] ?? 0) - 80 * MIB)).toBeLessThan(TOLERANCE)
    expect(peakRssBytes).toBeGreaterThan(begin.rss + 120 * MIB)
  })

  test('sees a process within a few samples of its start', async () => {
    const { tell, say, more, rows, finish, end } = start(1)
    const begin = await tell('nothing')
    const delays: number[] = []
    for (let child = 1; child <= 9; child++) {
      const known = new Set(rows.map(({ pid }) => pid))
      await say('grow 8')
      while (rows.every(({ pid }) => known.has(pid))) await more()
      // The program has grown just after the child was there: how long starting it took does not count.
      const grown = rows.findIndex(({ pid, rss }) => pid === rows[0]?.pid && rss > begin.rss + (child * 8 - 1) * MIB)
      const seen = rows.findIndex(({ pid }) => !known.has(pid))
      expect(seen).toBeGreaterThan(0)
      delays.push(grown < 0 ? 0 : rows.slice(grown, seen).filter(({ pid }) => pid === rows[0]?.pid).length)
    }
    finish()
    await end
    expect(delays.sort((a, b) => a - b)[4]).toBeLessThan(8)
  })

  test('survives its crash, and says which signal', async () => {
    const { tell, crash, end } = start()
    await tell('map 16')
    crash()
    const ended = await end
    if (ended.outcome !== 'ended') throw new Error(english(ended.problem.message))
    expect(ended.report).toMatchObject({ exitCode: null, signal: 'SIGSEGV' })
    expect(ended.report.peakRssBytes).toBeGreaterThan(16 * MIB)
  })

  test('ends it when told to', async () => {
    const { tell, stop, end } = start()
    await tell('map 1')
    stop()
    expect(await end).toMatchObject({ report: { signal: 'SIGTERM' } })
  })

  test('says in one sentence that a program cannot be started', async () => {
    const options = { folder: folder(''), stdio: 'ignore', samples: () => {} } as const
    const started = attach('a', { command: ['./none'], intervalMs: 5 }, options)
    expect(started.ok && (await started.value.end)).toMatchObject({
      outcome: 'failed',
      problem: {
        code: 'attach/failed',
        message: expect.toSay('./none could not be started: there is no such program.'),
      },
    })
    expect(attach('a', { command: [], intervalMs: 5 }, options)).toMatchObject({ ok: false })
  })
})
