// SPDX-License-Identifier: Apache-2.0
import type { Problem } from '#contract/errors'
import { english } from '#messages/say'

/** Ends a run early; carried out of its phases by throwing. */
export class RunFailure extends Error {
  constructor(readonly problem: Problem) {
    super(english(problem.message))
  }
}
