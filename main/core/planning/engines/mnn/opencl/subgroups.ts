// SPDX-License-Identifier: Apache-2.0
import { words } from '#core/model/words'
import type { DecidedLayer } from '#core/planning/selection/decide'
import type { SessionOp } from '../session/converter-view'
import { type GpuExecutor, measureAlone } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules } from './gpu-rules'
import { type GpuTensor, type Lanes, PLAIN_LANES } from './sizes'
import { LANES } from './subgroup-convolutions'

/** Of a session on a GPU with subgroups, before its tensors are laid out. */
interface SubgroupSession {
  readonly ops: readonly SessionOp[]
  readonly tensors: ReadonlyMap<number, GpuTensor>
  readonly decided: ReadonlyMap<number, DecidedLayer<GpuExecutor>>
  /** Of a node that is a function of each element; else empty. */
  functionOf(node: number): string
}

/** The session as a GPU with subgroups has it; on any other one as it is. */
export function inLanes(
  session: SubgroupSession,
  rules: GpuRules,
  { subgroups }: Gpu,
): Pick<SubgroupSession, 'tensors' | 'decided'> {
  if (!subgroups) return session
  const lanes = lanesOfTensors(session, rules)
  return {
    tensors: new Map(
      [...session.tensors].map(([id, tensor]) => [id, { ...tensor, lanes: lanes.get(id) ?? PLAIN_LANES }]),
    ),
    decided: withCopies(session, lanes),
  }
}

const TAKES_ANY: ReadonlySet<string> = new Set(words('Pool GlobalPool PRelu Binary Unary'))
const ALWAYS: ReadonlySet<string> = new Set(words('Pool GlobalPool PRelu'))

/** Functions of Unary that are activations of their own in the engine: ReLU and ReLU6. */
const ACTIVATIONS: ReadonlySet<string> = new Set(words('relu leakyRelu clip'))

/**
 * How every tensor lies: in packs of sixteen where an op that reads it asks for those and none that reads or writes it
 * knows packs of four only, with as many pixels beside its rows as the one of its layers that wants most.
 * 3.6.1: the creators of source/backend/opencl/execution/buffer, source/core/TensorUtils.cpp, getTensorChannelPack.
 */
function lanesOfTensors(
  { ops, tensors, decided, functionOf }: SubgroupSession,
  { subgroupsPackAll: packsUnpacked }: GpuRules,
): ReadonlyMap<number, Lanes> {
  const wanted = new Set<number>()
  const refused = new Set<number>()
  const beside = new Map<number, { readonly left: number; readonly right: number }>()
  for (const op of ops) {
    const layer = op.kind === 'Raster' || op.kind === 'Conversion' ? undefined : decided.get(op.node)
    if (layer === undefined && takesAny(op)) {
      const always = packsUnpacked || ALWAYS.has(op.kind) || ACTIVATIONS.has(functionOf(op.node))
      for (const input of op.inputs) if (asksFor(tensors.get(input), always)) wanted.add(input)
      continue
    }
    const lanes = layer?.executor.lanes
    const [input = -1] = op.inputs
    if (lanes === undefined) for (const tensor of [...op.inputs, ...op.outputs]) refused.add(tensor)
    else if (lanes.beside !== null) {
      wanted.add(input)
      const { left, right } = beside.get(input) ?? PLAIN_LANES
      beside.set(input, { left: Math.max(left, lanes.beside.left), right: Math.max(right, lanes.beside.right) })
    }
  }
  // Copies between CPU and GPU are made afterwards: nobody has asked anything of them.
  for (const { kind, outputs } of ops) if (kind === 'Conversion') for (const tensor of outputs) beside.delete(tensor)
  const pack = (tensor: number) => (wanted.has(tensor) && !refused.has(tensor) ? LANES : PLAIN_LANES.pack)
  return new Map(
    [...tensors.keys()].map((tensor) => [tensor, { ...PLAIN_LANES, ...beside.get(tensor), pack: pack(tensor) }]),
  )
}

/** Whether an op that is no layer takes packs of either size. */
function takesAny({ kind, isLoop }: SessionOp): boolean {
  return TAKES_ANY.has(kind) && isLoop !== true
}

/** Pools and activations ask for packs of sixteen whatever the layout, sums and functions of packed tensors alone. */
function asksFor(tensor: GpuTensor | undefined, always: boolean): boolean {
  if (tensor === undefined || !(always || tensor.packed)) return false
  return (tensor.dims[tensor.channelsLast ? 3 : 1] ?? 0) >= LANES
}

/** Layers with what they take beside their own workspace where their input lies in packs of four. */
function withCopies(
  { ops, decided }: SubgroupSession,
  lanes: ReadonlyMap<number, Lanes>,
): ReadonlyMap<number, DecidedLayer<GpuExecutor>> {
  const all = new Map(decided)
  for (const { node, inputs, kind } of ops) {
    const layer = kind === 'Raster' || kind === 'Conversion' ? undefined : decided.get(node)
    const copies = layer?.executor.lanes?.copyOf(lanes.get(inputs[0] ?? -1) ?? PLAIN_LANES) ?? []
    if (layer === undefined || copies.length === 0) continue
    const executor = { ...layer.executor, workspace: [...layer.executor.workspace, ...copies] }
    const { workspaceBytes, workspace } = measureAlone(executor)
    all.set(node, { executor, decision: { ...layer.decision, workspaceBytes, workspace } })
  }
  return all
}
