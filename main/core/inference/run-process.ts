// SPDX-License-Identifier: Apache-2.0
import { loadEngine } from './binding'
import { nativeProblemOf } from './native-error'
import { race } from './race'
import type { FromRunProcess, RaceJob, ToRunProcess } from './run-protocol'
import { type RunSession, startRun } from './run-session'
import { type TuningJob, tune } from './tune'

// Entry point of the process that one run lives in: Electron's utility process, or a Node process
// forked with serialization "advanced". The parent starts one job and ends the process afterwards.

/** What this needs of Electron's parent port. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: ToRunProcess }) => void): void
  postMessage(message: FromRunProcess): void
}

const parentPort = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
let run: RunSession | null = null
let cancelled = false

function send(message: FromRunProcess): void {
  if (parentPort) parentPort.postMessage(message)
  else process.send?.(message)
}

async function tuneKernels(job: TuningJob): Promise<void> {
  try {
    const engine = loadEngine(job.appRoot)
    if (!engine.ok) return send({ type: 'tuning-failed', problem: engine.problem })
    const told = (key: string, ns: number) => send({ type: 'timing', key, ns })
    send({ type: 'tuned', complete: await tune(job, engine.value.addon, told, () => cancelled) })
  } catch (error) {
    send({ type: 'tuning-failed', problem: nativeProblemOf(error, []) })
  }
}

async function racePrograms(job: RaceJob): Promise<void> {
  try {
    const engine = loadEngine(job.appRoot)
    const raced = engine.ok ? await race(job, engine.value.addon, () => cancelled) : engine
    send(raced.ok ? { type: 'raced', ns: raced.value } : { type: 'tuning-failed', problem: raced.problem })
  } catch (error) {
    send({ type: 'tuning-failed', problem: nativeProblemOf(error, []) })
  }
}

function receive(message: ToRunProcess): void {
  if (message.type === 'cancel') {
    cancelled = true
    run?.cancel()
    return
  }
  if (run !== null) return
  if (message.type === 'tune') {
    void tuneKernels(message.job)
    return
  }
  if (message.type === 'race') {
    void racePrograms(message.job)
    return
  }
  const { job } = message
  run = startRun(job, {
    events: (batch) => send({ type: 'events', batch }),
    progress: (progress) => send({ type: 'progress', progress }),
  })
  run.end.then(
    (end) => send({ type: 'end', end }),
    (bug: unknown) => {
      const cause = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
      const problem = {
        code: 'internal/bug',
        message: { id: 'problem.run.bug', cause },
      } as const
      send({ type: 'end', end: { runId: job.runId, outcome: 'failed', problem } })
    },
  )
}

if (parentPort) parentPort.on('message', ({ data }) => receive(data))
else {
  process.on('message', receive)
  // The parent is gone, and with it whoever would look at the run.
  process.on('disconnect', () => process.exit(0))
}
