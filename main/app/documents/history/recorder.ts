// SPDX-License-Identifier: Apache-2.0
import type { SavedEntry, SavedRun } from '#contract/document'
import { ok, type Problem, type Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { savedEntry, savedModel } from '#core/document/write'
import type { HistoryStore } from './history'

/** Keeps every run, and the plans that the user keeps or holds others against; what is only looked at leaves nothing. */
interface Recorder {
  keepPlan(view: ModelView, plan: Plan): Result<void>
  /** The user holds others against this plan. */
  keepBaseline(view: ModelView, plan: Plan): void
  keepRun(view: ModelView, plan: Plan, run: SavedRun): void
}

interface RecorderParts {
  readonly store: HistoryStore
  readonly appVersion: string
  /** Something was kept, or could not be. */
  changed(problem: Problem | null): void
}

export function createRecorder({ store, appVersion, changed }: RecorderParts): Recorder {
  /** The plan that was last kept as a baseline. */
  let baseline = ''

  const keep = (view: ModelView, entry: SavedEntry): Result<void> => {
    const kept = store.keep({
      application: { name: 'Convscope', version: appVersion },
      savedAt: new Date().toISOString(),
      model: savedModel(view),
      entry,
    })
    changed(kept.ok ? null : kept.problem)
    return kept.ok ? ok(undefined) : kept
  }

  return {
    keepPlan: (view, plan) => keep(view, savedEntry('', plan)),
    keepBaseline(view, plan) {
      const key = `${view.id} ${JSON.stringify(plan.configuration)}`
      // Once: every comparison names A, and what the user has deleted since does not come back.
      if (key === baseline) return
      baseline = key
      keep(view, savedEntry('', plan))
    },
    keepRun: (view, plan, run) => void keep(view, { ...savedEntry('', plan), run }),
  }
}
