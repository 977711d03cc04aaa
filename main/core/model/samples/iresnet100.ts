// SPDX-License-Identifier: Apache-2.0
import { GraphWriter } from './graph-writer'
import { add, batchNorm, conv, type Feature, prelu } from './layers'

/** Blocks and channels of each stage; the first block of a stage halves the image. */
const STAGES = [
  { blocks: 3, channels: 64 },
  { blocks: 13, channels: 128 },
  { blocks: 30, channels: 256 },
  { blocks: 3, channels: 512 },
] as const

/** 49 residual branches add up: each contributes a tenth. */
const RESIDUAL_GAIN = 0.1

/**
 * ResNet-100 of ArcFace (Deng et al. 2019: IR blocks, 112 × 112 faces), as an optimised export has
 * it: batch normalisation after a convolution is folded into it, the one before stays. Ends in the
 * pooled features instead of the fully connected embedding.
 */
export function buildIResNet100(): Uint8Array {
  const graph = new GraphWriter('iresnet100', 'data', [1, 3, 112, 112])
  let feature: Feature = { value: 'data', channels: 3 }
  feature = prelu(graph, 'prelu0', conv(graph, 'conv0', feature, 64, { kernel: 3, pad: 1 }))
  STAGES.forEach(({ blocks, channels }, stage) => {
    for (let block = 0; block < blocks; block++) {
      feature = residual(graph, `stage${stage + 1}.${block + 1}`, feature, channels, block === 0 ? 2 : 1)
    }
  })
  const normalised = batchNorm(graph, 'norm', feature)
  return graph.finish(graph.node('GlobalAveragePool', 'embedding', [normalised.value]), [1, 512, 1, 1])
}

function residual(graph: GraphWriter, name: string, input: Feature, channels: number, stride: number): Feature {
  const normalised = batchNorm(graph, `${name}.norm`, input)
  const inner = prelu(graph, `${name}.prelu`, conv(graph, `${name}.conv1`, normalised, channels, { kernel: 3, pad: 1 }))
  const outer = conv(graph, `${name}.conv2`, inner, channels, { kernel: 3, stride, pad: 1, gain: RESIDUAL_GAIN })
  const plain = stride === 1 && input.channels === channels
  const shortcut = plain ? input : conv(graph, `${name}.shortcut`, input, channels, { kernel: 1, stride })
  return add(graph, `${name}.add`, outer, shortcut)
}
