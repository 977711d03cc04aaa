// SPDX-License-Identifier: Apache-2.0
import type { Decision, LayerKind } from '#contract/plan'
import { product } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import { inEffect } from '#core/model/operations/index'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'

const FLOAT_BYTES = 4

/** What a layer is, whichever engine runs it. */
export type LayerFacts = Pick<Decision, 'node' | 'kind' | 'weightBytes' | 'macs'>

/** Kind, weights and multiply-adds of a node; null where shapes that they follow from are not known. */
export function layerFacts(shaped: ShapedModel, nodeId: number): LayerFacts {
  const node = shaped.model.nodes[nodeId]
  const operation = shaped.operations[nodeId] ?? null
  if (node === undefined) throw new Error(`there is no node ${nodeId}`)
  return {
    node: nodeId,
    kind: kindOf(shaped, node),
    weightBytes: weightBytes(shaped, node),
    macs: operation === null ? null : macsOf(shaped, node, operation),
  }
}

/** Kinds of nodes that are layers whatever they hold: they have a row in every plan. */
export function isLayer(shaped: ShapedModel, node: Node): boolean {
  return kindOf(shaped, node) !== 'other'
}

function kindOf(shaped: ShapedModel, { operation, inputs }: Node): LayerKind {
  switch (inEffect(operation).kind) {
    case 'Conv':
      return 'convolution'
    case 'ConvTranspose':
      return 'transposed-convolution'
    case 'Gemm':
    case 'MatMul':
      return inputs.slice(0, 2).some((tensor) => shaped.constants.has(tensor)) ? 'fully-connected' : 'matmul'
    case 'Einsum':
      return 'matmul'
    case 'Recurrent':
      return 'recurrent'
    default:
      return 'other'
  }
}

/** Inputs that are weights; of other operations every constant is one. */
const WEIGHTS: Readonly<Partial<Record<Node['operation']['kind'], readonly number[]>>> = {
  Conv: [1],
  ConvTranspose: [1],
  Gemm: [0, 1],
  MatMul: [0, 1],
  Recurrent: [1, 2],
}

/** As float32. Those that a convolution's model computes count too. */
function weightBytes(shaped: ShapedModel, { operation: stated, inputs }: Node): number | null {
  const operation = inEffect(stated)
  const all = WEIGHTS[operation.kind]?.map((index) => inputs[index] ?? -1) ?? inputs
  const isWindow = operation.kind === 'Conv' || operation.kind === 'ConvTranspose'
  const weights = all.filter((tensor) => tensor >= 0 && (isWindow || shaped.constants.has(tensor)))
  const sizes = weights.map((tensor) => shaped.constants.get(tensor)?.dims ?? shaped.dims[tensor] ?? null)
  return sizes.reduce<number | null>(
    (sum, dims) => (sum === null || dims === null ? null : sum + FLOAT_BYTES * product(dims)),
    0,
  )
}

function macsOf(shaped: ShapedModel, node: Node, resolved: ResolvedOperation): number | null {
  const operation = resolved.kind === 'Unsupported' ? (resolved.like ?? resolved) : resolved
  const dims = (tensor: number | undefined) => shaped.constants.get(tensor ?? -1)?.dims ?? shaped.dims[tensor ?? -1]
  const [x, weight, recurrence] = node.inputs.map(dims)
  const output = dims(node.outputs[0])
  if (!x || !weight) return null
  switch (operation.kind) {
    // Weights are [oc, ic/group, …kernel] and [ic, oc/group, …kernel].
    case 'Conv':
      return output ? product(output) * product(weight.slice(1)) : null
    case 'ConvTranspose':
      return product(x) * product(weight.slice(1))
    case 'Gemm':
    case 'MatMul': {
      const depth = operation.transposeA && x.length > 1 ? x.at(-2) : x.at(-1)
      return output && depth !== undefined ? product(output) * depth : null
    }
    // Weights are [directions, gates·hidden, input], for every step [t, n, …].
    case 'Recurrent':
      return recurrence ? product(x.slice(0, 2)) * (product(weight) + product(recurrence)) : null
    default:
      return null
  }
}
