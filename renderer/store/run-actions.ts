// SPDX-License-Identifier: Apache-2.0
import type { Push } from '#contract/channels'
import { createEventLog, type GrowingEventLog } from '#contract/event-log'
import type { RunEnd, RunId, RunProgress } from '#contract/timeline'
import { configurationKey } from '../lib/configurations'
import { type ActionContext, createLatest } from './context'
import type { RunOptions } from './state'

/** How often a running timeline is redrawn, in milliseconds. */
const REDRAW_EVERY = 200

/** `compare` runs when new measurements are there to be compared. */
export function createRunActions({ bridge, get, set }: ActionContext, compare: () => Promise<void>) {
  const latestRun = createLatest()
  const finished = new Set<RunId>()
  let log: GrowingEventLog = createEventLog()
  let redraw: ReturnType<typeof setTimeout> | null = null

  /** Events may arrive before the answer that names the run: the first one names it then. */
  function isCurrent(runId: RunId): boolean {
    const { run } = get()
    if (run === null || finished.has(runId)) return false
    if (run.runId === null) set({ run: { ...run, runId } })
    return run.runId === null || run.runId === runId
  }

  function stopRedraw(): void {
    if (redraw !== null) clearTimeout(redraw)
    redraw = null
  }

  const actions = {
    setRunOptions: (change: Partial<RunOptions>): void => set({ runOptions: { ...get().runOptions, ...change } }),
    async chooseRunInput(): Promise<void> {
      const answer = await bridge.invoke('run:choose-input')
      if (!answer.ok) set({ problem: answer.problem })
      else if (answer.value !== null) actions.setRunOptions({ input: { kind: 'file', path: answer.value } })
    },
    async startRun(): Promise<void> {
      const { model, configuration, run, runOptions } = get()
      if (model === null || run !== null) return
      const isLatest = latestRun.next()
      log = createEventLog()
      set({
        run: { runId: null, configuration, progress: null, timeline: { log, version: 0 }, cancelling: false },
        problem: null,
        tab: 'timeline',
      })
      const answer = await bridge.invoke('run:start', { modelId: model.id, configuration, ...runOptions })
      if (!isLatest()) {
        // Abandoned while it was being started.
        if (answer.ok && !finished.has(answer.value)) {
          finished.add(answer.value)
          await bridge.invoke('run:cancel', answer.value)
        }
        return
      }
      if (answer.ok) isCurrent(answer.value)
      else set({ run: null, problem: answer.problem })
    },
    async cancelRun(): Promise<void> {
      const { run } = get()
      if (run === null || run.runId === null) return
      set({ run: { ...run, cancelling: true } })
      const answer = await bridge.invoke('run:cancel', run.runId)
      if (!answer.ok) set({ problem: answer.problem })
    },
    /** Forgets the run under way (its model is gone) and stops it. */
    abandonRun(): void {
      const { run } = get()
      if (run === null) return
      latestRun.next()
      stopRedraw()
      set({ run: null })
      if (run.runId !== null) {
        finished.add(run.runId)
        void bridge.invoke('run:cancel', run.runId)
      }
    },
    receiveEvents({ runId, batch }: Push['run:events']): void {
      if (!isCurrent(runId)) return
      log.append(batch)
      redraw ??= setTimeout(() => {
        redraw = null
        const { run } = get()
        if (run !== null) set({ run: { ...run, timeline: { log, version: run.timeline.version + 1 } } })
      }, REDRAW_EVERY)
    },
    receiveProgress(progress: RunProgress): void {
      if (!isCurrent(progress.runId)) return
      const { run } = get()
      if (run !== null) set({ run: { ...run, progress } })
    },
    async receiveEnd(end: RunEnd): Promise<void> {
      if (!isCurrent(end.runId)) return
      finished.add(end.runId)
      stopRedraw()
      const problem = end.outcome === 'failed' ? { problem: end.problem } : {}
      if (end.report === undefined) {
        set({ run: null, ...problem })
        return
      }
      const key = configurationKey(end.report.configuration)
      const measurements = new Map(get().measurements)
      measurements.set(key, { report: end.report, timeline: { log, version: -1 } })
      set({ run: null, measurements, ...problem })
      await compare()
    },
  }
  return actions
}
