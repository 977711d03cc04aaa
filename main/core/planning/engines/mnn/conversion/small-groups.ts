// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import { alike, type GroupedOperation, type ModelWriter, reshaped } from './converted-model'

/**
 * Channel x of every group is one image of a channel for each group, and so is channel y of every output. Each pair of
 * them is a depthwise convolution, whose results are added up over x; what follows is not merged into them.
 * 3.4.0: tools/converter/source/optimizer/merge/TransformSmallGroupConvolutionToDepthwise.cpp.
 */
export function writeSmallGroups(
  writer: ModelWriter,
  node: Node,
  operation: Extract<GroupedOperation, { kind: 'Conv' }>,
): void {
  const [input = -1, weight = -1, bias = -1] = node.inputs
  const [output = -1] = node.outputs
  const { group } = operation
  const [batch = 1, inChannels = 1, ...inArea] = writer.dimsOf(input)
  const [, outChannels = 1, ...outArea] = writer.dimsOf(output)
  const [, , ...kernel] = writer.dimsOf(weight)
  const [into, out] = [inChannels / group, outChannels / group]
  const images = inArea.map((_, index) => index + 3)

  const alias = (from: number, dims: readonly number[], to = writer.tensor(from, dims)) => {
    writer.write(node, reshaped(dims), [from], [to])
    return to
  }
  const transpose = (from: number, permutation: readonly number[]) => {
    const dims = writer.dimsOf(from)
    const to = writer.tensor(
      from,
      permutation.map((axis) => dims[axis] ?? 1),
    )
    writer.write(node, alike({ kind: 'Transpose', permutation }), [from], [to])
    return to
  }
  const depthwise = (from: number, withBias: boolean) => {
    const { operation: stated } = node as { readonly operation: Extract<Node['operation'], { kind: 'Conv' }> }
    const to = writer.tensor(output, [batch, group, ...outArea])
    const own = { group, depthwise: true, activation: 'none' } as const
    const weights = writer.partOfConstant(weight, [group, 1, ...kernel])
    const biases = bias >= 0 && withBias ? [writer.partOfConstant(bias, [group])] : []
    writer.write(
      node,
      { stated: { ...stated, ...own }, resolved: { ...operation, ...own } },
      [from, weights, ...biases],
      [to],
    )
    return to
  }
  const sum = (a: number, b: number) => {
    const to = writer.tensor(output, writer.dimsOf(a))
    writer.write(node, alike({ kind: 'Binary', function: 'add', activation: 'none' }), [a, b], [to])
    return to
  }

  const byGroup = alias(input, [batch, group, into, ...inArea])
  const channelsFirst = transpose(byGroup, [2, 0, 1, ...images])
  const single = Array.from({ length: into }, () => writer.tensor(input, [1, batch, group, ...inArea]))
  writer.write(node, alike({ kind: 'Split', axis: 0, sizes: single.map(() => 1) }), [channelsFirst], single)
  const inputs = single.map((each) => alias(each, [batch, group, ...inArea]))
  const results = Array.from({ length: out }, () => {
    const [first = -1, ...others] = inputs
    const total = others.reduce((before, each) => sum(before, depthwise(each, false)), depthwise(first, true))
    return alias(total, [1, batch, group, ...outArea])
  })
  const stacked = writer.tensor(output, [out, batch, group, ...outArea])
  writer.write(node, alike({ kind: 'Concat', axis: 0 }), results, [stacked])
  alias(transpose(stacked, [1, 2, 0, ...images]), [batch, outChannels, ...outArea], output)
  writer.replaced(node, { layers: into * out, of: 'groups' }, null)
}
