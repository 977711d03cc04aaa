// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Override } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import { product } from '#core/model/dims'
import type { ShapedModel } from '#core/model/shapes'
import { words } from '#core/model/words'
import { type ConvLayer, transposedLayers } from '#core/planning/layers/conv-layers'
import { type DecidedLayer, decideLayers } from '#core/planning/selection/decide'
import type { SelectionRules } from '#core/planning/selection/rules'
import type { Message } from '#messages/message'
import { FLOAT_BYTES } from '../arithmetic'
import type { ConvertedModel } from '../conversion/converted-model'
import { foldNodes } from '../conversion/fold-plan'
import type { MnnEngine } from '../engine'
import { geometryCommands } from '../geometry/commands'
import { goesByPacks } from '../geometry/raster'
import { type ConvertedGraph, convertedGraph } from '../session/converted-graph'
import type { SessionOp } from '../session/converter-view'
import { forceConverted } from '../session/forced-layers'
import type { LaidOutTensor, LaidOutView } from '../session/tensor-layouts'
import { acrossBackends } from './across-backends'
import { loopPieces, rasterPieces } from './copies'
import type { GpuExecutor, Piece } from './executor'
import { type Gpu, gpuOf, imageSideOf } from './gpu'
import type { GpuRules } from './gpu-rules'
import { keptRules } from './kept'
import { heldByOther, layersOnCpu, reshapedTranspositions, unpackedFor } from './other-operations'
import type { GpuSettings } from './select'
import { gpuSelection } from './selection-rules'
import { elementsOf, type GpuTensor, imageSize, PLAIN_LANES } from './sizes'
import { type GpuGraph, isCopiedDirectly } from './sizing'
import { inLanes } from './subgroups'

/** A session on a GPU before it is sized. */
export interface PreparedGpuSession {
  readonly converted: ConvertedModel
  readonly graph: ConvertedGraph
  readonly gpu: Gpu
  readonly session: GpuGraph
  readonly decided: ReadonlyMap<number, DecidedLayer<GpuExecutor>>
  /** Layers that run on the CPU between copies that are told. */
  readonly onCpu: ReadonlySet<number>
  /** Bytes that are moved between GPU and CPU at every inference, in order, as float32 or whole numbers. */
  readonly movedBytes: readonly number[]
  /** Layers that the model does not tell enough of, with the reason. */
  readonly unknown: ReadonlyMap<number, Message>
  readonly forced: number
  readonly overrideNotes: readonly Message[]
}

const PACK = 4

/** What layers have been created with, by node. */
export type Kept = ReadonlyMap<number, GpuExecutor>

/** Kinds whose constants are parameters of their executor, or read by the processor. */
const PARAMETRIC: ReadonlySet<string> = new Set(words('Conv ConvTranspose BatchNorm Scale PRelu LayerNorm Gemm Resize'))

/** What a session consists of. `kept`: executors that exist since it was created, for inputs of other sizes. */
export function prepareGpuSession(
  engine: MnnEngine,
  rules: GpuRules,
  shaped: ShapedModel,
  configuration: Configuration,
  kept: Kept | null,
): Result<PreparedGpuSession> {
  const graph = convertedGraph(shaped, engine.conversion)
  const { converted } = graph
  const selection = gpuSelection(engine, rules)
  const transposed = transposedLayers(converted.shaped)
  const layers = [...graph.layers, ...transposed.layers.filter(({ node }) => graph.deconvolutions.has(node))]
  const settings = selection.settingsOf(configuration)
  const overrides = forceConverted(selection, layers, converted, configuration, settings)
  if (!overrides.ok) return overrides
  const decided = decide(selection, layers, configuration, overrides.value.forced, kept)
  const gpu = gpuOf(rules, configuration)
  const { geometry } = engine
  const commands =
    geometry === null
      ? graph.laidOut
      : geometryCommands(
          converted.shaped,
          graph.laidOut,
          graph.view.outputs,
          { ...geometry, onGpu: { loops: rules.loops } },
          { moves: converted.moves },
        )
  return ok({
    converted,
    graph,
    gpu,
    ...sessionOf(graph, commands, rules, gpu, decided),
    unknown: new Map([
      ...graph.unknown,
      ...(geometry?.reads === 'many' && gpu.storage === 'image' ? reshapedTranspositions(converted.shaped) : []),
    ]),
    forced: foldNodes([...overrides.value.forced.keys()], converted).length,
    overrideNotes: overrides.value.notes,
  })
}

function decide(
  selection: SelectionRules<GpuExecutor, GpuSettings>,
  layers: readonly ConvLayer[],
  configuration: Configuration,
  forced: ReadonlyMap<number, Override>,
  kept: Kept | null,
): ReadonlyMap<number, DecidedLayer<GpuExecutor>> {
  const decided = new Map(decideLayers(selection, layers, configuration, forced))
  if (kept === null) return decided
  const rules = keptRules(selection, kept)
  for (const layer of layers) {
    const own = decided.get(layer.node)
    if (own === undefined || forced.has(layer.node) || !rules.changes(layer.node, own.executor)) continue
    for (const [node, again] of decideLayers(rules.of(layer.node), [layer], configuration)) decided.set(node, again)
  }
  return decided
}

function sessionOf(
  { converted, view, constants }: ConvertedGraph,
  commands: LaidOutView,
  rules: GpuRules,
  gpu: Gpu,
  alone: ReadonlyMap<number, DecidedLayer<GpuExecutor>>,
): Pick<PreparedGpuSession, 'session' | 'decided' | 'onCpu' | 'movedBytes'> {
  const { shaped } = converted
  const described = new Map(
    [...commands.tensors].map(([id, tensor]) => [id, gpuTensor(shaped, id, tensor, rules, gpu)]),
  )
  const firstFree = [...described.keys()].reduce((most, id) => Math.max(most, id), shaped.model.tensors.length) + 1
  const grouped = layersOnCpu(shaped)
  const most = imageSideOf(gpu.kind)
  const isTooLong = (id: number) => {
    const tensor = described.get(id)
    if (tensor === undefined) return false
    const { width, height } = imageSize(tensor)
    return Math.max(width, height) > most
  }
  // An image has bounds: what reads or writes a longer one runs on the CPU. 3.6.1: core/OpenCLBackend.cpp, onCreate.
  const isOnCpu = (op: SessionOp) =>
    (op.kind !== 'Raster' && grouped.has(op.node)) ||
    (gpu.storage === 'image' && (op.inputs.some(isTooLong) || op.outputs.some(isTooLong)))
  const onCpu = new Set(
    commands.ops.flatMap((op) => (op.kind !== 'Raster' && op.kind !== 'Conversion' && isOnCpu(op) ? [op.node] : [])),
  )
  const isConstant = (tensor: number) => !commands.tensors.has(tensor)
  const crossing = acrossBackends(commands.ops, isOnCpu, isConstant, firstFree)
  const { ops } = crossing
  const sources = new Map(described)
  for (const [copy, tensor] of crossing.copies) {
    const source = sources.get(tensor)
    if (source !== undefined) described.set(copy, source)
  }
  for (const tensor of crossing.onCpu) described.delete(tensor)
  const { tensors, decided } = inLanes(
    {
      ops,
      tensors: described,
      decided: new Map([...alone].filter(([node]) => !onCpu.has(node))),
      functionOf: (node) => {
        const operation = shaped.operations[node]
        return operation?.kind === 'Unary' ? operation.function : ''
      },
    },
    rules,
    gpu,
  )
  const read = new Map<number, GpuTensor>()
  for (const { kind, inputs } of ops) {
    if (PARAMETRIC.has(kind)) continue
    for (const id of inputs) {
      const constant = shaped.constants.get(id)
      if (constant === undefined || tensors.has(id)) continue
      read.set(id, gpuTensor(shaped, id, { dims: constant.dims, layout: 'plain' }, rules, gpu))
    }
  }
  const created: Map<number, { readonly held: readonly Piece[]; readonly staging: readonly Piece[] }> = new Map(
    [...decided].map(([node, { executor }]) => [node, executor]),
  )
  for (const { node, kind } of view.ops) {
    if (onCpu.has(node)) continue
    const parameters = constants.parameters.get(node)
    if (parameters !== undefined && !created.has(node)) created.set(node, heldByOther(kind, parameters, rules, gpu))
  }
  const tensorOf = (id: number) => tensors.get(id) ?? read.get(id)
  const session: GpuGraph = {
    ops,
    inputs: view.inputs,
    outputs: view.outputs,
    tensors,
    constants: read,
    created,
    workspaceOf: (op) => {
      const spared = rules.rasterCopies[gpu.storage] === 'unlessWhole'
      const isWhole = op.kind === 'Raster' && spared && goesByPacks(op, commands.tensors, PACK)
      return isWhole ? [] : workspaceOf(op, tensorOf, rules, gpu, decided)
    },
    encodingOf: ({ kind, node }) =>
      kind === 'Raster' || kind === 'Conversion' ? undefined : decided.get(node)?.executor.encoding,
  }
  const movedBytes = crossing.moved.flatMap((tensor) => {
    const source = sources.get(tensor)
    return source === undefined ? [] : [elementsOf(source) * (source.elementBytes === 1 ? 1 : FLOAT_BYTES)]
  })
  return { session, decided, onCpu, movedBytes }
}

function workspaceOf(
  op: SessionOp,
  tensorOf: (id: number) => GpuTensor | undefined,
  rules: GpuRules,
  gpu: Gpu,
  decided: ReadonlyMap<number, DecidedLayer<GpuExecutor>>,
): readonly Piece[] {
  if (op.kind === 'Raster') return rasterPieces(op, tensorOf, rules, gpu)
  if (op.kind === 'Conversion') return []
  const layer = decided.get(op.node)
  if (layer !== undefined) return layer.executor.workspace
  if (op.isLoop === true || isBatched(op, tensorOf)) return loopPieces(op, tensorOf, rules, gpu)
  const inputs = op.inputs.flatMap((id) => tensorOf(id) ?? [])
  return unpackedFor(op, inputs, tensorOf(op.outputs[0] ?? -1), rules, gpu)
}

/** Products of more than one matrix are a loop. 3.6.1: source/geometry/GeometryBatchMatMul.cpp. */
function isBatched({ kind, outputs }: SessionOp, tensorOf: (id: number) => GpuTensor | undefined): boolean {
  return kind === 'MatMul' && (tensorOf(outputs[0] ?? -1)?.dims.length ?? 0) > 2
}

const FLOATS: ReadonlySet<DataType> = new Set<DataType>(['float32', 'float16', 'float64', 'bfloat16'])
const BYTES: ReadonlySet<DataType> = new Set<DataType>(['int8', 'uint8'])

function gpuTensor(
  { model }: ShapedModel,
  id: number,
  { dims, layout, ...made }: LaidOutTensor,
  { sizes }: GpuRules,
  { elementBytes, subgroups }: Gpu,
): GpuTensor {
  const { dtype = 'float32', channelsLast = made.channelsLast ?? false } = model.tensors[id] ?? {}
  const isFloat = FLOATS.has(dtype) || !sizes.wholeNumbersKept
  const own = BYTES.has(dtype) ? 1 : FLOAT_BYTES
  const lanes = subgroups ? { lanes: PLAIN_LANES } : {}
  return { dims, packed: layout === 'packed', channelsLast, elementBytes: isFloat ? elementBytes : own, ...lanes }
}

/** What later sizes of a session are prepared with. */
export function keptOf({ decided }: PreparedGpuSession): Kept {
  return new Map([...decided].map(([node, { executor }]) => [node, executor] as const))
}

/** Bytes of inputs and outputs that go by way of a buffer of the processor’s, as float32 or whole numbers. */
export function transfersOf({ session, gpu, movedBytes }: PreparedGpuSession, rules: GpuRules): number[] {
  const passed = (tensors: readonly number[]) =>
    tensors.flatMap((tensor) => {
      const described = session.tensors.get(tensor)
      if (described === undefined || isCopiedDirectly(described, rules, gpu)) return []
      const bytes = described.elementBytes === 1 ? 1 : FLOAT_BYTES
      return [product(described.dims) * bytes]
    })
  return [...passed(session.inputs), ...movedBytes, ...passed(session.outputs)]
}
