// SPDX-License-Identifier: Apache-2.0
import type { NativeConvProblem } from './addon'

interface Shape {
  readonly channels: readonly [input: number, output: number]
  readonly size: readonly [height: number, width: number]
  readonly kernel: readonly [height: number, width: number] | number
  readonly stride?: readonly [height: number, width: number] | number
  readonly dilation?: readonly [height: number, width: number] | number
  /** One figure for all sides, or top, left, bottom, right. */
  readonly pad?: readonly [top: number, left: number, bottom: number, right: number] | number
  readonly group?: number
  readonly batch?: number
}

const pair = (value: readonly [number, number] | number): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value

/** Output edge; below 1 there is no such convolution. */
function outputEdge(input: number, pads: number, kernel: number, stride: number, dilation: number): number {
  return Math.floor((input + pads - (kernel - 1) * dilation - 1) / stride) + 1
}

export function problemOf(shape: Shape): NativeConvProblem {
  const [kernelHeight, kernelWidth] = pair(shape.kernel)
  const [strideHeight, strideWidth] = pair(shape.stride ?? 1)
  const [dilationHeight, dilationWidth] = pair(shape.dilation ?? 1)
  const pad = shape.pad ?? 0
  const [padTop, padLeft, padBottom, padRight] = typeof pad === 'number' ? [pad, pad, pad, pad] : pad
  const [inHeight, inWidth] = shape.size
  const [inChannels, outChannels] = shape.channels
  const group = shape.group ?? 1
  return {
    batch: shape.batch ?? 1,
    inChannels,
    inHeight,
    inWidth,
    outChannels,
    outHeight: outputEdge(inHeight, padTop + padBottom, kernelHeight, strideHeight, dilationHeight),
    outWidth: outputEdge(inWidth, padLeft + padRight, kernelWidth, strideWidth, dilationWidth),
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop,
    padLeft,
    padBottom,
    padRight,
    group,
  }
}

/** What can go wrong has a row: odd channels, tails of tiles, borders, strides, groups, batches. */
const SHAPES: readonly Shape[] = [
  // Pointwise.
  { channels: [1, 1], size: [1, 1], kernel: 1 },
  { channels: [3, 5], size: [7, 9], kernel: 1 },
  { channels: [17, 33], size: [5, 5], kernel: 1, batch: 3 },
  { channels: [64, 48], size: [14, 13], kernel: 1 },
  { channels: [300, 40], size: [6, 7], kernel: 1 },
  { channels: [520, 96], size: [4, 4], kernel: 1, batch: 2 },
  { channels: [16, 32], size: [9, 8], kernel: 1, stride: 2 },
  { channels: [16, 32], size: [5, 6], kernel: 1, pad: 1 },
  { channels: [32, 32], size: [40, 37], kernel: 1 },
  { channels: [300, 40], size: [1, 1], kernel: 1 },
  { channels: [40_000, 18], size: [1, 1], kernel: 1 },
  // Square kernels of every edge, as Winograd takes them.
  { channels: [3, 8], size: [12, 12], kernel: 2 },
  { channels: [17, 16], size: [9, 15], kernel: 2, pad: [0, 0, 1, 1] },
  { channels: [3, 33], size: [17, 19], kernel: 3, pad: 1 },
  { channels: [32, 32], size: [14, 14], kernel: 3, pad: 1, batch: 2 },
  { channels: [33, 17], size: [11, 13], kernel: 3 },
  { channels: [64, 64], size: [28, 27], kernel: 3, pad: 1 },
  { channels: [1, 1], size: [3, 3], kernel: 3 },
  { channels: [5, 7], size: [1, 1], kernel: 3, pad: 1 },
  { channels: [5, 7], size: [2, 3], kernel: 3, pad: 2 },
  { channels: [48, 80], size: [7, 7], kernel: 3, pad: 1, batch: 4 },
  { channels: [128, 40], size: [8, 8], kernel: 3, pad: [2, 0, 1, 3] },
  { channels: [5, 24], size: [10, 11], kernel: 4, pad: [1, 1, 2, 2] },
  { channels: [16, 16], size: [13, 12], kernel: 4 },
  { channels: [16, 20], size: [15, 14], kernel: 5, pad: 2 },
  { channels: [7, 5], size: [9, 21], kernel: 5, batch: 2 },
  { channels: [8, 9], size: [11, 11], kernel: 6, pad: [2, 2, 3, 3] },
  { channels: [18, 16], size: [12, 9], kernel: 7, pad: 3 },
  { channels: [2, 3], size: [7, 7], kernel: 7 },
  // Strides, dilations, rectangles.
  { channels: [3, 64], size: [37, 35], kernel: 7, stride: 2, pad: 3 },
  { channels: [3, 16], size: [33, 32], kernel: 3, stride: 2, pad: [0, 0, 1, 1] },
  { channels: [32, 48], size: [17, 16], kernel: 3, stride: 2, pad: 1 },
  { channels: [16, 16], size: [20, 23], kernel: 3, stride: 3, pad: 1 },
  { channels: [16, 17], size: [15, 15], kernel: 3, dilation: 2, pad: 2 },
  { channels: [9, 16], size: [19, 14], kernel: [3, 2], dilation: [3, 4], pad: [3, 2, 3, 2] },
  { channels: [16, 33], size: [12, 30], kernel: [1, 7], pad: [0, 3, 0, 3] },
  { channels: [16, 8], size: [30, 6], kernel: [7, 1], pad: [3, 0, 3, 0], stride: [2, 1] },
  { channels: [4, 4], size: [5, 50], kernel: [5, 3], pad: [4, 0, 0, 2], stride: [1, 3] },
  { channels: [16, 16], size: [4, 4], kernel: 3, pad: 5 },
  { channels: [6, 6], size: [3, 4], kernel: 3, dilation: 5, pad: 7 },
  { channels: [1, 33], size: [13, 13], kernel: 5, stride: 3, pad: 2 },
  { channels: [3, 20], size: [40, 9], kernel: [5, 3], stride: [2, 4], dilation: [3, 5], pad: [6, 1, 0, 9], batch: 2 },
  { channels: [4, 48], size: [300, 31], kernel: 3, stride: 2, pad: 1 },
  // Rows that fill tiles, as products of bfloat16 take them without gathering.
  { channels: [96, 40], size: [30, 31], kernel: 3, stride: 2, pad: 1 },
  { channels: [64, 48], size: [19, 29], kernel: [3, 2], dilation: [2, 3], pad: [1, 3, 2, 0], batch: 2 },
  { channels: [32, 17], size: [5, 13], kernel: 5, pad: [2, 4, 2, 1] },
  { channels: [512, 5], size: [70, 12], kernel: [2, 1] },
  // Depthwise.
  { channels: [1, 1], size: [9, 9], kernel: 3, pad: 1 },
  { channels: [32, 32], size: [14, 30], kernel: 3, pad: 1, group: 32 },
  { channels: [17, 17], size: [13, 11], kernel: 3, pad: 1, group: 17, batch: 2 },
  { channels: [33, 33], size: [28, 28], kernel: 3, stride: 2, pad: [0, 0, 1, 1], group: 33 },
  { channels: [24, 24], size: [20, 21], kernel: 5, pad: 2, group: 24 },
  { channels: [16, 16], size: [19, 22], kernel: 7, stride: 3, pad: 3, group: 16 },
  { channels: [20, 20], size: [16, 40], kernel: [3, 5], dilation: [2, 3], pad: [2, 6, 2, 6], group: 20 },
  { channels: [5, 5], size: [1, 2], kernel: 3, pad: 1, group: 5 },
  { channels: [8, 8], size: [3, 3], kernel: 3, pad: 4, group: 8 },
  { channels: [16, 16], size: [5, 5], kernel: 1, group: 16 },
  { channels: [3, 3], size: [100, 70], kernel: 3, pad: 1, group: 3 },
  // Groups.
  { channels: [32, 64], size: [9, 9], kernel: 3, pad: 1, group: 2 },
  { channels: [32, 32], size: [8, 9], kernel: 3, pad: 1, group: 4, batch: 2 },
  { channels: [6, 9], size: [11, 7], kernel: 3, pad: 1, group: 3 },
  { channels: [64, 64], size: [7, 6], kernel: 1, group: 2 },
  { channels: [10, 15], size: [8, 8], kernel: 1, group: 5, batch: 2 },
  { channels: [16, 48], size: [10, 10], kernel: 3, pad: 1, stride: 2, group: 16 },
  { channels: [34, 2], size: [12, 12], kernel: 5, pad: 2, group: 2 },
  { channels: [32, 14], size: [40, 33], kernel: 2, group: 2 },
]

export const PROBLEMS: readonly NativeConvProblem[] = SHAPES.map(problemOf)

export function describeProblem(p: NativeConvProblem): string {
  return (
    `${p.batch}x${p.inChannels}x${p.inHeight}x${p.inWidth} -> ${p.outChannels}, ` +
    `kernel ${p.kernelHeight}x${p.kernelWidth}, stride ${p.strideHeight}x${p.strideWidth}, ` +
    `dilation ${p.dilationHeight}x${p.dilationWidth}, pad ${[p.padTop, p.padLeft, p.padBottom, p.padRight]}, group ${p.group}`
  )
}
