// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { createHistoryStore } from '#app/documents/history/history'
import { createRecorder } from '#app/documents/history/recorder'
import { writeSample } from '#app/models/sample-files'
import type { ProcessExit } from '#app/runs/inference-process'
import { createRunHost } from '#app/runs/runs'
import { createThreadedCore } from '#app/thread/threaded-core'
import { CATEGORIES } from '#contract/categories'
import { EVENT_KINDS, type EventBatch, type RunEnd } from '#contract/timeline'
import type { FromRunProcess } from '#core/inference/run-protocol'
import { loadTimedEngine } from '#core/timed-engine'
import { english } from '#messages/say'
import { coreInThisThread } from '../app/support/core-in-this-thread'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { APP_ROOT } from './engine'

const folder = temporaryFolder()
const SILENT = { note: () => {}, problem: () => {}, error: () => {} }

/** Resident set 100, then layer 3 begins and takes 40 bytes of workspace. */
const EVENTS: EventBatch = {
  firstSequence: 0,
  dropped: 0,
  timeNs: Float64Array.of(1, 2, 3),
  kind: Uint8Array.of(EVENT_KINDS.rss, EVENT_KINDS.layerBegin, EVENT_KINDS.allocate),
  category: Uint8Array.of(0, 0, CATEGORIES.indexOf('workspace')),
  node: Int32Array.of(-1, 3, 3),
  bytes: Float64Array.of(100, 0, 40),
}

/** A run of the sample in a process that is played; `play` is what happens to it. */
async function run(play: (tell: (message: FromRunProcess) => void, exit: (how: ProcessExit) => void) => void) {
  const engine = loadTimedEngine(APP_ROOT, folder(''))
  const core = createThreadedCore(
    { start: coreInThisThread, appRoot: APP_ROOT, engine: () => engine },
    { advice: { progress: () => {} }, sweep: { progress: () => {} } },
  )
  const file = await writeSample('squeezenet', folder(''))
  const view = file.ok ? await core.store.open(file.value, () => {}) : file
  if (!view.ok) throw new Error(english(view.problem.message))
  const store = createHistoryStore(folder('history'))
  const recorder = createRecorder({ store, appVersion: '0', changed: () => {} })
  let tell: (message: unknown) => void = () => {}
  let exit: (how: ProcessExit) => void = () => {}
  const process = {
    send: () => {},
    kill: () => {},
    onMessage: (listener: typeof tell) => {
      tell = listener
    },
    onExit: (listener: typeof exit) => {
      exit = listener
    },
  }
  const end = await new Promise<RunEnd>((resolve) => {
    const runs = createRunHost(
      {
        view: core.store.view,
        prepare: core.parts.prepareRun,
        engine: () => engine,
        log: SILENT as never,
        startProcess: () => process,
      },
      {
        events: () => {},
        progress: () => {},
        finished: (subject, saved) => recorder.keepRun(subject.view, subject.plan, saved),
        end: resolve,
      },
    )
    const configuration = { profile: 'convscope', isa: 'sse', threads: 1, settings: { memory: 'low' } } as const
    const request = { modelId: view.value.id, configuration, iterations: 1 }
    void runs.start({ ...request, input: { kind: 'synthetic', seed: 1 } }).then((started) => {
      if (!started.ok) throw new Error(english(started.problem.message))
      play(tell, exit)
    })
  })
  return { end, view: view.value, store }
}

describe('a run that does not come to its end', () => {
  it('keeps what was measured, in history too, when its process is killed', async () => {
    const { end, view, store } = await run((tell, exit) => {
      tell({ type: 'events', batch: EVENTS })
      exit({ code: null, signal: 'SIGKILL', lastWords: '' })
    })
    if (end.outcome !== 'failed') throw new Error(end.outcome)
    const layer = view.nodes[3]?.name
    expect(english(end.problem.message)).toBe(
      `The inference process was lost while running squeezenet.onnx, last seen in “${layer}”: it was killed (SIGKILL), perhaps for want of memory.`,
    )
    expect(end.report).toMatchObject({
      inferenceNs: null,
      peakTrackedBytes: 40,
      baselineRssBytes: 100,
      peakRssBytes: 100,
      endedEarly: end.problem.message,
    })
    const [kept] = store.list(view.sha256).entries
    expect(kept?.measured).toMatchObject({ peakTrackedBytes: 40, inferenceNs: null, endedEarly: true })
    const document = store.load(view.sha256, kept?.id ?? '')
    if (!document.ok) throw new Error(english(document.problem.message))
    const saved = document.value.entries[0]?.run
    expect(saved?.report.endedEarly).toEqual(end.problem.message)
    expect(saved?.timeline.samples.timeNs).toEqual([3])
  })

  it('names the layer under way, and none once it is done', async () => {
    const layer = async (kinds: readonly number[]) => {
      const { end, view } = await run((tell, exit) => {
        const each = (value: number) => Float64Array.from(kinds, () => value)
        const node = Int32Array.from(kinds, () => 3)
        const [timeNs, bytes, category] = [each(4), each(0), Uint8Array.from(kinds, () => 0)]
        tell({ type: 'events', batch: EVENTS })
        const kind = Uint8Array.from(kinds)
        tell({ type: 'events', batch: { firstSequence: 3, dropped: 0, timeNs, kind, category, node, bytes } })
        exit({ code: null, signal: 'SIGSEGV', lastWords: '' })
      })
      const message = end.outcome === 'failed' ? end.problem.message : null
      return { layer: message?.id === 'problem.runLost' ? message.layer : undefined, third: view.nodes[3]?.name }
    }
    const { layerBegin, layerEnd } = EVENT_KINDS
    expect((await layer([layerEnd])).layer).toBeNull()
    const { layer: again, third } = await layer([layerEnd, layerBegin])
    expect(again).toBe(third)
  })

  it('says that a process crashed, and keeps what a cancelled or failed one measured', async () => {
    const crashed = await run((tell, exit) => {
      tell({ type: 'events', batch: EVENTS })
      exit({ code: null, signal: 'SIGSEGV', lastWords: '' })
    })
    expect(crashed.end.outcome === 'failed' && english(crashed.end.problem.message)).toMatch(/it crashed \(SIGSEGV\)/)
    const cancelled = await run((tell) => {
      tell({ type: 'events', batch: EVENTS })
      tell({ type: 'end', end: { runId: 'run-1', outcome: 'cancelled' } })
    })
    expect(cancelled.end.report?.endedEarly).toEqual({ id: 'problem.run.cancelled' })
  })

  it('has no report where nothing was measured', async () => {
    const { end } = await run((_tell, exit) => exit({ code: 3, signal: null, lastWords: 'no such file' }))
    expect(end.report).toBeUndefined()
    expect(end.outcome === 'failed' && english(end.problem.message)).toMatch(/it ended with code 3 \(no such file\)/)
  })
})
