// SPDX-License-Identifier: Apache-2.0
import { fork } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FromRunProcess, RunJob, ToRunProcess } from '#core/inference/run-protocol'
import { APP_ROOT, engine } from './engine'
import { jobOf, openSubject, planOf, type Subject } from './execute'
import { NETWORKS } from './networks'

const CONFIGURATION = {
  profile: 'convscope',
  settings: { memory: 'low' },
  threads: 1,
  isa: engine().executableIsas[0] ?? 'sse',
} as const

// The bundled entry point in a process of its own, as the app and the command line start it.
describe('the run process', () => {
  let folder = ''
  let entry = ''
  let subject: Subject
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-process-'))
    await build({
      configFile: false,
      root: APP_ROOT,
      logLevel: 'error',
      build: {
        ssr: resolve(APP_ROOT, 'main/core/inference/run-process.ts'),
        outDir: folder,
        target: 'node18',
        rollupOptions: { output: { format: 'cjs', entryFileNames: 'run-process.cjs' } },
      },
    })
    entry = join(folder, 'run-process.cjs')
    const path = join(folder, 'model.onnx')
    await writeFile(path, NETWORKS['residual blocks with normalisation']?.() ?? new Uint8Array())
    subject = await openSubject(path)
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** All messages until 'end'; `onMessage` may answer. */
  function converse(job: RunJob, onMessage: (message: FromRunProcess, send: (m: ToRunProcess) => void) => void) {
    return new Promise<FromRunProcess[]>((resolvePromise, reject) => {
      const child = fork(entry, { serialization: 'advanced', execArgv: [] })
      const messages: FromRunProcess[] = []
      child.on('error', reject)
      child.on('exit', (code) => reject(new Error(`The process ended with ${code}.`)))
      child.on('message', (message: FromRunProcess) => {
        messages.push(message)
        onMessage(message, (answer) => child.send(answer))
        if (message.type !== 'end') return
        child.removeAllListeners('exit')
        child.disconnect()
        resolvePromise(messages)
      })
      child.send({ type: 'start', job } satisfies ToRunProcess)
    })
  }

  it('sends events as typed arrays, progress, and the end last', async () => {
    const messages = await converse(jobOf(subject, planOf(subject, CONFIGURATION)), () => {})
    expect(messages.at(-1)).toMatchObject({ type: 'end', end: { outcome: 'finished', report: { runId: 'r' } } })
    const batches = messages.flatMap((message) => (message.type === 'events' ? [message.batch] : []))
    expect(batches.length).toBeGreaterThan(0)
    for (const { timeNs, node } of batches) {
      expect(timeNs).toBeInstanceOf(Float64Array)
      expect(node).toBeInstanceOf(Int32Array)
    }
    expect(messages.some(({ type }) => type === 'progress')).toBe(true)
  })

  it('stops when told to', async () => {
    const job = { ...jobOf(subject, planOf(subject, CONFIGURATION)), iterations: 1_000_000 }
    const messages = await converse(job, (message, send) => {
      if (message.type === 'progress' && message.progress.phase === 'execute') send({ type: 'cancel' })
    })
    expect(messages.at(-1)).toMatchObject({ type: 'end', end: { outcome: 'cancelled' } })
  })

  it('ends when its parent goes', async () => {
    const child = fork(entry, { serialization: 'advanced', execArgv: [] })
    const ended = new Promise((resolvePromise) => child.once('exit', resolvePromise))
    await new Promise((resolvePromise) => child.once('spawn', resolvePromise))
    child.disconnect()
    expect(await ended).toBe(0)
  })
})
