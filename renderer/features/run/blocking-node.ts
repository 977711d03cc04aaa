// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'

/** The first node that no run gets past; what a run may never reach, or only learns about, is none. */
export function blockingNode({ nodes }: Pick<ModelView, 'nodes'>): NodeView | null {
  return nodes.find(({ notRunnable, decidedInRun }) => notRunnable !== undefined && decidedInRun !== true) ?? null
}
