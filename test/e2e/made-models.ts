// SPDX-License-Identifier: Apache-2.0
import { GraphWriter } from '../../main/core/model/samples/graph-writer'

/** A convolution, and what follows it unless that is empty. */
type Block = readonly [name: string, kernel: number, activation: string]

/** A chain of blocks as ONNX, as two exports of it may differ. */
function chain(blocks: readonly Block[]): Uint8Array {
  const graph = new GraphWriter('chain', 'data', [1, 8, 32, 32])
  let value = 'data'
  for (const [name, kernel, activation] of blocks) {
    const weights = graph.fill(`${name}/weights`, [8, 8, kernel, kernel], 0.01)
    const pad = (kernel - 1) / 2
    const attributes = { kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad] }
    value = graph.node('Conv', `${name}/conv`, [value, weights], attributes)
    if (activation !== '') value = graph.node(activation, `${name}/act`, [value])
  }
  return graph.finish(value, [1, 8, 32, 32])
}

/** Two exports of one network: in the second one a layer is gone, one is new, and one has another activation. */
export function twoExports(): readonly [before: Uint8Array, after: Uint8Array] {
  const plain = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at): Block => [`block${from + at}`, 3, 'Relu'])
  const [head, middle, tail] = [plain(1, 12), plain(13, 24), plain(25, 30)]
  const changed = middle.map(([name], at): Block => [name, 3, at === 5 ? 'Sigmoid' : 'Relu'])
  return [
    chain([...head, ['gone', 1, ''], ...middle, ...tail]),
    chain([...head, ...changed, ['fresh', 5, ''], ...tail]),
  ]
}

/** A convolution, then one of the images that it found something in: how many these are only a run tells. */
export function inStages(): Uint8Array {
  const graph = new GraphWriter('staged', 'data', [6, 8, 32, 32])
  const conv = (name: string, from: string) =>
    graph.node('Conv', name, [from, graph.fill(`${name}/weights`, [8, 8, 3, 3], 0.01)], { kernel_shape: [3, 3] })
  const first = conv('first', 'data')
  const mean = graph.node('ReduceMean', 'mean', [first], { axes: [1, 2, 3], keepdims: 0 })
  const found = graph.node('Greater', 'found', [mean, graph.fill('limit', [1], 0)])
  return graph.finish(conv('second', graph.node('Compress', 'kept', [first, found], { axis: 0 })), [6, 8, 28, 28])
}
