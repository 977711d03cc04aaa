// SPDX-License-Identifier: Apache-2.0
import { GraphWriter } from './graph-writer'
import { conv, type Feature, relu } from './layers'

/** Fire modules: squeezed and expanded channels (the latter for each of the two branches). */
const FIRES = [
  [16, 64],
  [16, 64],
  'pool',
  [32, 128],
  [32, 128],
  'pool',
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
] as const

/** SqueezeNet 1.1 (Iandola et al. 2016) at 224 × 224 with 1000 classes. */
export function buildSqueezeNet(): Uint8Array {
  const graph = new GraphWriter('squeezenet', 'data', [1, 3, 224, 224])
  const image: Feature = { value: 'data', channels: 3 }
  let feature = relu(graph, 'relu1', conv(graph, 'conv1', image, 64, { kernel: 3, stride: 2 }))
  feature = pool(graph, 'pool1', feature)
  FIRES.forEach((step, i) => {
    feature =
      step === 'pool' ? pool(graph, `pool${i}`, feature) : fire(graph, `fire${i + 2}`, feature, step[0], step[1])
  })
  const classes = relu(graph, 'relu10', conv(graph, 'conv10', feature, 1000, { kernel: 1 }))
  const pooled = graph.node('GlobalAveragePool', 'pool10', [classes.value])
  return graph.finish(graph.node('Softmax', 'prob', [pooled], { axis: 1 }), [1, 1000, 1, 1])
}

function pool(graph: GraphWriter, name: string, { value, channels }: Feature): Feature {
  return { value: graph.node('MaxPool', name, [value], { kernel_shape: [3, 3], strides: [2, 2] }), channels }
}

function fire(graph: GraphWriter, name: string, input: Feature, squeezed: number, expanded: number): Feature {
  const squeeze = relu(graph, `${name}.relu`, conv(graph, `${name}.squeeze`, input, squeezed, { kernel: 1 }))
  const small = relu(graph, `${name}.relu1x1`, conv(graph, `${name}.expand1x1`, squeeze, expanded, { kernel: 1 }))
  const large = relu(
    graph,
    `${name}.relu3x3`,
    conv(graph, `${name}.expand3x3`, squeeze, expanded, { kernel: 3, pad: 1 }),
  )
  const value = graph.node('Concat', `${name}.concat`, [small.value, large.value], { axis: 1 })
  return { value, channels: 2 * expanded }
}
