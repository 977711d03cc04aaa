// SPDX-License-Identifier: Apache-2.0
import { fail, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import { placesOf, type Sweep, type SweepProgress, type SweepRequest } from '#contract/sweep'
import type { ModelStore } from '#core/model-store'
import type { Planner } from '#core/planner'
import { sweep } from '#core/sweep/sweep'
import { paced } from './paced'

/** Sweeps take a plan for every value: one by one, with room for other requests between them. */
export interface Sweeper {
  /** A newer request has an older one answered with "cancelled". */
  sweep(request: SweepRequest): Promise<Result<Sweep>>
  /** The sweep that was answered last, where it is of this model. */
  last(modelId: ModelId): Sweep | null
  /** Has what is under way answered with "cancelled". */
  cancel(): void
}

interface SweeperParts {
  readonly store: ModelStore
  readonly planner: Pick<Planner, 'input'>
}

export interface SweepListener {
  progress(progress: SweepProgress): void
}

export function createSweeper({ store, planner }: SweeperParts, listener: SweepListener): Sweeper {
  let newest = 0
  let answered: { readonly modelId: ModelId; readonly sweep: Sweep } | null = null
  return {
    async sweep({ modelId, configuration, axis, resized }) {
      const mine = ++newest
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const planning = planner.input(modelId, configuration)
      if (!planning.ok) return planning
      const { inputs } = stored.value
      const nowhere = axis.kind === 'size' && axis.dimensions.find((name) => placesOf(name, inputs).length === 0)
      if (typeof nowhere === 'string') {
        return fail({ code: 'run/input-mismatch', message: { id: 'problem.noDimension', name: nowhere } })
      }
      const follows = resized && axis.kind === 'size'
      const points = axis.values.length
      const answer = await paced(
        sweep({ stored: stored.value, planning: planning.value, axis, resized }),
        () => mine === newest,
        (steps) => listener.progress({ done: follows ? Math.floor(steps / 2) : steps, points }),
      )
      if (answer.ok) answered = { modelId, sweep: answer.value }
      return answer
    },
    last: (modelId) => (answered?.modelId === modelId ? answered.sweep : null),
    cancel() {
      newest += 1
    },
  }
}
