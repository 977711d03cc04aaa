// SPDX-License-Identifier: Apache-2.0
import type { Model, Node } from '../graph'

/** How many nodes behind an input are asked. */
const MOST_NODES = 64

/** How many dimensions a tensor of unknown shape most likely has, by the first operation behind it that needs a number of them. */
export function likelyRank(model: Model, tensor: number): number {
  const reached = new Set([tensor])
  for (const node of model.nodes.slice(0, MOST_NODES)) {
    if (!reached.has(node.inputs[0] ?? -1)) continue
    const rank = neededRank(model, node)
    if (rank !== undefined) return rank
    for (const output of node.outputs) reached.add(output)
  }
  return 1
}

function neededRank(model: Model, { operation, inputs }: Node): number | undefined {
  switch (operation.kind) {
    case 'Conv':
    case 'ConvTranspose':
      return model.tensors[inputs[1] ?? -1]?.constant?.dims.length ?? operation.kernel.length + 2
    case 'Pool':
      return operation.kernel.length + 2
    case 'Transpose':
      return operation.permutation?.length
    case 'Pad':
      return operation.pads && operation.pads.length / 2
    case 'GlobalPool':
    case 'BatchNorm':
    case 'InstanceNorm':
    case 'Resize':
    case 'DepthToSpace':
    case 'SpaceToDepth':
      return 4
    case 'Gemm':
    case 'MatMul':
      return 2
    case 'Recurrent':
      return 3
    default:
      return undefined
  }
}
