// SPDX-License-Identifier: Apache-2.0
/** Long work: yields after each plan made, so that the caller can go on with other things, or give up. */
export type Steps<T> = Generator<void, T, void>

/** Runs steps without a pause. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}
