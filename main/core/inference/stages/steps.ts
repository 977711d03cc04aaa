// SPDX-License-Identifier: Apache-2.0
import type { KnownTensors } from '#core/model/shapes-in-run'
import type { Prepared } from '../work'
import type { StageProgram } from './plan-stage'
import type { Stage } from './stage'

/** A stage of a region, as it was planned and prepared for what was known before it. */
export interface Step {
  /** What was known (keyOf). */
  readonly key: string
  readonly stage: Stage
  /** null where the engine has nothing to run in it. */
  readonly prepared: (Prepared & Pick<StageProgram, 'placements'>) | null
  /** Of all steps of the run, in the order in which they were made. */
  readonly number: number
}

/** The steps of one region in order. They stay prepared until what is known before one of them differs. */
export class Steps {
  readonly #steps: Step[] = []

  /** The step at a place, if it was made from the same; else it and all after it are released. */
  at(place: number, key: string): Step | undefined {
    const step = this.#steps[place]
    if (step?.key === key) return step
    for (const { prepared } of this.#steps.splice(place)) prepared?.session.dispose()
    return undefined
  }

  add(step: Step): void {
    this.#steps.push(step)
  }

  all(): readonly Step[] {
    return this.#steps
  }
}

/** Equal where a stage comes out alike: after the same stages, tensors have the same sizes and the same deciding values. */
export function keyOf({ dims, values }: KnownTensors): string {
  const sizes = [...dims].map(([tensor, each]) => `${tensor}:${each.join('x')}`)
  const elements = [...values].map(([tensor, each]) => `${tensor}=${each.join()}`)
  return [...sizes, ...elements].join(' ')
}
