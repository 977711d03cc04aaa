// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { sameDims } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { computesWeights, imageDims } from '#core/planning/layers/conv-problem'
import { kernelProblem } from '#core/planning/layers/fully-connected'
import type { AffineStage } from '#core/planning/native/program'
import { type Activation, activationOf, HARD_SWISH } from './activation'
import { Consumers } from './consumers'
import { factorOf, otherInput, summandOf } from './scalar-arithmetic'

/**
 * What one op computes besides its own node's work, so that no later op reads and writes the tensor
 * again: y = activation(affine(x) + residual). The host is a convolution, or a normalisation by
 * channel that follows none.
 */
export interface FusedNodes {
  /** By output channel, in order; a convolution folds them into its weights. */
  readonly affine: readonly AffineStage[]
  /** Tensor, or null. */
  readonly residual: number | null
  readonly activation: Activation | null
  /** The tensor that the host writes. */
  readonly output: number
}

export interface Fusions {
  /** By node id of the host. */
  readonly hosts: ReadonlyMap<number, FusedNodes>
  /** Node id of a node that has no op of its own → its host's. */
  readonly into: ReadonlyMap<number, number>
}

/** What the host's kernel can take over. */
interface Host {
  readonly node: Node
  readonly channels: number
  readonly residual: boolean
  /** Activations that give something else than 0 for 0 would fill the lanes of missing channels. */
  readonly wholeBlocks: boolean
  readonly slopes: boolean
  readonly scalars: boolean
}

interface Draft {
  readonly affine: AffineStage[]
  residual: number | null
  activation: Activation | null
  output: number
}

export function planFusions(shaped: ShapedModel, choices: ReadonlyMap<number, Choice>, block: number): Fusions {
  const hosts = new Map<number, FusedNodes>()
  const into = new Map<number, number>()
  const consumers = new Consumers(shaped)
  /** Whether a tensor is there when the host runs. */
  const isReady = (tensor: number, host: number) => {
    const producer = consumers.producer(tensor)
    return producer === null || (into.get(producer) ?? producer) < host
  }
  for (const node of shaped.model.nodes) {
    if (shaped.folded[node.id] || into.has(node.id)) continue
    const host = hostOf(shaped, node, choices, block)
    if (host === null) continue
    const draft = ownWork(shaped, node)
    for (;;) {
      const taken = takeNext(shaped, consumers, host, draft, isReady)
      if (taken === null) break
      for (const each of taken) into.set(each, node.id)
    }
    hosts.set(node.id, draft)
  }
  return { hosts, into }
}

function hostOf(shaped: ShapedModel, node: Node, choices: ReadonlyMap<number, Choice>, block: number): Host | null {
  const kind = shaped.operations[node.id]?.kind
  const dims = shaped.dims[node.outputs[0] ?? -1]
  const [, channels = 0] = imageDims(dims) ?? []
  if (channels === 0) return null
  const wholeBlocks = channels % block === 0
  if (kind === 'BatchNorm' || kind === 'Scale') {
    return { node, channels, residual: false, wholeBlocks: true, slopes: false, scalars: false }
  }
  // A fully connected layer runs as a convolution where a kernel was chosen for it.
  const convolves = kind === 'Conv' || (kind === 'Gemm' && choices.has(node.id))
  if (!convolves || kernelProblem(shaped, node.id) === null || computesWeights(shaped, node.id)) return null
  // The kernel that runs a convolution group by group reads whole blocks of slopes.
  const slopes = choices.get(node.id)?.algorithm !== 'grouped'
  return { node, channels, residual: true, wholeBlocks, slopes, scalars: true }
}

function ownWork(shaped: ShapedModel, node: Node): Draft {
  const operation = shaped.operations[node.id]
  const output = node.outputs[0] as number
  if (operation?.kind === 'BatchNorm' || operation?.kind === 'Scale') {
    return { affine: [stageOf(operation, node)], residual: null, activation: null, output }
  }
  const own = operation?.kind === 'Conv' ? operation.activation : 'none'
  const activation = own === 'none' ? null : ({ function: own, alpha: 0, beta: 0, slope: null } as const)
  return { affine: [], residual: null, activation, output }
}

function stageOf(operation: Extract<ResolvedOperation, { kind: 'BatchNorm' | 'Scale' }>, node: Node): AffineStage {
  const [, scale = -1, bias = -1, mean = -1, variance = -1] = node.inputs
  if (operation.kind === 'Scale') return { scale, bias, mean: -1, variance: -1, epsilon: 0 }
  return { scale, bias, mean, variance, epsilon: operation.epsilon }
}

/** Takes the node (or the pair) that alone reads the host's output into the host; null where it cannot. */
function takeNext(
  shaped: ShapedModel,
  consumers: Consumers,
  host: Host,
  draft: Draft,
  isReady: (tensor: number, host: number) => boolean,
): readonly number[] | null {
  if (draft.activation === null) {
    const gated = consumers.gate(draft.output)
    if (gated !== null) {
      draft.activation =
        gated.function === 'hardSwish' ? HARD_SWISH : { function: gated.function, alpha: 0, beta: 0, slope: null }
      draft.output = gated.output
      return gated.nodes
    }
  }
  const next = consumers.only(draft.output)
  const operation = next === null ? null : (shaped.operations[next.id] ?? null)
  const output = next?.outputs[0]
  if (next === null || operation === null || output === undefined || next.outputs.length !== 1) return null
  const [before, after] = [shaped.dims[draft.output] ?? [], shaped.dims[output] ?? []]
  if (!sameDims(before, after)) return null
  const take = () => {
    draft.output = output
    return [next.id]
  }
  if (operation.kind === 'Alias') return take()
  if (draft.activation !== null) {
    const scaled = scaledActivation(shaped, next, operation, draft, host)
    if (scaled === null) return null
    draft.activation = scaled
    return take()
  }

  const activation = activationOf(shaped, next, operation, host)
  if (activation !== null) {
    draft.activation = activation
    return take()
  }
  if (draft.residual !== null) return null

  const stage = affineOf(shaped, next, operation, draft.output, host)
  if (stage !== null) {
    draft.affine.push(stage)
    return take()
  }
  if (!host.residual || operation.kind !== 'Binary' || operation.function !== 'add') return null
  const other = otherInput(next, draft.output)
  if (other === null || shaped.constants.has(other) || !sameDims(shaped.dims[other] ?? [], before)) return null
  if (!isReady(other, host.node.id)) return null
  draft.residual = other
  if (operation.activation !== 'none') {
    draft.activation = { function: operation.activation, alpha: 0, beta: 0, slope: null }
  }
  return take()
}

/** The activation followed by arithmetic with one constant for all, where the kernel has that too. */
function scaledActivation(
  shaped: ShapedModel,
  node: Node,
  operation: ResolvedOperation,
  { activation, output }: Draft,
  { scalars, wholeBlocks }: Host,
): Activation | null {
  if (activation?.function !== 'hardSwish' || !scalars) return null
  const factor = factorOf(shaped, node, operation, output)
  if (factor !== null) return { ...activation, alpha: activation.alpha * factor, beta: activation.beta * factor }
  const summand = wholeBlocks ? summandOf(shaped, node, operation, output) : null
  return summand === null ? null : { ...activation, beta: activation.beta + summand }
}

/** A normalisation, or arithmetic with one constant a channel. */
function affineOf(
  shaped: ShapedModel,
  node: Node,
  operation: ResolvedOperation,
  x: number,
  { channels, scalars }: Host,
): AffineStage | null {
  if (operation.kind === 'BatchNorm' || operation.kind === 'Scale') {
    const constant = node.inputs.slice(1).every((tensor) => tensor < 0 || shaped.constants.has(tensor))
    return node.inputs[0] === x && constant ? stageOf(operation, node) : null
  }
  if (operation.kind !== 'Binary' || operation.activation !== 'none') return null
  const other = otherInput(node, x)
  const rank = (shaped.dims[x] ?? []).length
  const dims = other === null ? undefined : shaped.constants.get(other)?.dims
  if (other === null || dims === undefined || dims.length > rank) return null
  // Broadcasting aligns shapes at their last dim; channels are dim 1.
  const aligned = [...new Array<number>(rank - dims.length).fill(1), ...dims]
  if (aligned.some((length, axis) => length !== 1 && axis !== 1)) return null
  const length = aligned[1] ?? 1
  if (length !== channels && !(length === 1 && scalars)) return null
  const none = { scale: -1, bias: -1, mean: -1, variance: -1, epsilon: 0 }
  if (operation.function === 'mul') return { ...none, scale: other }
  if (operation.function === 'add') return { ...none, bias: other }
  return operation.function === 'sub' && node.inputs[0] === x ? { ...none, mean: other } : null
}
