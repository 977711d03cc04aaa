// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import { fail, ok, type Result } from '#contract/errors'
import type { Steps } from '#core/planning/steps'

/**
 * Works through steps with room for other requests between them. `made` is told how many there were so far; "cancelled" as
 * soon as the answer is no longer wanted.
 */
export async function paced<T>(
  steps: Steps<T>,
  isWanted: () => boolean,
  made: (count: number) => void,
): Promise<Result<T>> {
  for (let count = 1; ; count++) {
    await setImmediate()
    if (!isWanted()) return fail({ code: 'cancelled', message: { id: 'problem.superseded' } })
    const step = steps.next()
    if (step.done === true) return ok(step.value)
    made(count)
  }
}
