// SPDX-License-Identifier: Apache-2.0
import type { Fusion } from '#contract/plan'
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { oncePerModel } from '#core/planning/layers/once-per-model'

/** A node as ncnn runs it: inputs and outputs name the tensors that really exist. */
export interface ViewedNode {
  readonly node: Node
  readonly operation: ResolvedOperation
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

export interface NetView {
  /** In the order of the file. */
  readonly nodes: readonly ViewedNode[]
  readonly outputs: readonly number[]
  /** Nodes that became part of another. */
  readonly fusions: readonly Fusion[]
  /** Nodes that run but whose shapes are unknown: nothing can be planned for them. */
  readonly unknown: readonly number[]
}

/** Whether the file is one of ncnn's own. */
export function isConverted({ model }: ShapedModel): boolean {
  return model.convertedFor === 'ncnn'
}

/**
 * The graph that ncnn would run. Its own files are taken as they are; from other formats pnnx folds BatchNorm and
 * channel-wise scaling into the convolution, transposed convolution or product before them, then an activation, and
 * drops what does nothing. 20260526: tools/pnnx/src/pass_ncnn (fuse_convolution_batchnorm …, fuse_convolution_activation).
 */
export const netView = oncePerModel((shaped): NetView => {
  const { model } = shaped
  const converted = isConverted(shaped)
  const consumers = countConsumers(shaped)
  const standIn = new Map<number, number>()
  const resolve = (tensor: number): number => standIn.get(tensor) ?? tensor
  const makers = new Map<number, Maker>()
  const nodes: ViewedNode[] = []
  const fusions: Fusion[] = []
  const unknown: number[] = []
  for (const node of model.nodes) {
    if (shaped.folded[node.id] === true) continue
    const operation = shaped.operations[node.id]
    if (!operation || node.outputs.some((tensor) => tensor >= 0 && shaped.dims[tensor] == null)) {
      unknown.push(node.id)
      continue
    }
    const [input = -1] = node.inputs
    const source = resolve(input)
    if (converted && isPartOfRecurrent(node)) {
      standIn.set(node.outputs[0] ?? -1, source)
      continue
    }
    const maker = consumers.get(input) === 1 ? makers.get(source) : undefined
    const merge = converted || shaped.constants.has(source) ? null : mergeOf(node, operation, maker)
    if (merge !== null) {
      standIn.set(node.outputs[0] ?? -1, source)
      if (maker !== undefined && merge === 'activation') makers.set(source, { ...maker, activated: true })
      if (maker !== undefined) fusions.push({ node: node.id, into: maker.node })
      continue
    }
    for (const output of node.outputs)
      makers.set(output, { node: node.id, operation, activated: isActivated(operation) })
    nodes.push({
      node,
      operation,
      inputs: node.inputs.filter((tensor) => tensor >= 0).map(resolve),
      outputs: node.outputs.filter((tensor) => tensor >= 0),
    })
  }
  return { nodes, outputs: model.outputs.map(resolve), fusions, unknown }
})

interface Maker {
  readonly node: number
  readonly operation: ResolvedOperation
  readonly activated: boolean
}

const WEIGHTED: ReadonlySet<ResolvedOperation['kind']> = new Set(['Conv', 'ConvTranspose', 'Gemm'])
/** Activation types of convolution layers, key 9 of the .param file: 1 to 6. */
const ACTIVATIONS: ReadonlySet<string> = new Set(['relu', 'leakyRelu', 'clip', 'sigmoid', 'mish', 'hardSwish'])

/** How `node` becomes part of what made its input; null: it stays. */
function mergeOf(
  node: Node,
  operation: ResolvedOperation,
  maker: Maker | undefined,
): 'affine' | 'activation' | 'nothing' | null {
  if (node.operation.kind === 'Identity') return 'nothing'
  if (maker === undefined || maker.activated || !WEIGHTED.has(maker.operation.kind)) return null
  if (operation.kind === 'BatchNorm' || operation.kind === 'Scale') return 'affine'
  return operation.kind === 'Unary' && ACTIVATIONS.has(operation.function) ? 'activation' : null
}

/** A reader writes such a layer with operations around it that only turn axes. */
function isPartOfRecurrent({ sourceOp, operation }: Node): boolean {
  return ['LSTM', 'GRU', 'RNN'].includes(sourceOp) && !['Recurrent', 'Unsupported'].includes(operation.kind)
}

function isActivated(operation: ResolvedOperation): boolean {
  return 'activation' in operation && operation.activation !== 'none'
}

/** By tensor; a model output counts as consumed once more. */
function countConsumers(shaped: ShapedModel): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  const count = (tensor: number) => counts.set(tensor, (counts.get(tensor) ?? 0) + 1)
  for (const node of shaped.model.nodes) if (shaped.folded[node.id] !== true) node.inputs.forEach(count)
  shaped.model.outputs.forEach(count)
  return counts
}
