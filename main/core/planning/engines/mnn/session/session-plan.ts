// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import { CATEGORIES, type CategoryBytes, type Decision, type Plan, type PlanStep } from '#contract/plan'
import type { Constant } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import type { PlanningInput } from '#core/planning/engine'
import { convLayers } from '#core/planning/layers/conv-layers'
import { weightElements } from '#core/planning/layers/conv-problem'
import { type DecidedLayer, decideLayers } from '#core/planning/selection/decide'
import { forceLayer } from '#core/planning/selection/force'
import { applyOverrides } from '#core/planning/selection/overrides/apply'
import { settingEffect } from '#core/planning/selection/setting-effect'
import type { Message } from '#messages/message'
import { FLOAT_BYTES, roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import { layerSettings, type MnnEngine } from '../engine'
import { geometryCommands } from '../geometry/commands'
import { deconvolutionLayers } from '../rules/deconvolutions'
import type { Executor } from '../rules/executor'
import { rulesOf } from '../rules/rules'
import { MEMORY } from '../settings'
import { type ConverterView, converterView, isConverted } from './converter-view'
import { fullyConnectedLayers } from './fully-connected'
import { modelBuffer } from './model-buffer'
import { objectBytes } from './objects'
import { onBackends, plainCoreOf, resizesOfOthers } from './other-operations'
import { residentSetBytes, residentSetNote } from './resident-set'
import { besideRows, sessionRows } from './rows'
import { type Session, type SessionMemory, sizeSession } from './session'
import { sessionConstants } from './session-constants'
import { layOut } from './tensor-layouts'
import { workspaceNote } from './workspace-note'

/** The plan of a whole MNN session: what that engine would choose and hold. Fails for impossible overrides only. */
export function planSession(engine: MnnEngine, input: PlanningInput): Result<Plan> {
  const { shaped, configuration } = input
  const rules = rulesOf(engine)
  const settings = layerSettings(engine, configuration)
  const view = converterView(shaped)
  const convolutions = convLayers(shaped)
  const connected = fullyConnectedLayers(shaped, view)
  const layers = [...convolutions.layers, ...connected].sort((a, b) => a.node - b.node)
  const overrides = applyOverrides(
    configuration.overrides ?? [],
    layers.map((layer) => ({ ...layer, name: shaped.model.nodes[layer.node]?.name ?? '' })),
    (layer, override) => forceLayer(rules, layer, settings, override),
  )
  if (!overrides.ok) return overrides
  const forced = new Map([...overrides.value.forced].map(([node, { override }]) => [node, override]))
  const decided = decideLayers(rules, layers, configuration, forced)
  const deconvolutions = new Map(
    [...deconvolutionLayers(shaped)].map(([node, layer]) => [node, engine.deconvolution(layer, settings)] as const),
  )
  const connectedNodes = new Set(connected.map(({ node }) => node))
  const constants = sessionConstants(shaped, view, new Set([...connectedNodes, ...deconvolutions.keys()]))
  const asConverted = layOut(shaped, view, connectedNodes)
  const { geometry } = engine
  const commands = geometry === null ? asConverted : geometryCommands(shaped, asConverted, view.outputs, geometry)
  const plainCore = plainCoreOf(engine, settings.core)
  const laidOut = onBackends(engine, settings.core, plainCore, shaped, commands)
  const buffer = modelBuffer(shaped, input.fileBytes, constants)
  const session: Session = {
    fileBytes: buffer.bytes,
    ops: laidOut.ops,
    inputs: view.inputs,
    outputs: view.outputs,
    tensors: laidOut.tensors,
    executors: new Map([...[...decided].map(([node, { executor }]) => [node, executor] as const), ...deconvolutions]),
    otherResizes: resizesOfOthers(
      engine,
      shaped,
      laidOut,
      settings.core,
      plainCore ?? settings.core,
      configuration.threads,
    ),
    quantisedWeights: new Map(
      layers.flatMap(({ node, problem, coding }) =>
        coding === undefined ? [] : [[node, weightElements(problem)] as const],
      ),
    ),
    keepsCopies: geometry?.keepsCopies ?? true,
    graphConstants: constants.graph.map(({ bytes }) => bytes),
    parameters: heldParameters(view, constants.parameters, settings.core),
  }
  const memory = sizeSession(engine, session, settings.core, plainCore ?? settings.core)
  const undecided = {
    shaped,
    session,
    constants,
    executors: deconvolutions,
    unmodelled: unmodelledLayers(shaped, convolutions.unknown, deconvolutions),
  }
  const rows = sessionRows(engine, new Map([...decided].map(([node, { decision }]) => [node, decision])), undecided)
  const nameOf = (node: number) => shaped.model.nodes[node]?.name ?? ''
  const totals: CategoryBytes = {
    packedWeights: memory.staticBytes,
    workspace: memory.dynamicBytes - memory.activationBytes,
    activations: memory.activationBytes,
    modelBuffer: buffer.bytes,
    other: 0,
  }
  const residentBytes = residentSetBytes(engine, memory.heapBytes, objectBytes(session, configuration.threads))
  const totalBytes = CATEGORIES.reduce((sum, category) => sum + totals[category], 0)
  return ok({
    modelId: input.modelId,
    configuration,
    decisions: rows,
    steps: planSteps(memory, rows),
    fusions: [],
    activationBound: null,
    totals,
    totalBytes,
    packedBeside: besideRows(rows, undecided, memory),
    workspaceNote: workspaceNote(rows, memory, nameOf),
    leftOut: leftOutNodes(shaped, view).filter((node) => !undecided.unmodelled.has(node)),
    residentSetBytes: residentBytes,
    notes: [
      ...engine.notes(configuration),
      ...overrideNotes(forced.size),
      ...overrides.value.notes,
      settingEffect(
        MEMORY,
        [...decided.values()].map(({ decision }) => decision),
      ),
      ...viewNotes(input, view),
      ...quantisationNotes(input, decided),
      ...memoryNotes(engine, memory),
      buffer.note,
      residentSetNote(engine, residentBytes, totalBytes),
      { id: 'note.notIncluded' },
    ],
  })
}

/**
 * By node, what executors hold of parameters: scale and bias of a channel-wise scaling (a batch norm becomes one)
 * lie in one block of whole packs, the others are held as they are. 2.8.1|3.6.1: cpu/CPUScale.cpp.
 */
function heldParameters(
  { ops }: ConverterView,
  parameters: ReadonlyMap<number, readonly number[]>,
  { pack, elementBytes }: MatrixCore,
): ReadonlyMap<number, readonly number[]> {
  const scalings = new Set(ops.flatMap(({ node, kind }) => (kind === 'Scale' || kind === 'BatchNorm' ? [node] : [])))
  return new Map(
    [...parameters].map(([node, sizes]) => {
      const channels = (sizes[0] ?? 0) / FLOAT_BYTES
      return [node, scalings.has(node) ? [2 * roundUp(channels, pack) * elementBytes] : sizes]
    }),
  )
}

function planSteps(memory: SessionMemory, rows: readonly Decision[]): PlanStep[] {
  const workspaces = new Map(rows.map(({ node, workspaceBytes }) => [node, workspaceBytes ?? 0]))
  return [...memory.aliveBytes].map(([node, activationBytes]) => ({
    node,
    activationBytes,
    workspaceBytes: workspaces.get(node) ?? 0,
  }))
}

/** Nodes that run but that nothing is known of: their shapes are not, or Convscope does not know the operation. */
function leftOutNodes({ model, folded }: ShapedModel, { unknown }: ConverterView): number[] {
  const foreign = model.nodes.filter(({ id, operation }) => operation.kind === 'Unsupported' && folded[id] !== true)
  return [...new Set([...unknown, ...foreign.map(({ id }) => id)])].sort((a, b) => a - b)
}

/** Layers that the profile does not model, with the reason. */
function unmodelledLayers(
  shaped: ShapedModel,
  convolutions: ReadonlyMap<number, Message>,
  deconvolutions: ReadonlyMap<number, Executor>,
): ReadonlyMap<number, Message> {
  const found = new Map(convolutions)
  for (const { id, operation } of shaped.model.nodes) {
    if (shaped.folded[id] === true) continue
    if (operation.kind === 'ConvTranspose' && !deconvolutions.has(id)) found.set(id, { id: 'unmodelled.transposed' })
    if (operation.kind === 'Recurrent') found.set(id, { id: 'unmodelled.recurrent' })
  }
  return found
}

function viewNotes({ shaped }: PlanningInput, view: ConverterView): Message[] {
  const notes: Message[] = []
  if (view.unknown.length > 0) {
    notes.push({ id: 'note.unknownShapes', nodes: view.unknown.length })
  }
  if (!isConverted(shaped)) {
    notes.push({ id: 'note.converterLayouts' })
    if (view.fused > 0) {
      notes.push({ id: 'note.converterFolds', nodes: view.fused })
    }
  }
  return notes
}

function overrideNotes(forced: number): Message[] {
  return forced === 0 ? [] : [{ id: 'note.forced', layers: forced }]
}

function quantisationNotes({ shaped }: PlanningInput, decided: ReadonlyMap<number, DecidedLayer<Executor>>): Message[] {
  const quantised = shaped.model.nodes.filter(
    ({ operation, inputs }) => operation.kind === 'Conv' && isQuantised(shaped.constants.get(inputs[1] ?? -1)),
  )
  const kept = quantised.filter(({ id }) => decided.get(id)?.executor.keepsIntegers === true).length
  const expanded = quantised.length - kept
  return [
    ...(kept > 0 ? [{ id: 'note.integersKept', convolutions: kept } as const] : []),
    ...(expanded > 0 ? [{ id: 'note.integersExpanded', convolutions: expanded } as const] : []),
  ]
}

function isQuantised(constant: Constant | undefined): boolean {
  return constant?.data.kind === 'coded' || constant?.data.kind === 'encoded' || constant?.data.kind === 'quantised'
}

function memoryNotes(engine: MnnEngine, memory: SessionMemory): Message[] {
  const notes: Message[] = [
    { id: 'note.staticPool' },
    { id: engine.geometry === null ? 'note.ownOutputs' : 'note.movements' },
  ]
  if (memory.leftoverBytes > 0) {
    notes.push({ id: 'note.leftover', bytes: memory.leftoverBytes })
  }
  return notes
}
