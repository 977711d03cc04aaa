// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { type Traffic, together, type Work } from '#core/planning/time/work'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'
import { groupProblem } from './group'
import type { WinogradRule } from './layer-rules'
import { executorOperations } from './operations'
import type { LayerSettings } from './selection'

/** What the kernels work with. */
type Kernels = Pick<LayerSettings, 'core' | 'threads'> & Pick<WinogradRule, 'shares'>

/**
 * What an executor's kernels compute and move in one inference. The loops are those of 2.8.1 and 3.6.1; other releases are
 * taken to be like them, but for what threads of a Winograd layer share.
 */
export function executorWork(p: ConvProblem, executor: Executor, kernels: Kernels): Work {
  const { inner } = executor
  if (inner !== undefined) return groupWork(p, inner.executor, inner.groups, kernels)
  switch (executor.algorithm) {
    case 'winograd':
      return winogradWork(p, executor.unit ?? 1, kernels)
    case 'depthwise':
    case 'depthwise-3x3':
      return depthwiseWork(p, executorOperations(p, executor), kernels)
    default: {
      const work = productWork(p, kernels)
      // Strassen's recursion and sparse weights compute less than the plain product.
      const share = executorOperations(p, executor) / (2 * macs(p))
      return { ...work, products: work.products * share }
    }
  }
}

/** Groups one after the other, between copies of their channels to and fro. compute/ConvolutionGroup.cpp. */
function groupWork(p: ConvProblem, executor: Executor, groups: number, kernels: Kernels): Work {
  const one = executorWork(groupProblem(p, p.batch), executor, kernels)
  const copied = 4 * (inputBytes(p, kernels.core) + outputBytes(p, kernels.core))
  const copies: Work = {
    products: 0,
    loops: 0,
    copies: [{ bytes: copied, within: copied / 4 }],
    weights: [],
    busiest: 1,
    atOnce: 1,
  }
  return together([...Array.from({ length: groups }, () => one), copies])
}

/**
 * Tiles of ePack output positions: their inputs are gathered and packed, then multiplied with hPack channels at a time, for
 * which the tile is read again. 2.8.1|3.6.1: compute/DenseConvolutionTiledExecutor.cpp, Convolution1x1Strassen.cpp.
 */
function productWork(p: ConvProblem, { core, threads }: Kernels): Work {
  const rows = p.batch * p.outHeight * p.outWidth
  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  const tiles = ceilDiv(rows, core.ePack)
  const gathered = rows * depth * core.elementBytes
  const { products, weights } = product(rows, depth, p.outChannels, 1, { core, groups: tiles })
  return {
    products,
    loops: 0,
    copies: [
      { bytes: gathered, within: inputBytes(p, core) },
      { bytes: gathered, within: core.ePack * depth * core.elementBytes },
      { bytes: outputBytes(p, core), within: outputBytes(p, core) },
    ],
    weights,
    busiest: busiest(tiles, threads),
    atOnce: FLOAT_BYTES / core.elementBytes,
  }
}

/** `planes` products of rows × depth by depth × channels, in `groups` of packed rows: each reads all weights. */
function product(
  rows: number,
  depth: number,
  channels: number,
  planes: number,
  { core: { hPack, elementBytes }, groups }: { readonly core: MatrixCore; readonly groups: number },
): Pick<Work, 'products' | 'weights'> {
  const width = roundUp(channels, hPack)
  const bytes = planes * depth * width * elementBytes
  return {
    products: 2 * planes * rows * depth * width,
    weights: [
      { bytes, within: Number.POSITIVE_INFINITY },
      { bytes: (groups - 1) * bytes, within: bytes },
    ],
  }
}

/**
 * Groups of ePack tiles: transformed, multiplied in α² planes, transformed back. 2.8.1|3.6.1:
 * compute/ConvolutionPackWinograd.cpp.
 */
function winogradWork(p: ConvProblem, unit: number, { core, threads, shares }: Kernels): Work {
  const { ePack, elementBytes } = core
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const tiles = p.batch * ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit)
  const perTile = 2 * alpha ** 3 * p.inChannels + 2 * alpha * (alpha + unit) * unit * p.outChannels
  const input = area * p.inChannels * elementBytes
  const output = area * p.outChannels * elementBytes
  const transformed = Math.min(tiles, ePack) * (input + output)
  // The largest share of a thread, and how many groups the shares make.
  const busiestTiles = shares === 'tiles' ? ceilDiv(tiles, threads) : ceilDiv(ceilDiv(tiles, ePack), threads) * ePack
  const groups =
    shares === 'tiles' ? ceilDiv(tiles, busiestTiles) * ceilDiv(busiestTiles, ePack) : ceilDiv(tiles, ePack)
  const { products, weights } = product(tiles, p.inChannels, p.outChannels, area, { core, groups })
  const copies: Traffic[] = [
    { bytes: tiles * input, within: inputBytes(p, core) },
    // Written by the transform and packed; written by the product and transformed back.
    { bytes: tiles * (2 * input + 2 * output), within: transformed },
    { bytes: outputBytes(p, core), within: outputBytes(p, core) },
  ]
  return {
    products,
    loops: tiles * perTile,
    copies,
    weights,
    busiest: Math.min(busiestTiles, tiles) / tiles,
    atOnce: FLOAT_BYTES / core.elementBytes,
  }
}

/** cpu/CPUConvolutionDepthwise.cpp, compute/ConvolutionDepthwise3x3.cpp. */
function depthwiseWork(p: ConvProblem, operations: number, { core, threads }: Kernels): Work {
  const input = inputBytes(p, core)
  const output = outputBytes(p, core)
  const padding = roundUp(p.outChannels, core.pack) / p.outChannels
  return {
    products: 0,
    loops: operations * padding,
    copies: [
      { bytes: 2 * input, within: input },
      { bytes: output, within: output },
    ],
    weights: [],
    busiest: busiest(p.batch * ceilDiv(p.outChannels, core.pack), threads),
    atOnce: FLOAT_BYTES / core.elementBytes,
  }
}

function inputBytes(p: ConvProblem, { pack, elementBytes }: MatrixCore): number {
  return p.batch * roundUp(p.inChannels, pack) * p.inHeight * p.inWidth * elementBytes
}

function outputBytes(p: ConvProblem, { pack, elementBytes }: MatrixCore): number {
  return p.batch * roundUp(p.outChannels, pack) * p.outHeight * p.outWidth * elementBytes
}

/** Of equal pieces that are dealt out in turn. */
function busiest(pieces: number, threads: number): number {
  return ceilDiv(pieces, threads) / pieces
}
