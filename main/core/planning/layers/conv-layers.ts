// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import { type ConvProblem, convProblem, transposedProblem } from './conv-problem'
import { oncePerModel } from './once-per-model'
import { type WeightCoding, weightCoding } from './weight-coding'

/** A layer of a model that an engine chooses an algorithm for, with every size known. */
export interface ConvLayer {
  readonly node: number
  /** Absent: a convolution. Fully connected layers are seen as the 1×1 convolutions that they are. */
  readonly kind?: 'transposed-convolution' | 'fully-connected'
  readonly problem: ConvProblem
  /** False: the weight is computed by another node, at run time. */
  readonly constantWeight: boolean
  /** Elements of the bias input; null without one. */
  readonly biasElements: number | null
  /** Present where the file stores the weight quantised. */
  readonly coding?: WeightCoding
  /** Present where the file stores only the weights that are not zero: how many. */
  readonly storedWeights?: number
  /** Node.featureMask. */
  readonly featureMask?: number
}

export interface ConvLayers {
  /** In execution order. */
  readonly layers: readonly ConvLayer[]
  /** By node, those that were left out, with the reason. */
  readonly unknown: ReadonlyMap<number, Message>
}

/** The convolutions of a model that planning can decide on: those that run, in two dimensions at most. */
export const convLayers = oncePerModel((shaped): ConvLayers => layersOf(shaped, 'Conv', convProblem))

/** The same of its transposed convolutions. */
export const transposedLayers = oncePerModel((shaped): ConvLayers => {
  const { layers, unknown } = layersOf(shaped, 'ConvTranspose', transposedProblem)
  return { layers: layers.map((layer) => ({ ...layer, kind: 'transposed-convolution' })), unknown }
})

function layersOf(shaped: ShapedModel, kind: 'Conv' | 'ConvTranspose', problemOf: typeof convProblem): ConvLayers {
  const layers: ConvLayer[] = []
  const unknown = new Map<number, Message>()
  for (const node of shaped.model.nodes) {
    const operation = node.operation
    if (operation.kind !== kind || shaped.folded[node.id] === true) continue
    const problem = problemOf(shaped, node.id)
    if (problem !== null && isProper(problem)) layers.push({ node: node.id, problem, ...inputsOf(shaped, node) })
    else unknown.set(node.id, { id: operation.kernel.length > 2 ? 'unmodelled.dimensions' : 'unmodelled.shape' })
  }
  return { layers, unknown }
}

/** Sizes that a file can state but no engine runs: empty tensors, groups that do not divide the channels. */
function isProper({ group, inChannels, outChannels, ...rest }: ConvProblem): boolean {
  const sizes = [group, inChannels, outChannels, rest.batch, rest.inHeight, rest.inWidth, rest.outHeight, rest.outWidth]
  return sizes.every((size) => size > 0) && inChannels % group === 0 && outChannels % group === 0
}

function inputsOf(shaped: ShapedModel, node: Node): Omit<ConvLayer, 'node' | 'problem'> {
  const [, weight = -1, bias = -1] = node.inputs
  const constant = shaped.constants.get(weight)
  const coded = constant?.data.kind === 'coded' ? constant.data : null
  const biasDims = bias < 0 ? null : (shaped.dims[bias] ?? null)
  return {
    constantWeight: constant !== undefined,
    biasElements: biasDims?.reduce((product, dim) => product * dim, 1) ?? null,
    ...(constant?.data.kind === 'sparse' ? { storedWeights: constant.data.count } : {}),
    ...(node.featureMask !== undefined && { featureMask: node.featureMask }),
    ...(coded === null ? {} : { coding: weightCoding(coded, constant?.dims[0] ?? 1) }),
  }
}
