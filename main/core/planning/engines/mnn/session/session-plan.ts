// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import { CATEGORIES, type CategoryBytes, type Plan, type PlanStep } from '#contract/plan'
import type { Constant } from '#core/model/graph'
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
import { type Session, type SessionMemory, sizeSession } from './session'
import { sessionConstants } from './session-constants'
import { layOut } from './tensor-layouts'

/** The plan of a whole MNN session: what that engine would choose and hold. Fails for impossible overrides only. */
export function planSession(engine: MnnEngine, input: PlanningInput): Result<Plan> {
  const { shaped, configuration } = input
  const rules = rulesOf(engine)
  const settings = layerSettings(engine, configuration)
  const { layers, notes } = convLayers(shaped)
  const overrides = applyOverrides(
    configuration.overrides ?? [],
    layers.map((layer) => ({ ...layer, name: shaped.model.nodes[layer.node]?.name ?? '' })),
    (layer, override) => forceLayer(rules, layer, settings, override),
  )
  if (!overrides.ok) return overrides
  const forced = new Map([...overrides.value.forced].map(([node, { override }]) => [node, override]))
  const decided = decideLayers(rules, layers, configuration, forced)
  const view = converterView(shaped)
  const connected = fullyConnectedLayers(shaped, view)
  const asConvolutions = [...connected].map(([node, problem]) => {
    const { chosen } = engine.select({ problem, constantWeight: true, biasElements: null }, settings)
    return [node, chosen] as const
  })
  const deconvolutions = [...deconvolutionLayers(shaped)].flatMap(([node, layer]) => {
    const executor = engine.deconvolution(layer, settings)
    return executor === null ? [] : [[node, executor] as const]
  })
  const packed = new Set([...connected.keys(), ...deconvolutions.map(([node]) => node)])
  const constants = sessionConstants(shaped, view, packed)
  const asConverted = layOut(shaped, view, new Set(connected.keys()))
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
    executors: new Map([
      ...[...decided].map(([node, { executor }]) => [node, executor] as const),
      ...asConvolutions,
      ...deconvolutions,
    ]),
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
    graphConstants: constants.graph,
    parameters: heldParameters(view, constants.parameters, settings.core),
  }
  const memory = sizeSession(engine, session, settings.core, plainCore ?? settings.core)
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
    decisions: [...decided.values()].map(({ decision }) => decision),
    steps: planSteps(memory, decided),
    fusions: [],
    activationBound: null,
    totals,
    totalBytes,
    residentSetBytes: residentBytes,
    notes: [
      ...engine.notes(configuration),
      ...overrideNotes(forced.size),
      ...overrides.value.notes,
      settingEffect(
        MEMORY,
        [...decided.values()].map(({ decision }) => decision),
      ),
      ...notes,
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

function planSteps(memory: SessionMemory, decided: ReadonlyMap<number, DecidedLayer<Executor>>): PlanStep[] {
  return [...memory.aliveBytes].map(([node, activationBytes]) => ({
    node,
    activationBytes,
    workspaceBytes: decided.get(node)?.decision.workspaceBytes ?? 0,
  }))
}

function viewNotes({ shaped }: PlanningInput, view: ConverterView): Message[] {
  const notes: Message[] = []
  if (view.unknown > 0) {
    notes.push({ id: 'note.unknownShapes', nodes: view.unknown })
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
