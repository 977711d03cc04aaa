// SPDX-License-Identifier: Apache-2.0

import type { Decision, WorkspaceSection } from '#contract/plan'
import { addToList } from '#core/model/add-to-list'
import type { ShapedModel } from '#core/model/shapes'
import { isLayer } from '#core/planning/layers/layer-facts'
import { plainRow, productAlgorithm, unknownRow } from '#core/planning/layers/plain-row'
import { changed } from '#core/planning/lazy'
import type { ProgramOp } from '#core/planning/native/program'
import type { Message } from '#messages/message'
import type { Lowering } from './lowering/lower'

const NUMBER_BYTES = 4

/**
 * A row for every node that is a layer, holds more constants than single numbers or needs a workspace, in execution
 * order: those that kernels were chosen for, and the others as the program has them. The scale of a quantisation is
 * beside the rows.
 */
export function programRows(shaped: ShapedModel, decisions: readonly Decision[], lowering: Lowering): Decision[] {
  const decided = new Map(decisions.map((decision) => [decision.node, decision]))
  const { program, obstacles } = lowering
  const reasons = new Map(obstacles.map(({ node, reason }) => [node, reason]))
  const ops = new Map<number, ProgramOp[]>()
  for (const op of program.ops) addToList(ops, op.node, op)
  const constants = new Map<number, number>()
  const holding = new Set<number>()
  for (const { place, bytes } of program.buffers) {
    if (place.kind !== 'constant') continue
    constants.set(place.node, (constants.get(place.node) ?? 0) + bytes)
    if (bytes > NUMBER_BYTES) holding.add(place.node)
  }
  const hosts = new Set(lowering.fusions.map(({ node }) => node))
  return shaped.model.nodes.flatMap((node): Decision[] => {
    const { id } = node
    const own = decided.get(id)
    const held = constants.get(id) ?? 0
    if (own !== undefined)
      return [held === 0 ? own : changed(own, { packedWeightBytes: (own.packedWeightBytes ?? 0) + held })]
    if (shaped.folded[id] === true || (hosts.has(id) && !holding.has(id))) return []
    const running = ops.get(id)
    if (running === undefined)
      return isLayer(shaped, node) ? [unknownRow(shaped, id, reasons.get(id) ?? { id: 'unmodelled.shape' })] : []
    const row = operationRow(shaped, id, running, held)
    const holds = (row.packedWeightBytes ?? 0) > held || holding.has(id)
    return isLayer(shaped, node) || holds || row.workspaceBytes ? [row] : []
  })
}

/** What of the packed weights is in no row. */
export function besideRows(rows: readonly Decision[], packedBytes: number): WorkspaceSection[] {
  const bytes = packedBytes - rows.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
  return bytes === 0 ? [] : [{ name: { id: 'bill.constants' }, bytes }]
}

/** One block serves all layers in turn. */
export function workspaceNote(rows: readonly Decision[], { model }: ShapedModel): Message | null {
  const [largest] = [...rows].sort((a, b) => (b.workspaceBytes ?? 0) - (a.workspaceBytes ?? 0))
  if (!largest?.workspaceBytes) return null
  const first = model.nodes[largest.node]?.name ?? ''
  return { id: 'bill.workspaceLargest', first, own: largest.workspaceBytes }
}

/** Nodes that the engine cannot execute and that have no row. */
export function leftOut(shaped: ShapedModel, rows: readonly Decision[], { obstacles }: Lowering): number[] {
  const inRows = new Set(rows.map(({ node }) => node))
  return obstacles.map(({ node }) => node).filter((node) => !inRows.has(node) && shaped.folded[node] !== true)
}

function operationRow(shaped: ShapedModel, node: number, ops: readonly ProgramOp[], held: number): Decision {
  const packed = ops.reduce(
    (sum, { operation }) => sum + (operation.kind === 'Conv' ? operation.packedWeightBytes : 0),
    held,
  )
  return plainRow(shaped, node, {
    executor: ops.at(-1)?.operation.kind ?? null,
    algorithm: productAlgorithm(shaped, node),
    packedWeightBytes: packed,
    workspaceBytes: ops.reduce((most, { workspaceBytes }) => Math.max(most, workspaceBytes), 0),
    workspace: [],
  })
}
