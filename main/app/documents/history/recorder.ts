// SPDX-License-Identifier: Apache-2.0
import type { SavedEntry, SavedRun } from '#contract/document'
import type { Problem } from '#contract/errors'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { savedEntry, savedModel } from '#core/document/write'
import type { HistoryStore } from './history'

/** Keeps what happens: every run, and each plan that the user stays with. */
export interface Recorder {
  notePlan(view: ModelView, plan: Plan): void
  /** The user holds others against this plan: it is kept at once, however briefly it was looked at. */
  keepBaseline(view: ModelView, plan: Plan): void
  keepRun(view: ModelView, plan: Plan, run: SavedRun): void
  /** Keeps at once what it was waiting with. */
  flush(): void
}

interface RecorderParts {
  readonly store: HistoryStore
  readonly appVersion: string
  /** Something was kept, or could not be. */
  changed(problem: Problem | null): void
}

/** A configuration passed through in less time is not kept. */
const STAYED_MS = 1500

export function createRecorder({ store, appVersion, changed }: RecorderParts): Recorder {
  let waiting: { readonly view: ModelView; readonly plan: Plan } | null = null
  /** The plan that was last kept as a baseline. */
  let baseline = ''
  let timer: ReturnType<typeof setTimeout> | null = null

  const keep = (view: ModelView, entry: SavedEntry): void => {
    const kept = store.keep({
      application: { name: 'Convscope', version: appVersion },
      savedAt: new Date().toISOString(),
      model: savedModel(view),
      entries: [entry],
    })
    changed(kept.ok ? null : kept.problem)
  }

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const found = waiting
    waiting = null
    if (found !== null) keep(found.view, savedEntry('', found.plan))
  }

  return {
    notePlan(view, plan) {
      waiting = { view, plan }
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(flush, STAYED_MS)
    },
    keepBaseline(view, plan) {
      const key = `${view.id} ${JSON.stringify(plan.configuration)}`
      // Once: every comparison names A, and what the user has deleted since does not come back.
      if (key === baseline) return
      baseline = key
      keep(view, savedEntry('', plan))
    },
    keepRun(view, plan, run) {
      // The run tells more of the same configuration than the plan alone.
      if (waiting?.plan === plan) waiting = null
      keep(view, { ...savedEntry('', plan), run })
    },
    flush,
  }
}
