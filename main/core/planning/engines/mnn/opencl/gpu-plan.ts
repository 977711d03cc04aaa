// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { Lifecycle } from '#contract/lifecycle'
import { CATEGORIES, type CategoryBytes, type Decision, type Plan, type WorkspaceSection } from '#contract/plan'
import { largest } from '#core/model/extremes'
import { inferShapes } from '#core/model/infer-shapes'
import type { ShapedModel } from '#core/model/shapes'
import type { PlanningInput } from '#core/planning/engine'
import { isLayer } from '#core/planning/layers/layer-facts'
import { plainRow, productAlgorithm, unknownRow } from '#core/planning/layers/plain-row'
import { settingEffect } from '#core/planning/selection/setting-effect'
import { read } from '#core/planning/settings'
import type { Message, PartId } from '#messages/message'
import { foldNodes, foldRows, foldSteps } from '../conversion/fold-plan'
import type { MnnEngine } from '../engine'
import { overrideNotes, viewNotes } from '../session/plan-notes'
import { CREATED_FOR, MEMORY } from '../settings'
import { bytesOf } from './executor'
import { GpuArena } from './gpu-arena'
import { gpuNotes } from './gpu-notes'
import type { GpuRules } from './gpu-rules'
import { isKnownCoding } from './integer-convolutions'
import { layersOnCpu, unmodelledOperations } from './other-operations'
import { keptOf, type PreparedGpuSession, prepareGpuSession, transfersOf } from './prepare'
import { keepsIntegers } from './select'
import { type GpuMemory, GpuSession } from './sizing'

/** The plan of a session on the OpenCL backend: what the driver is asked for. Fails for impossible overrides only. */
export function planGpuSession(engine: MnnEngine, rules: GpuRules, input: PlanningInput): Result<Plan> {
  const { configuration, shaped: model } = input
  const first = createdFor(model, read(CREATED_FOR, configuration) === 'file')
  const created = first === null ? null : prepareGpuSession(engine, rules, first, configuration, null)
  if (created !== null && !created.ok) return created
  const prepared = prepareGpuSession(engine, rules, model, configuration, created && keptOf(created.value))
  if (!prepared.ok) return prepared
  const { converted, graph, gpu, session } = prepared.value
  const { shaped } = converted
  const sized = new GpuSession(rules, gpu)
  sized.create(created === null ? session : { ...session, created: created.value.session.created })
  if (created !== null) sized.size(created.value.session)
  const arena = input.tellArena === undefined ? null : new GpuArena(converted, session.tensors, gpu.storage)
  const memory = sized.size(session, arena)
  if (arena !== null) input.tellArena?.(arena.finish())
  const loadedBytes = sized.ledger.liveBytes
  const loadingBytes = sized.ledger.peakBytes
  sized.ledger.restart()
  for (const bytes of transfersOf(prepared.value, rules)) sized.transfer(bytes)
  const totalBytes = sized.ledger.liveBytes
  const runningBytes = sized.ledger.peakBytes
  const unmodelled = unmodelledNodes(prepared.value, rules)
  const rows = rowsOf(shaped, prepared.value, unmodelled)
  const decisions = foldRows(rows, converted)
  const totals: CategoryBytes = {
    packedWeights: memory.heldBytes,
    workspace: memory.dynamicBytes - memory.activationBytes,
    activations: memory.activationBytes,
    modelBuffer: 0,
    inputsOutputs: sized.hostBytes,
    other: memory.strandedBytes,
  }
  const leftOut = foldNodes(graph.view.unknown, converted).filter((node) => !unmodelled.has(node))
  return ok({
    modelId: input.modelId,
    configuration,
    decisions,
    steps: foldSteps(memory.moments.steps, converted),
    fusions: [],
    activationBound: null,
    lifecycle: lifecycleOf(loadingBytes, loadedBytes, runningBytes, totalBytes),
    totals,
    totalBytes: CATEGORIES.reduce((sum, category) => sum + totals[category], 0),
    packedBeside: besideRows(rows, memory),
    workspaceNote: workspaceNote(rows, memory, (node) => shaped.model.nodes[node]?.name ?? ''),
    leftOut,
    residentSetBytes: null,
    get notes(): readonly Message[] {
      return [
        ...engine.notes(configuration).filter(({ id }) => OF_BOTH.has(id)),
        ...overrideNotes(prepared.value.forced),
        ...prepared.value.overrideNotes,
        settingEffect(MEMORY, decisions),
        ...viewNotes(engine, converted, graph.view),
        ...gpuNotes(
          engine.version,
          rules,
          gpu,
          {
            ...{ memory, hostBytes: sized.hostBytes, loadingBytes, loadedBytes, onCpu: prepared.value.onCpu.size },
            triesBoth: [...prepared.value.decided.values()].some(({ executor }) => executor.triesBoth === true),
          },
          created !== null,
        ),
      ]
    },
  })
}

/** Of the notes of a release, those that hold on every backend. */
const OF_BOTH: ReadonlySet<string> = new Set(['note.newerRelease', 'note.unknownRelease', 'note.unreleased'])

/**
 * The model with the sizes that its file states, where a session is created with those and resized; else null. A batch
 * that it leaves open counts as one; with anything else open nothing is created before the inputs have their sizes.
 * 2.8.1|3.6.1: source/utils/InitNet.cpp, initTensors.
 */
function createdFor({ model, dims }: ShapedModel, forFile: boolean): ShapedModel | null {
  if (!forFile) return null
  const sizes: Record<string, readonly number[]> = {}
  for (const { tensor, declaredDims } of model.inputs) {
    const stated = declaredDims?.map((dim, axis) => (axis === 0 ? (dim ?? 1) : dim))
    if (stated === undefined || stated.includes(null)) return null
    sizes[model.tensors[tensor]?.name ?? ''] = stated.flatMap((dim) => dim ?? [])
  }
  if (model.inputs.every(({ tensor }) => sizes[model.tensors[tensor]?.name ?? '']?.join() === dims[tensor]?.join())) {
    return null
  }
  const shaped = inferShapes(model, sizes)
  return shaped.ok ? shaped.value : null
}

function lifecycleOf(loading: number, loaded: number, running: number, after: number): Lifecycle {
  return { loading, loaded, running, afterRun: after, runningAgain: after, afterSecondRun: after }
}

/** By node: why the profile does not tell what it takes. */
export function unmodelledNodes(
  { unknown, graph, gpu }: PreparedGpuSession,
  rules: GpuRules,
): ReadonlyMap<number, Message> {
  const found = new Map(unknown)
  const { shaped } = graph.converted
  for (const layer of graph.layers) {
    const isKnown = rules.integers === 'kept' && layer.coding !== undefined && isKnownCoding(layer.coding)
    if (!isKnown && keepsIntegers(layer, { rules, gpu })) found.set(layer.node, { id: 'unmodelled.gpuIntegers' })
  }
  for (const [node, why] of unmodelledOperations(shaped, rules, gpu)) found.set(node, why)
  for (const { id, operation } of shaped.model.nodes) {
    if (shaped.folded[id] === true || operation.kind !== 'ConvTranspose' || graph.deconvolutions.has(id)) continue
    found.set(id, { id: 'unmodelled.transposed' })
  }
  return found
}

/** A row for every node that is a layer, holds something of its own or needs a workspace, in execution order. */
function rowsOf(
  shaped: ShapedModel,
  { decided, session, onCpu }: PreparedGpuSession,
  unmodelled: ReadonlyMap<number, Message>,
): Decision[] {
  const workspaces = new Map<number, ReturnType<typeof session.workspaceOf>>()
  const running = new Set<number>()
  const grouped = layersOnCpu(shaped)
  for (const op of session.ops) {
    running.add(op.node)
    if (decided.has(op.node)) continue
    const pieces = session.workspaceOf(op)
    if (bytesOf(pieces) > bytesOf(workspaces.get(op.node) ?? [])) workspaces.set(op.node, pieces)
  }
  return shaped.model.nodes.flatMap((node): Decision[] => {
    const { id } = node
    const why = unmodelled.get(id)
    if (why !== undefined) return [unknownRow(shaped, id, why)]
    // What the CPU takes for it instead is not told: no advice may count it as saved.
    if (onCpu.has(id) && !grouped.has(id)) return [unknownRow(shaped, id, { id: 'unmodelled.imageTooLong' })]
    if (onCpu.has(id)) return [rowOnCpu(shaped, id)]
    const made = decided.get(id)
    if (made !== undefined) return [made.decision]
    if (!running.has(id)) return []
    const workspace = workspaces.get(id) ?? []
    const packedWeightBytes = bytesOf(session.created.get(id)?.held ?? [])
    const row = plainRow(shaped, id, {
      executor: null,
      algorithm: productAlgorithm(shaped, id),
      packedWeightBytes,
      workspaceBytes: bytesOf(workspace),
      workspace: sectionsOf(workspace),
    })
    return isLayer(shaped, node) || packedWeightBytes > 0 || workspace.length > 0 ? [row] : []
  })
}

/** Of a layer that runs on the CPU: the driver is asked for nothing but copies, which are activations. */
function rowOnCpu(shaped: ShapedModel, node: number): Decision {
  const nothing = { executor: null, algorithm: null, packedWeightBytes: 0, workspaceBytes: 0, workspace: [] }
  return plainRow(shaped, node, { ...nothing, reason: { id: 'gpu.onCpu' } })
}

function sectionsOf(pieces: readonly { readonly part: PartId; readonly bytes: number }[]) {
  const sections = new Map<PartId, WorkspaceSection>()
  for (const { part, bytes } of pieces) {
    const before = sections.get(part)?.bytes ?? 0
    sections.set(part, { name: { id: part }, bytes: before + bytes })
  }
  return [...sections.values()]
}

/** Constants of the graph, and what rows do not tell. */
function besideRows(rows: readonly Decision[], { heldBytes }: GpuMemory): WorkspaceSection[] {
  const told = rows.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
  const constants = heldBytes - told
  return constants === 0 ? [] : [{ name: { id: 'bill.constants' }, bytes: constants }]
}

function workspaceNote(
  rows: readonly Decision[],
  { dynamicBytes, activationBytes, moments }: GpuMemory,
  nameOf: (node: number) => string,
): Message | null {
  const most = largest(
    rows.map(({ workspaceBytes }) => workspaceBytes ?? 0),
    0,
  )
  const neediest = rows.find(({ workspaceBytes }) => workspaceBytes === most)
  if (neediest === undefined || most === 0) return null
  const first = nameOf(neediest.node)
  if (dynamicBytes === activationBytes) return { id: 'bill.workspaceFits', first, own: most, without: activationBytes }
  const alive = moments.of(neediest.node)?.activationBytes ?? 0
  return { id: 'bill.workspace', first, own: most, alive, pool: dynamicBytes, without: activationBytes }
}
