// SPDX-License-Identifier: Apache-2.0

import type { Arena } from '#contract/arena'
import type { Choice } from '#contract/choice'
import { fail, ok, type Problem, type Result } from '#contract/errors'
import type { Fusion, PlanPeak, PlanStep } from '#contract/plan'
import { isDecidedInRun } from '#core/model/decided-in-run'
import type { ShapedModel } from '#core/model/shapes'
import { atNode } from '#core/planning/mistake'
import { Moments } from '#core/planning/moments'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { Program, ProgramBuffer, ProgramOp } from '#core/planning/native/program'
import { assignOffsets } from '../arena/arena'
import { liveBytes } from '../arena/live-bytes'
import { arenaPeak } from './arena-peak'
import { Draft, type NodeObstacle, type Target } from './draft'
import { emitNode } from './emit-node'
import { planFusions } from './fusion'
import { programArena } from './program-arena'
import { planStorage } from './storage-plan'
import { Values } from './values'

/** A lowered model. */
export interface Lowering {
  /** Complete where `obstacles` is empty; else without the nodes that cannot be executed. */
  readonly program: Program
  readonly obstacles: readonly NodeObstacle[]
  /** Activations alive and workspace at each node that runs, in order. */
  readonly steps: readonly PlanStep[]
  /** Where most of the arena and workspace is needed, and what lies in the arena then; null where nothing runs. */
  readonly peak: PlanPeak | null
  readonly fusions: readonly Fusion[]
  /** The most activation bytes that are alive at once: no arena can be smaller. */
  readonly activationBound: number
  /** Where everything lies in the program's arena, with the places that it runs with. */
  readonly placements: () => Arena
}

/**
 * Turns a shaped model with a kernel choice for every convolution into the engine's flat program.
 * Nodes that the engine cannot execute become obstacles; sizes are worked out as if it could.
 */
export function lower(
  shaped: ShapedModel,
  choices: ReadonlyMap<number, Choice>,
  target: Target,
  catalog: KernelCatalog,
): Lowering {
  const draft = new Draft(catalog, target)
  const values = new Values(shaped, draft)
  const { hosts, into } = planFusions(shaped, choices, draft.block)
  const tensors = shaped.model.inputs.filter(({ tensor }) => (shaped.dims[tensor] ?? null) !== null)
  const inputs = tensors.map(({ tensor }) => values.define(tensor, 'plain'))

  for (const node of shaped.model.nodes) {
    if (shaped.folded[node.id] || into.has(node.id)) continue
    // Nothing is to be computed of a tensor without elements.
    if (node.outputs.every((tensor) => values.isEmpty(tensor))) continue
    const known = node.inputs.every((tensor) => tensor < 0 || values.isKnown(tensor))
    // Behind an obstacle of unknown shape: told once, at the obstacle.
    if (!known && draft.obstacles.length > 0) continue
    // What is not supported tells its own reason.
    const told =
      shaped.operations[node.id]?.kind === 'Unsupported' ||
      node.outputs.every((tensor) => tensor < 0 || values.isShaped(tensor))
    const reason = !told
      ? ({ id: shaped.awaited.has(node.id) ? 'unrunnable.awaitsValues' : 'unrunnable.unknownOutput' } as const)
      : known
        ? atNode(node.id, () => emitNode({ shaped, choices, draft, values, fused: hosts }, node))
        : ({ id: 'unrunnable.missingInput' } as const)
    if (reason === null) continue
    const written = [
      ...node.outputs.slice(0, 1).map((tensor) => hosts.get(node.id)?.output ?? tensor),
      ...node.outputs.slice(1),
    ]
    const outputs = written.filter((tensor) => tensor >= 0 && (shaped.dims[tensor] ?? null) !== null)
    draft.addObstacle(
      node.id,
      reason,
      node.inputs
        .filter((tensor) => known && tensor >= 0 && !values.isEmpty(tensor) && !shaped.constants.has(tensor))
        .map((tensor) => values.plain(tensor, node.id)),
      outputs.map((tensor) => values.define(tensor, 'plain')),
      isDecidedInRun(shaped, node),
    )
  }
  const fusions = [...into].map(([node, host]) => ({ node, into: host })).sort((a, b) => a.node - b.node)
  return { ...assemble(shaped, draft, values, inputs), fusions }
}

/**
 * The same where the engine can execute all of it, or a problem that names the nodes in its way. `inPart`: what a run
 * may take out of the way is none.
 */
export function lowerWhole(
  shaped: ShapedModel,
  choices: ReadonlyMap<number, Choice>,
  target: Target,
  catalog: KernelCatalog,
  inPart = false,
): Result<Lowering> {
  const lowering = lower(shaped, choices, target, catalog)
  const obstacles = lowering.obstacles.filter(({ passing }) => !(inPart && passing))
  return obstacles.length === 0 ? ok(lowering) : fail(unsupported(shaped, obstacles))
}

const OBSTACLES_NAMED = 3

function unsupported(shaped: ShapedModel, obstacles: readonly NodeObstacle[]): Problem {
  const nodes = obstacles.slice(0, OBSTACLES_NAMED).map(({ node, reason }) => {
    // An output of the model that is constant belongs to no node.
    const { name = '', sourceOp = '' } = shaped.model.nodes[node] ?? {}
    return { name, op: sourceOp, reason }
  })
  const first = shaped.model.nodes[obstacles[0]?.node ?? -1]
  return {
    code: 'run/unsupported',
    message: { id: 'problem.run.cannotExecute', nodes, more: obstacles.length - nodes.length },
    ...(first === undefined ? {} : { node: first.name }),
  }
}

function modelOutputs(shaped: ShapedModel, draft: Draft, values: Values): readonly number[] {
  const producers = new Map(shaped.model.nodes.flatMap((node) => node.outputs.map((tensor) => [tensor, node.id])))
  return shaped.model.outputs.flatMap((tensor) => {
    if (!values.isKnown(tensor) || values.dims(tensor).includes(0)) return []
    const node = producers.get(tensor) ?? -1
    const buffer = values.plain(tensor, node)
    if (!values.isConstant(tensor)) return [buffer]
    const copy = draft.newBuffer(values.dims(tensor), 'plain')
    draft.addOp(node, { kind: 'Copy' }, [buffer], [copy])
    return [copy]
  })
}

function assemble(
  shaped: ShapedModel,
  draft: Draft,
  values: Values,
  inputs: readonly number[],
): Omit<Lowering, 'fusions'> {
  const outputs = modelOutputs(shaped, draft, values)
  const storages = planStorage(draft, inputs, outputs)
  const arena = assignOffsets(storages.buffers)
  const buffers = draft.buffers.map((buffer): ProgramBuffer => {
    const { place } = buffer
    if (place.kind === 'constant') return { ...buffer, place }
    const root = arena.offsets[storages.rootOf(place.storage)] as number
    const offset = root + storages.offsetInRoot(place.storage) + place.offset
    return { ...buffer, place: { kind: 'arena', offset } }
  })
  const ops = draft.ops.flatMap(({ operation, ...op }): ProgramOp[] =>
    operation === null ? [] : [{ ...op, operation }],
  )
  const workspaceBytes = draft.ops.reduce((largest, op) => Math.max(largest, op.workspaceBytes), 0)
  const live = liveBytes(storages.buffers, draft.ops.length)
  const tensors = values.byBuffer()
  return {
    program: { ...draft.target, buffers, ops, inputs, outputs, arenaBytes: arena.bytes, workspaceBytes },
    obstacles: draft.obstacles,
    activationBound: arena.bound,
    steps: stepsByNode(draft, live),
    peak: arenaPeak(draft, storages, live, { shaped, tensors, outputs }),
    placements: () =>
      programArena({ draft, storages, bytes: arena.bytes, workspaceBytes, offsets: arena.offsets, shaped, tensors }),
  }
}

/** Ops that run on behalf of one node (its Reorders, a chain) count as one step: the one that needs most. */
function stepsByNode(draft: Draft, live: readonly number[]): readonly PlanStep[] {
  const moments = new Moments()
  for (const [index, { node, workspaceBytes }] of draft.ops.entries())
    moments.note({ node, activationBytes: live[index] ?? 0, workspaceBytes })
  return moments.steps
}
