// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'

/** Name; input and output channels, edge of the square input, kernel, stride, groups. */
type Shape = readonly [string, number, number, number, number, number, number]

/** Layers of VGG, ResNet, MobileNet, ShuffleNet, first layers, and large images. */
export const SHAPES: readonly Shape[] = [
  ['stem 7x7/2', 3, 64, 224, 7, 2, 1],
  ['stem 3x3', 3, 64, 224, 3, 1, 1],
  ['stem 3x3/2', 3, 32, 224, 3, 2, 1],
  ['3x3 64@224', 64, 64, 224, 3, 1, 1],
  ['3x3 128@112', 128, 128, 112, 3, 1, 1],
  ['3x3 64@56', 64, 64, 56, 3, 1, 1],
  ['3x3 128@28', 128, 128, 28, 3, 1, 1],
  ['3x3 256@14', 256, 256, 14, 3, 1, 1],
  ['3x3 512@14', 512, 512, 14, 3, 1, 1],
  ['3x3 512@7', 512, 512, 7, 3, 1, 1],
  ['3x3/2 128@56', 128, 128, 56, 3, 2, 1],
  ['3x3/2 512@14', 512, 512, 14, 3, 2, 1],
  ['3x3 256@640', 256, 256, 640, 3, 1, 1],
  ['5x5 64@28', 64, 64, 28, 5, 1, 1],
  ['1x1 64>256@56', 64, 256, 56, 1, 1, 1],
  ['1x1 1024>256@14', 1024, 256, 14, 1, 1, 1],
  ['1x1 512>2048@7', 512, 2048, 7, 1, 1, 1],
  ['1x1 96>24@56', 96, 24, 56, 1, 1, 1],
  ['1x1/2 256>512@56', 256, 512, 56, 1, 2, 1],
  ['1x1 256@640', 256, 256, 640, 1, 1, 1],
  ['depthwise 3x3 128@56', 128, 128, 56, 3, 1, 128],
  ['depthwise 3x3/2 96@112', 96, 96, 112, 3, 2, 96],
  ['depthwise 5x5 240@28', 240, 240, 28, 5, 1, 240],
  ['depthwise 5x5/2 96@56', 96, 96, 56, 5, 2, 96],
  ['grouped 3x3 128/32@56', 128, 128, 56, 3, 1, 32],
  ['grouped 3x3 256/4@28', 256, 256, 28, 3, 1, 4],
  ['grouped 1x1 272/4@14', 272, 272, 14, 1, 1, 4],
]

export function problemOf([, inChannels, outChannels, edge, kernel, stride, group]: Shape): ConvProblem {
  const pad = kernel >> 1
  const out = Math.floor((edge + 2 * pad - kernel) / stride) + 1
  return {
    batch: 1,
    inChannels,
    inHeight: edge,
    inWidth: edge,
    outChannels,
    outHeight: out,
    outWidth: out,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: stride,
    strideWidth: stride,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: pad,
    padLeft: pad,
    padBottom: pad,
    padRight: pad,
    group,
    depthwise: group > 1 && group === inChannels && group === outChannels,
  }
}
