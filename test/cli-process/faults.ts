// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { readDocument } from '#core/document/read'
import { buildSample } from '#core/model/samples/index'
import { inferenceProcesses } from '../e2e/processes'
import type { builtCommand } from './built-command'
import { ended } from './built-command'

/** How often each is tried at a random moment; CONVSCOPE_FAULTS=100 is done by hand. */
const FAULTS = Number(process.env['CONVSCOPE_FAULTS'] ?? 3)

const CAUSES = {
  SIGKILL: 'it was killed (SIGKILL), perhaps for want of memory',
  SIGSEGV: 'it crashed (SIGSEGV)',
  SIGSTOP: 'it was stopped (SIGSTOP) and does nothing any more',
} as const
const SIGNALS = Object.keys(CAUSES) as (keyof typeof CAUSES)[]

/** The same moments every time. */
function moments(seed: number) {
  let state = seed
  /** Milliseconds from 0 to `most`. */
  return (most: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return (state / 2 ** 31) * most
  }
}

/** How long a test of so many may take. */
const PATIENCE_MS = 120_000 + FAULTS * 15_000

/** What happens to the processes, files and resources of a command while it works. */
export function describeFaults({ run, start, script, file }: ReturnType<typeof builtCommand>): void {
  /** Bash with `limits`, which then becomes the command. */
  const limited = (limits: string, ...args: string[]) =>
    ended(spawn('bash', ['-c', `${limits}; exec "$@"`, 'bash', process.execPath, script(), ...args], { cwd: file('') }))

  describe.runIf(process.platform === 'linux')('under faults', () => {
    test(
      `${FAULTS} times a signal to the inference process: one sentence with the cause, and nothing is left`,
      async () => {
        const moment = moments(17)
        for (let fault = 0; fault < FAULTS; fault++) {
          const signal = SIGNALS[fault % SIGNALS.length] ?? 'SIGKILL'
          const child = start('run', 'sample:squeezenet', '-t', '1', '-n', '1000')
          const end = ended(child)
          await expect.poll(() => inferenceProcesses(child.pid ?? 0).length, { timeout: 60_000, interval: 20 }).toBe(1)
          await sleep(moment(1000))
          const processes = inferenceProcesses(child.pid ?? 0)
          for (const pid of processes) process.kill(pid, signal)
          const { code, out, err } = await end
          expect({ code, err }, signal).toEqual({ code: 3, err: expect.stringContaining(CAUSES[signal]) })
          expect(err.trim().split('\n')).toHaveLength(1)
          // What was measured until then, where anything was.
          expect(out).toMatch(/^$|^Ended early: /)
          await expect.poll(() => processes.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])
        }
      },
      PATIENCE_MS,
    )

    test(
      'the file of a model that is cut, emptied, replaced or deleted while it runs: an end, or one sentence',
      async () => {
        const moment = moments(4)
        const bytes = buildSample('squeezenet')
        const changes: readonly ((path: string) => void)[] = [
          (path) => truncateSync(path, bytes.length >> 1),
          (path) => truncateSync(path, 0),
          (path) =>
            writeFileSync(
              path,
              bytes.map((byte) => byte ^ 0x55),
            ),
          (path) => rmSync(path),
        ]
        for (let fault = 0; fault < FAULTS; fault++) {
          const path = file(`changing-${fault}.onnx`)
          writeFileSync(path, bytes)
          const child = start('run', path, '-p', 'convscope', '-m', 'low', '-t', '1', '-n', '3')
          const end = ended(child)
          await sleep(moment(2500))
          changes[fault % changes.length]?.(path)
          const { code, err } = await end
          expect([0, 3], err).toContain(code)
          if (code === 3) expect(err.trim().split('\n').length, err).toBeLessThanOrEqual(2)
          expect(err).not.toMatch(/^ +at /m)
        }
      },
      PATIENCE_MS,
    )

    test('a limit of the size of files: the old file stays whole, and no part of the new one', async () => {
      const path = file('kept.json')
      writeFileSync(path, 'OLD')
      const { code, err } = await limited('ulimit -f 8', 'export', 'sample:squeezenet', 'mnn-2.8.1', '-o', path)
      expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 3, lines: 1 })
      expect(readFileSync(path, 'utf8')).toBe('OLD')
      expect(readdirSync(file('')).filter((name) => name.endsWith('.part'))).toEqual([])
    })

    test(
      'killed while it saves: the file is the old one or the new one',
      async () => {
        const whole = file('whole.json')
        expect((await run('export', 'sample:squeezenet', 'mnn-2.8.1', '-o', whole)).code).toBe(0)
        const moment = moments(9)
        for (let fault = 0; fault < FAULTS; fault++) {
          const path = file('saved.json')
          copyFileSync(whole, path)
          const child = start('export', 'sample:squeezenet', 'mnn-2.8.1', 'mnn-3.6.1', '-o', path)
          const end = ended(child)
          await sleep(moment(1500))
          child.kill('SIGKILL')
          await end
          expect(readDocument(readFileSync(path, 'utf8'), 'saved').ok).toBe(true)
        }
      },
      PATIENCE_MS,
    )

    test('a limit of addresses: it runs, or says that there is no memory', async () => {
      for (const [kilobytes, enough] of [
        [1_150_000, false],
        [1_500_000, true],
      ] as const) {
        const { code, err } = await limited(`ulimit -v ${kilobytes}`, 'run', 'sample:squeezenet', '-t', '1', '-n', '1')
        if (enough) expect({ code, err }).toEqual({ code: 0, err: '' })
        // Node.js itself takes three quarters of a gigabyte, and ends by a signal where it gets less than it asks for.
        else if (code !== null && code < 128) expect([0, 3], err).toContain(code)
        expect(err).not.toMatch(/^ +at /m)
      }
    })
  })
}
