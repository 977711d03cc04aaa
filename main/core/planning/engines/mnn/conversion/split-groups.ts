// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import { alike, type GroupedOperation, type ModelWriter, type Written } from './converted-model'

/** One convolution for each group, between a slice of the input and a concatenation of the outputs. */
export function writeSplitGroups(writer: ModelWriter, node: Node, operation: GroupedOperation): void {
  const { group } = operation
  const stated = node.operation as Extract<Node['operation'], { kind: 'Conv' | 'ConvTranspose' }>
  const one =
    operation.kind === 'Conv'
      ? { stated: { ...stated, group: 1, depthwise: false }, resolved: { ...operation, group: 1, depthwise: false } }
      : { stated: { ...stated, group: 1 }, resolved: { ...operation, group: 1 } }
  const join = writeGroups(writer, node, one, node.inputs, node.outputs[0] ?? -1, group)
  writer.replaced(node, { layers: group, of: 'groups' }, operation.kind === 'Conv' ? join : null)
}

/** `one` for each group of input (image, weight, perhaps bias), in place of `node`; answers the id of what joins the outputs. */
export function writeGroups(
  writer: ModelWriter,
  node: Node,
  one: Written,
  [input = -1, weight = -1, bias = -1]: readonly number[],
  output: number,
  groups: number,
): number {
  const inputs = sliced(writer, node, input, 1, groups)
  const outputs = parts(writer, output, 1, groups)
  const weights = ofParameter(writer, node, weight, groups)
  const biases = bias < 0 ? null : ofParameter(writer, node, bias, groups)
  outputs.forEach((part, index) => {
    const read = [inputs[index] ?? -1, weights[index] ?? -1, ...(biases === null ? [] : [biases[index] ?? -1])]
    writer.write(node, one, read, [part])
  })
  return writer.write(node, alike({ kind: 'Concat', axis: 1 }), outputs, [output])
}

/** Of a weight or bias: the first dim has the groups. One that the model computes is sliced too. */
function ofParameter(writer: ModelWriter, node: Node, tensor: number, groups: number): number[] {
  if (!writer.isConstant(tensor)) return sliced(writer, node, tensor, 0, groups)
  const dims = partDims(writer, tensor, 0, groups)
  return Array.from({ length: groups }, () => writer.partOfConstant(tensor, dims))
}

function sliced(writer: ModelWriter, node: Node, tensor: number, axis: number, groups: number): number[] {
  const made = parts(writer, tensor, axis, groups)
  const size = partDims(writer, tensor, axis, groups)[axis] ?? 1
  writer.write(node, alike({ kind: 'Split', axis, sizes: made.map(() => size) }), [tensor], made)
  return made
}

function parts(writer: ModelWriter, tensor: number, axis: number, groups: number): number[] {
  const dims = partDims(writer, tensor, axis, groups)
  return Array.from({ length: groups }, () => writer.tensor(tensor, dims))
}

function partDims(writer: ModelWriter, tensor: number, axis: number, groups: number): number[] {
  return writer.dimsOf(tensor).map((size, index) => (index === axis ? size / groups : size))
}
