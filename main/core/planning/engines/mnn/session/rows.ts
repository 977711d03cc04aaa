// SPDX-License-Identifier: Apache-2.0

import type { Decision, WorkspaceSection } from '#contract/plan'
import { addToList } from '#core/model/add-to-list'
import type { Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import { isLayer } from '#core/planning/layers/layer-facts'
import { plainRow, productAlgorithm, unknownRow } from '#core/planning/layers/plain-row'
import type { Message } from '#messages/message'
import { FLOAT_BYTES } from '../arithmetic'
import type { MnnEngine } from '../engine'
import { gatheredElements, spreadElements, transposedVolume, volumeConvolution } from '../geometry/volumes'
import { EagerPool } from '../pools/eager-pool'
import { type Executor, measure, Workspace } from '../rules/executor'
import type { Resize } from '../rules/other-operation'
import { type RecurrentLayer, recurrentLayer } from '../rules/recurrent-layers'
import { isConverted } from './converter-view'
import type { Session, SessionMemory } from './session'
import type { Constants } from './session-constants'

/** What the rows of a session are made of, beside the layers that the engine decides. */
export interface Undecided {
  readonly shaped: ShapedModel
  readonly session: Session
  readonly constants: Constants
  /** By node: executors of layers for which the engine has no choice. */
  readonly executors: ReadonlyMap<number, Executor>
  /** By node: why the profile does not tell what it holds. */
  readonly unmodelled: ReadonlyMap<number, Message>
}

/** A row for every node that is a layer, holds constants of its own or needs a workspace, in execution order. */
export function sessionRows(
  engine: MnnEngine,
  decided: ReadonlyMap<number, Decision>,
  { shaped, session, constants, executors, unmodelled }: Undecided,
): Decision[] {
  const resizes = resizesByNode(session)
  const running = new Set(session.ops.map(({ node }) => node))
  return shaped.model.nodes.flatMap((node): Decision[] => {
    const { id } = node
    const made = decided.get(id)
    if (made !== undefined) return [made]
    const why = unmodelled.get(id)
    if (why !== undefined) return [unknownRow(shaped, id, why)]
    if (!running.has(id)) return []
    const executor = executors.get(id)
    if (executor !== undefined) return [executorRow(engine, shaped, id, executor)]
    const held = heldConstants(constants, session, id, holdsConstants(shaped, id))
    const row = otherRow(engine, shaped, id, held, resizes.get(id) ?? [])
    const holds = !changesIntegers(node) && row.packedWeightBytes
    return isLayer(shaped, node) || holds || row.workspaceBytes ? [row] : []
  })
}

/** Whether a node only changes floats to integers or back: its scales are no weights. */
function changesIntegers({ operation }: Node): boolean {
  return operation.kind === 'Unsupported' && operation.like?.kind === 'Identity'
}

/** What of the packed weights is in no row; together they are the static pool. */
export function besideRows(
  rows: readonly Decision[],
  { shaped, session, constants, unmodelled }: Undecided,
  memory: SessionMemory,
): WorkspaceSection[] {
  const inRows = new Set(rows.filter((row) => row.packedWeightBytes !== null).map(({ node }) => node))
  const graph = sum(
    constants.graph.filter(({ node }) => !(inRows.has(node) && holdsConstants(shaped, node))).map(({ bytes }) => bytes),
  )
  const scales = shaped.model.nodes
    .filter((node) => changesIntegers(node) && !inRows.has(node.id))
    .flatMap(({ id }) => session.parameters.get(id) ?? [])
  const plain = sum([...unmodelled.keys()].flatMap((node) => session.parameters.get(node) ?? []))
  const told =
    sum(rows.map(({ packedWeightBytes }) => packedWeightBytes ?? 0)) +
    graph +
    sum(scales) +
    plain +
    memory.leftoverBytes
  const sections: WorkspaceSection[] = [
    { name: { id: 'bill.constants' }, bytes: graph + sum(scales) },
    { name: { id: 'bill.plainWeights' }, bytes: plain },
    { name: { id: 'bill.keptScratch' }, bytes: memory.leftoverBytes },
    { name: { id: 'bill.rounding' }, bytes: memory.staticBytes - told },
  ]
  return sections.filter(({ bytes }) => bytes !== 0)
}

function executorRow(engine: MnnEngine, shaped: ShapedModel, node: number, executor: Executor): Decision {
  const { packedWeightBytes, workspaceBytes, workspace } = measure(executor, engine.pool.create(null, null))
  const { algorithm, className } = executor
  const operations = executor.operations?.() ?? null
  const reason = executor.reason?.()
  const sizes = { packedWeightBytes, workspaceBytes, workspace, operations }
  const row = plainRow(shaped, node, { executor: className, algorithm, ...sizes, ...(reason && { reason }) })
  return { ...row, unit: executor.unit ?? null }
}

function otherRow(
  engine: MnnEngine,
  shaped: ShapedModel,
  node: number,
  heldBytes: number,
  resizes: readonly Resize[],
): Decision {
  const isVolume = volumeConvolution(shaped, node) !== null
  const isTransposed = transposedVolume(shaped, node) !== null
  const recurrent = recurrentLayer(shaped, node)
  const staticPool = new EagerPool()
  // Ops of one node take turns: the neediest counts.
  const sized = resizes.map((resize) => {
    const workspace = new Workspace(engine.pool.create(null, null))
    resize(workspace, staticPool)
    return workspace
  })
  const [largest] = sized.sort((a, b) => b.pool.totalBytes - a.pool.totalBytes)
  return plainRow(shaped, node, {
    executor: null,
    algorithm: isVolume ? 'im2col' : isTransposed ? 'gemm' : productAlgorithm(shaped, node),
    ...(isTransposed && {
      reason: { id: 'reason.transposedVolume', bytes: FLOAT_BYTES * spreadElements(shaped, node) } as const,
    }),
    ...(recurrent !== null && { reason: recurrentReason(engine, shaped, recurrent) }),
    ...(isVolume && { reason: { id: 'reason.volume', bytes: FLOAT_BYTES * gatheredElements(shaped, node) } as const }),
    packedWeightBytes: heldBytes + staticPool.heldBytes,
    workspaceBytes: largest?.pool.totalBytes ?? 0,
    workspace: largest?.sections() ?? [],
  })
}

function recurrentReason({ recurrent }: MnnEngine, shaped: ShapedModel, { cell }: RecurrentLayer): Message {
  if (cell !== 'rnn' && recurrent?.onRequest === true && !isConverted(shaped))
    return { id: 'reason.recurrentOnRequest' }
  if (cell === 'gru') return { id: 'reason.recurrentWhole' }
  return { id: recurrent?.lstm === 'steps' ? 'reason.recurrentSteps' : 'reason.recurrentLoops' }
}

/** Whether a node's constants are weights, rather than numbers that an operation on the graph's data reads. */
function holdsConstants(shaped: ShapedModel, id: number): boolean {
  const node = shaped.model.nodes[id]
  return node !== undefined && (isLayer(shaped, node) || node.operation.kind === 'Gather')
}

function heldConstants({ graph }: Constants, { parameters }: Session, node: number, graphToo: boolean): number {
  const own = graphToo ? graph.filter((constant) => constant.node === node).map(({ bytes }) => bytes) : []
  return sum([...own, ...(parameters.get(node) ?? [])])
}

function resizesByNode({ otherResizes }: Session): ReadonlyMap<number, readonly Resize[]> {
  const found = new Map<number, Resize[]>()
  for (const [{ node }, resize] of otherResizes) addToList(found, node, resize)
  return found
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, bytes) => total + bytes, 0)
}
