// SPDX-License-Identifier: Apache-2.0
import { fail, type Result } from '#contract/errors'
import type { ShapedModel } from '#core/model/shapes'

/** An exception met at a node of the model. */
class MistakeAt extends Error {
  constructor(
    readonly node: number,
    cause: unknown,
  ) {
    super(detailOf(cause), { cause })
  }
}

/** Does a part of planning for a node: whatever is thrown in it is told with that node. */
export function atNode<T>(node: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof MistakeAt ? error : new MistakeAt(node, error)
  }
}

/**
 * The one boundary of planning. No file makes planning throw, as far as we know; should one do so all the same, the
 * answer is a sentence that names the node, and the program goes on. A bug stays one: its code is `internal/bug`.
 */
export function bounded<T>(shaped: ShapedModel, work: () => Result<T>): Result<T> {
  try {
    return work()
  } catch (error) {
    const name = error instanceof MistakeAt ? shaped.model.nodes[error.node]?.name : undefined
    const message = { id: 'problem.plan.mistake', node: name ?? null, detail: detailOf(error) } as const
    return fail({ code: 'internal/bug', message, ...(name === undefined ? {} : { node: name }) })
  }
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
