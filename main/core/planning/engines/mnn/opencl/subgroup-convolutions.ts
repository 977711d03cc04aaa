// SPDX-License-Identifier: Apache-2.0
// What buffer mode runs on Intel’s GPUs with subgroups. Paths are those below source/backend/opencl/execution/buffer.
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, roundUp } from '../arithmetic'
import { biasOf, KERNEL, POSITIONS, UNIT } from './convolutions'
import type { GpuExecutor, LanesWanted } from './executor'
import type { Gpu } from './gpu'
import type { GpuRules } from './gpu-rules'
import { piecesOf } from './pieces'
import type { Lanes } from './sizes'

/** Channels of a pack that a subgroup computes with. */
export const LANES = 16
const PACK = 4
/** Tiles of Winograd are rounded up to as many. */
const TILES = 8

/** Whether a dense layer that is not Winograd’s, or a depthwise one, computes by subgroups. */
export function hasLanes({ outChannels }: ConvProblem): boolean {
  return outChannels >= LANES
}

/** 2.8.1|3.6.1: ConvBufWinograd.cpp, mUseSubgroup; its tensor: ConvBufExecution.cpp, the creator. */
export function subgroupWinograd(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const [inPacks, outPacks] = [ceilDiv(p.inChannels, LANES), ceilDiv(p.outChannels, LANES)]
  const across = ceilDiv(p.outWidth, UNIT)
  const tiles = roundUp(across * ceilDiv(p.outHeight, UNIT), TILES)
  const right = (across - 1) * UNIT + KERNEL - p.padLeft - p.inWidth + 1
  return {
    algorithm: 'winograd',
    unit: UNIT,
    className: 'ConvBufWinograd',
    held: [
      make.of('part.gpuBias', 'static', [1, 1, 1, roundUp(p.outChannels, PACK)]),
      make.of('part.gpuWeights', 'static', [POSITIONS, outPacks, inPacks, LANES * LANES], 'packed'),
    ],
    staging: [],
    workspace: [
      make.of('part.transformedInput', 'dynamic', [POSITIONS, inPacks, tiles, LANES], 'packed'),
      make.of('part.transformedOutput', 'dynamic', [POSITIONS, outPacks, tiles, LANES], 'packed'),
    ],
    lanes: { beside: { left: p.padLeft, right }, copyOf: () => [] },
  }
}

/** 2.8.1|3.6.1: ConvSubgroupBufExecution.cpp. */
export function subgroupConvolution(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const [inPacks, outPacks] = [ceilDiv(p.inChannels, LANES), ceilDiv(p.outChannels, LANES)]
  const window = p.kernelHeight * p.kernelWidth
  const { batch, inChannels, inHeight, inWidth } = p
  // Fewer channels than a pack has are copied as they are.
  const narrow: LanesWanted = {
    beside: null,
    copyOf: ({ pack }) =>
      pack === LANES
        ? []
        : [make.of('part.rearrangedInput', 'dynamic', [batch, inChannels, inHeight, inWidth], 'packed')],
  }
  return {
    algorithm: 'direct',
    className: 'ConvSubgroupBuf',
    held: [
      make.of('part.gpuWeights', 'static', [outPacks, inPacks, window, LANES, LANES]),
      make.of('part.gpuBias', 'static', [1, 1, 1, roundUp(p.outChannels, LANES)]),
    ],
    staging: [],
    workspace: [],
    lanes: inChannels < LANES ? narrow : lanesOf(p, rules.subgroupsPadCopies, rules, gpu),
  }
}

/** 2.8.1|3.6.1: DepthwiseConvSubgroupBufExecution.cpp. */
export function subgroupDepthwise(p: ConvProblem, rules: GpuRules, gpu: Gpu): GpuExecutor {
  const make = piecesOf(rules, gpu)
  const window = p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'depthwise',
    className: 'DepthwiseConvSubgroupBufExecution',
    held: [
      // The bias that it inherits gives way to one of its own, which takes its place.
      biasOf(p, rules, make),
      make.of('part.gpuWeights', 'static', [1, ceilDiv(p.outChannels, LANES), window, LANES]),
    ],
    staging: [],
    workspace: [],
    lanes: lanesOf(p, true, rules, gpu),
  }
}

/** What reads packs of sixteen with its padding beside every row, from a copy where they are of four. `pads`: the copy has room beside its rows. */
function lanesOf(p: ConvProblem, pads: boolean, rules: GpuRules, gpu: Gpu): LanesWanted {
  const make = piecesOf(rules, gpu)
  const { batch, inHeight, inWidth, padLeft } = p
  // What the kernel reads beyond the last pixel: source/core/ConvolutionCommon.cpp, convolutionPadFull.
  const last = (p.outWidth - 1) * p.strideWidth + (p.kernelWidth - 1) * p.dilationWidth - padLeft
  // 2.8.1 has room for what the input has beside its rows, whatever the layer’s own padding.
  const own = rules.subgroupsPadCopies ? padLeft : 0
  const row = ({ left, right }: Lanes) => inWidth + (pads ? Math.max(left, own) + Math.max(right, own) : 0)
  const dims = (input: Lanes) => [batch, ceilDiv(p.inChannels, LANES), inHeight * row(input), LANES]
  return {
    beside: { left: padLeft, right: Math.max(0, last - inWidth + 1) },
    copyOf: (input) =>
      input.pack === LANES ? [] : [make.of('part.rearrangedInput', 'dynamic', dims(input), 'packed')],
  }
}
