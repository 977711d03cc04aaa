// SPDX-License-Identifier: Apache-2.0
import type { Decision } from '#contract/plan'
import type { Message } from '#messages/message'
import type { SessionMemory } from './session'

/**
 * Where the workspace of the totals comes from. Workspaces share the pool with activations, so that the total has only
 * what they add to it: at some layer activations and workspace together are more than activations are anywhere.
 */
export function workspaceNote(
  rows: readonly Decision[],
  { moments, dynamicBytes, activationBytes }: SessionMemory,
  nameOf: (node: number) => string,
): Message | null {
  const needs = rows
    .map(({ node, workspaceBytes }) => ({
      node,
      own: workspaceBytes ?? 0,
      alive: moments.of(node)?.activationBytes ?? 0,
    }))
    .filter(({ own }) => own > 0)
  const [largest] = [...needs].sort((a, b) => b.own - a.own)
  const [neediest] = [...needs].sort((a, b) => b.own + b.alive - a.own - a.alive)
  if (largest === undefined || neediest === undefined) return null
  if (dynamicBytes === activationBytes) {
    return { id: 'bill.workspaceFits', first: nameOf(largest.node), own: largest.own, without: activationBytes }
  }
  const { node, own, alive } = neediest
  return { id: 'bill.workspace', first: nameOf(node), own, alive, pool: dynamicBytes, without: activationBytes }
}
