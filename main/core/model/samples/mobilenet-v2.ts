// SPDX-License-Identifier: Apache-2.0
import { GraphWriter } from './graph-writer'
import { add, conv, type Feature } from './layers'

/** Expansion, channels, repeats and first stride of each stage (Sandler et al. 2018, table 2). */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const

/** MobileNet V2, width 1.0, at 224 × 224 with 1000 classes, batch normalisation folded. */
export function buildMobileNetV2(): Uint8Array {
  const graph = new GraphWriter('mobilenet-v2', 'data', [1, 3, 224, 224])
  const image: Feature = { value: 'data', channels: 3 }
  let feature = relu6(graph, 'relu0', conv(graph, 'conv0', image, 32, { kernel: 3, stride: 2, pad: 1 }))
  STAGES.forEach(([expansion, channels, repeats, firstStride], stage) => {
    for (let i = 0; i < repeats; i++) {
      feature = bottleneck(graph, `block${stage + 1}.${i + 1}`, feature, expansion, channels, i === 0 ? firstStride : 1)
    }
  })
  const last = relu6(graph, 'relu_last', conv(graph, 'conv_last', feature, 1280, { kernel: 1 }))
  const pooled: Feature = { value: graph.node('GlobalAveragePool', 'pool', [last.value]), channels: 1280 }
  const classes = conv(graph, 'classes', pooled, 1000, { kernel: 1 })
  return graph.finish(graph.node('Softmax', 'prob', [classes.value], { axis: 1 }), [1, 1000, 1, 1])
}

function bottleneck(
  graph: GraphWriter,
  name: string,
  input: Feature,
  expansion: number,
  channels: number,
  stride: number,
): Feature {
  const wide = expansion * input.channels
  const expanded =
    expansion === 1 ? input : relu6(graph, `${name}.relu1`, conv(graph, `${name}.expand`, input, wide, { kernel: 1 }))
  const options = { kernel: 3, stride, pad: 1, group: wide }
  const depthwise = relu6(graph, `${name}.relu2`, conv(graph, `${name}.depthwise`, expanded, wide, options))
  const projected = conv(graph, `${name}.project`, depthwise, channels, { kernel: 1 })
  return stride === 1 && input.channels === channels ? add(graph, `${name}.add`, input, projected) : projected
}

function relu6(graph: GraphWriter, name: string, { value, channels }: Feature): Feature {
  const bounds = { min: { float: 0 }, max: { float: 6 } }
  return { value: graph.node('Clip', name, [value], bounds), channels }
}
