// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { ShapedModel } from '#core/model/shapes'
import type { PlanningInput } from '#core/planning/engine'
import { weightElements } from '#core/planning/layers/conv-problem'
import { type DecidedLayer, decideLayers } from '#core/planning/selection/decide'
import type { Message } from '#messages/message'
import { FLOAT_BYTES, roundUp } from '../arithmetic'
import type { ConvertedModel } from '../conversion/converted-model'
import { foldNodes } from '../conversion/fold-plan'
import type { MatrixCore } from '../core'
import { layerSettings, type MnnEngine } from '../engine'
import { geometryCommands } from '../geometry/commands'
import type { Executor } from '../rules/executor'
import type { IntegerRules } from '../rules/integer-layers'
import { rulesOf } from '../rules/rules'
import type { LayerSettings } from '../rules/selection'
import { convertedGraph } from './converted-graph'
import { type ConverterView, isConverted } from './converter-view'
import { forceConverted } from './forced-layers'
import { type ModelBuffer, modelBuffer } from './model-buffer'
import { onBackends, plainCoreOf, resizesOfOthers } from './other-operations'
import type { Session } from './session'
import type { Constants } from './session-constants'

/** A session before it is sized. */
export interface PreparedSession {
  /** All nodes below are those of it. */
  readonly converted: ConvertedModel
  readonly session: Session
  readonly core: MatrixCore
  readonly plainCore: MatrixCore
  readonly view: ConverterView
  readonly constants: Constants
  readonly buffer: ModelBuffer
  /** Convolutions and fully connected layers, by node. */
  readonly decided: ReadonlyMap<number, DecidedLayer<Executor>>
  /** Convolutions that the model does not tell enough of, with the reason. */
  readonly unknown: ReadonlyMap<number, Message>
  /** By node: layers for which the engine has no choice. */
  readonly undecided: ReadonlyMap<number, Executor>
  /** Layers of the model that overrides force, and what is to be said of overrides. */
  readonly forced: number
  readonly overrideNotes: readonly Message[]
}

/**
 * What a session of MNN consists of: the graph as its converter would leave it, with an executor for every layer. `kept`:
 * what layers are to run, by node, whatever the rules choose. Fails for impossible overrides only.
 */
export function prepareSession(
  engine: MnnEngine,
  input: PlanningInput,
  kept: ReadonlyMap<number, Override> | null = null,
): Result<PreparedSession> {
  const { configuration } = input
  const graph = convertedGraph(input.shaped, engine.conversion)
  const { converted, view, layers, constants } = graph
  const { shaped } = converted
  const rules = rulesOf(engine)
  const settings = layerSettings(engine, configuration)
  const overrides = forceConverted(rules, layers, converted, configuration, settings)
  if (!overrides.ok) return overrides
  const { forced } = overrides.value
  const decided = decideLayers(rules, layers, configuration, kept ?? forced, input.timesFor)
  const { integers } = engine
  const plainCore = plainCoreOf(engine, settings.core)
  const integerSettings = settingsOfIntegers(engine, settings, plainCore)
  const undecided = new Map([
    ...[...graph.deconvolutions].map(([node, layer]) => [node, engine.deconvolution(layer, settings)] as const),
    ...[...graph.integers].flatMap(([node, layer]) => {
      const executor = integers.convolution(layer, integerSettings)
      return executor === null ? [] : [[node, executor] as const]
    }),
  ])
  const { geometry } = engine
  const commands =
    geometry === null
      ? graph.laidOut
      : geometryCommands(shaped, graph.laidOut, view.outputs, geometry, {
          recurrent: engine.recurrent,
          transposesVolumes: transposesVolumes(engine, shaped),
          moves: converted.moves,
        })
  const laidOut = onBackends(engine, settings.core, plainCore, shaped, commands)
  const buffer = modelBuffer(shaped, input.fileBytes, constants)
  const session: Session = {
    fileBytes: buffer.bytes,
    ops: laidOut.ops,
    inputs: view.inputs,
    outputs: [...view.outputs, ...(laidOut.held ?? [])],
    tensors: laidOut.tensors,
    executors: new Map([...[...decided].map(([node, { executor }]) => [node, executor] as const), ...undecided]),
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
    parameters: heldParameters(shaped, view, constants.parameters, settings.core, integers, integerSettings.core.pack),
  }
  return ok({
    converted,
    session,
    core: settings.core,
    plainCore: plainCore ?? settings.core,
    view,
    constants,
    buffer,
    decided,
    unknown: graph.unknown,
    undecided,
    forced: foldNodes([...forced.keys()], converted).length,
    overrideNotes: overrides.value.notes,
  })
}

/** Whether transposed convolutions over three axes reach the engine, which takes them apart: to 3.0.4, and from its own files. */
export function transposesVolumes({ geometry, conversion }: MnnEngine, shaped: ShapedModel): boolean {
  return geometry?.transposesVolumes === true && (isConverted(shaped) || conversion.volumesAsPlanes !== 'all')
}

/** Of the backend that runs convolutions of 8-bit integers: the plain one where the other has none (rules/plain-backend.ts). */
function settingsOfIntegers(
  { plainBackend }: MnnEngine,
  settings: LayerSettings,
  plainCore: MatrixCore | null,
): LayerSettings {
  if (plainBackend === null || plainCore === null) return settings
  const isHalf = settings.core.elementBytes !== plainCore.elementBytes
  if (!plainBackend.runsIntegersPlain(isHalf)) return settings
  return { ...settings, core: plainCore, isa: isHalf ? 'arm64' : 'sse' }
}

/**
 * By node, what executors hold of parameters: scale and bias of a channel-wise scaling (a batch norm becomes one)
 * lie in one block of whole packs, so do scales of changes from and to integers, in as many tables as `integers` say;
 * the others are held as they are.
 * 2.8.1|3.6.1: cpu/CPUScale.cpp; 2.8.1|3.6.1: cpu/CPUFloatToInt8.cpp, CPUInt8ToFloat.cpp.
 */
function heldParameters(
  { model }: ShapedModel,
  { ops }: ConverterView,
  parameters: ReadonlyMap<number, readonly number[]>,
  { pack, elementBytes }: MatrixCore,
  integers: IntegerRules,
  integerPack: number,
): ReadonlyMap<number, readonly number[]> {
  const ofIntegers = new Set(ops.flatMap(({ node, kind }) => (kind === 'Unsupported' ? [node] : [])))
  const tables = (node: number, bytes: number) =>
    Array.from(
      { length: integers.tablesOfChange(model.nodes[node]?.sourceOp ?? '') },
      () => roundUp(bytes / FLOAT_BYTES, integerPack) * FLOAT_BYTES,
    )
  const scalings = new Set(ops.flatMap(({ node, kind }) => (kind === 'Scale' || kind === 'BatchNorm' ? [node] : [])))
  return new Map(
    [...parameters].map(([node, sizes]) => {
      if (ofIntegers.has(node)) return [node, sizes.flatMap((bytes) => tables(node, bytes))]
      const channels = (sizes[0] ?? 0) / FLOAT_BYTES
      return [node, scalings.has(node) ? [2 * roundUp(channels, pack) * elementBytes] : sizes]
    }),
  )
}
