// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { ModelId } from '#contract/model'
import { configuration } from '#core/planning/configuration-schema'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id } from './schemas'

const name = v.pipe(v.string(), v.trim(), v.maxLength(120))

type Sources = Pick<Application, 'history' | 'store' | 'runs' | 'planner' | 'keepPlan'>

export function historyHandlers({ history, store, runs, planner, keepPlan }: Sources): HandlersOf<'history'> {
  const hashOf = (modelId: ModelId) => {
    const view = store.view(modelId)
    return view.ok ? ok(view.value.sha256) : view
  }
  return {
    'history:list': {
      schema: v.tuple([id]),
      answer(modelId) {
        const hash = hashOf(modelId)
        return hash.ok ? ok(history.list(hash.value)) : hash
      },
    },
    'history:load': {
      schema: v.tuple([id, id]),
      answer(modelId, entryId) {
        const hash = hashOf(modelId)
        if (!hash.ok) return hash
        const document = history.load(hash.value, entryId)
        if (!document.ok) return document
        const [entry] = document.value.entries
        // A document has an entry at least: its schema says so.
        if (entry === undefined) throw new Error('A saved document without an entry')
        const { run } = entry
        if (run !== undefined) {
          const report = { ...run.report, runId: entryId, modelId, configuration: entry.configuration }
          runs.remember({ report, saved: run })
        }
        return ok(entry)
      },
    },
    'history:keep': {
      schema: v.tuple([id, configuration]),
      async answer(modelId, wanted) {
        const hash = hashOf(modelId)
        if (!hash.ok) return hash
        const plan = await planner.plan(modelId, wanted)
        if (!plan.ok) return plan
        const kept = keepPlan(plan.value)
        return kept.ok ? ok(history.list(hash.value)) : kept
      },
    },
    'history:rename': {
      schema: v.tuple([id, id, name]),
      answer(modelId, entryId, wanted) {
        const hash = hashOf(modelId)
        return hash.ok ? history.rename(hash.value, entryId, wanted) : hash
      },
    },
    'history:delete': {
      schema: v.tuple([id, id]),
      answer(modelId, entryId) {
        const hash = hashOf(modelId)
        return hash.ok ? history.remove(hash.value, entryId) : hash
      },
    },
    'history:restore': {
      schema: v.tuple([id, id]),
      answer(modelId, entryId) {
        const hash = hashOf(modelId)
        return hash.ok ? history.restore(hash.value, entryId) : hash
      },
    },
  }
}
