// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { BufferLayout, ProgramOperation } from '#core/planning/native/program'
import type { Message } from '#messages/message'
import { type Emission, type Emitter, input, output, type Resolved } from './emission'
import { emitBinary } from './emit-binary'
import {
  emitChannelPRelu,
  emitConv,
  emitConvTranspose,
  emitFullyConnected,
  emitGlobalPool,
  emitPerChannel,
  emitPool,
  emitResize,
  globalPoolOf,
  hasChannelSlope,
} from './emit-image-ops'
import { emitConcat, emitSplit, emitStack } from './emit-join'
import { emitBound, emitLayerNorm, emitWholeMean, hasRowFactors } from './emit-steps'

/**
 * Writes the ops of one node into the draft. Convolution-like operations run on blocked images,
 * elementwise ones wherever their input is, everything else on plain tensors.
 * A message says why the engine cannot execute the node.
 */
export function emitNode(emission: Emission, node: Node): Message | null {
  const operation = emission.shaped.operations[node.id]
  if (operation === null || operation === undefined) return { id: 'unrunnable.unknownOutput' }
  const { values } = emission
  if (operation.kind !== 'Concat' && node.inputs.some((tensor) => values.isEmpty(tensor))) {
    return { id: 'unrunnable.emptyTensor' }
  }
  switch (operation.kind) {
    case 'Conv':
      return emitConv(emission, node, operation)
    case 'Pool':
      return emitPool(emission, node, operation)
    case 'GlobalPool':
      return emitGlobalPool(emission, node, operation)
    case 'BatchNorm':
    case 'Scale':
      return emitPerChannel(emission, node, operation)
    case 'PRelu':
      if (hasChannelSlope(emission, node)) return emitChannelPRelu(emission, node, operation)
      return emitPlain(emission, node, operation)
    case 'Resize':
      return emitResize(emission, node, operation)
    case 'Reduce': {
      if (operation.whole) return emitWholeMean(emission, node, operation)
      const mode = globalPoolOf(emission, node, operation)
      if (mode !== null && emission.values.isBlocked(input(node, 0)))
        return emitGlobalPool(emission, node, { kind: 'GlobalPool', mode })
      return emitPlain(emission, node, operation)
    }
    case 'Unary':
      return emitUnary(emission, node, operation)
    case 'Binary':
      return emitBinary(emission, node, operation)
    case 'Concat':
      return emitConcat(emission, node, operation)
    case 'Split':
      return emitSplit(emission, node, operation)
    case 'Alias':
      for (const tensor of node.outputs) emission.values.defineAlias(tensor, input(node, 0), node.id)
      return null
    case 'Stack':
      return emitStack(emission, node, operation)
    case 'Gemm':
      if (emission.choices.has(node.id)) return emitFullyConnected(emission, node, operation)
      return emitPlain(emission, node, operation)
    case 'Gather':
      return emitPlain(emission, node, operation, operation.indices.length > 0 ? 1 : 2)
    case 'Bound':
      return emitBound(emission, node)
    case 'LayerNorm':
      if (hasRowFactors(emission, node, operation)) return emitPlain(emission, node, operation)
      return emitLayerNorm(emission, node, operation)
    case 'Stft':
      return emitChosen(emission, node, operation, [0, 2])
    case 'OneHot':
      return emitChosen(emission, node, operation, [0, 2])
    case 'ConvTranspose':
      return emitConvTranspose(emission, node, operation)
    case 'Unsupported':
      return operation.why
    default:
      return emitPlain(emission, node, operation)
  }
}

/** How many of their inputs plain operations read; one where it is not stated. */
const INPUTS: { readonly [kind in ProgramOperation['kind']]?: number } = {
  ...{ PRelu: 2, GatherElements: 2, GatherNd: 2, ReverseSequence: 2, GridSample: 2 },
  ...{
    DetectionPostProcess: 3,
    RoiAlign: 3,
    Gemm: 3,
    ScatterElements: 3,
    ScatterNd: 3,
    MatMul: 3,
    LayerNorm: 3,
    InstanceNorm: 3,
    Where: 3,
  },
  ...{ Range: 0, Random: 0 },
  ...{ Recurrent: Number.POSITIVE_INFINITY, Einsum: Number.POSITIVE_INFINITY },
}

/** The first `count` inputs (where present) and the outputs, all plain. */
function emitPlain(
  { values, draft }: Emission,
  node: Node,
  operation: Exclude<ProgramOperation, { kind: 'Conv' }>,
  count = INPUTS[operation.kind] ?? 1,
): Message | null {
  const inputs = node.inputs.slice(0, count).map((tensor) => (tensor < 0 ? -1 : values.plain(tensor, node.id)))
  const outputs = node.outputs.map((tensor) => values.define(tensor, 'plain'))
  draft.addOp(node.id, operation, inputs, outputs)
  return null
}

/** Inputs at these positions: others are told by the output's shape. */
function emitChosen(
  { values, draft }: Emission,
  node: Node,
  operation: Exclude<ProgramOperation, { kind: 'Conv' }>,
  positions: readonly number[],
): Message | null {
  const tensors = positions.map((position) => input(node, position))
  const inputs = tensors.map((tensor) => (tensor < 0 ? -1 : values.plain(tensor, node.id)))
  draft.addOp(node.id, operation, inputs, [values.define(output(node), 'plain')])
  return null
}

const emitUnary: Emitter<Resolved<'Unary'>> = ({ values, draft }, node, operation) => {
  const x = input(node, 0)
  const layout: BufferLayout = values.isBlocked(x) ? 'blocked' : 'plain'
  const from = layout === 'blocked' ? values.blocked(x, node.id) : values.plain(x, node.id)
  draft.addOp(node.id, operation, [from], [values.define(output(node), layout)])
  return null
}
