// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { SavedDocument, SavedEntry, SavedModel } from '#contract/document'
import { createEventLog } from '#contract/event-log'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { heldEntries } from '#core/document/entries'
import { savedEntry, savedModel } from '#core/document/write'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { viewOf } from '../../../renderer/harness/model-views'
import { batchOf, simulatedEvents, simulatedReport } from '../../../renderer/harness/simulated-run'
import { iresnet100 } from '../../planning/engines/mnn/iresnet100'

const shaped = iresnet100('mnn')

export const FOUNDING_A: Configuration = { profile: 'mnn-1.0.1', threads: 4, isa: 'avx2', settings: { memory: 'low' } }
export const FOUNDING_B: Configuration = { profile: 'mnn-2.8.1', threads: 4, isa: 'avx2', settings: { memory: 'low' } }

export const view: ModelView = viewOf(shaped, 'model-1', 'iresnet100.mnn')
export const model: SavedModel = savedModel(view)

/** A real plan of the sketched ResNet100. */
export function planned(configuration: Configuration): Plan {
  const plan = createPlan({ modelId: view.id, shaped, fileBytes: view.fileBytes, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

/** With a run made up from the plan, where `iterations` is above 0. */
export function entryOf(label: string, configuration: Configuration, iterations = 0): SavedEntry {
  const plan = planned(configuration)
  if (iterations === 0) return savedEntry(label, plan)
  const log = createEventLog()
  log.append(batchOf(simulatedEvents(plan, iterations), 0))
  return savedEntry(label, plan, { report: simulatedReport(plan, view, `run of ${label}`, iterations), log })
}

export function documentOf(entries: readonly SavedEntry[]): SavedDocument {
  const head = { application: { name: 'Convscope', version: '0.1.0' }, savedAt: '2026-01-02T03:04:05.000Z' }
  return { ...head, ...heldEntries(entries.map((entry) => ({ model, entry }))) }
}
