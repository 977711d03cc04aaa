// SPDX-License-Identifier: Apache-2.0
import { weightElements } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { EagerPool } from '../../pools/eager-pool'
import type { Block } from '../../pools/pool'
import type { IntegerLayer } from '../integer-layers'

/** Of a layer, what its executor keeps depends on. */
export interface Kept {
  /** Bytes of the weights in the kernel's order. */
  readonly packed: number
  /** Channels of a block: tables are rounded up to it. */
  readonly pack: number
  /** Output channels of a kernel call. */
  readonly unit: number
}

/** What an executor asks of the static pool when it is created. */
export type Keep = (pool: EagerPool, layer: IntegerLayer, kept: Kept) => void

const FOUR = 4

function table(channels: number, pack: number): number {
  return roundUp(channels, pack) * FLOAT_BYTES
}

function requests(pool: EagerPool, count: number, bytes: number): Block[] {
  return Array.from({ length: count }, () => pool.request(bytes))
}

/** Weights in the kernel's order, bias and scales of whole fours. 1.0.1|1.1.7: CPUConvInt8.cpp (makeResource), CPUDepthwiseConvInt8.cpp. */
export const packedAtOnce: Keep = (pool, { problem }, { packed }) => {
  pool.request(packed)
  requests(pool, 2, table(problem.outChannels, FOUR))
}

/** A second bias and second scales, worked out for the scales of input and output. */
function ownTables(pool: EagerPool, { ownScales }: IntegerLayer, bytes: number): void {
  if (ownScales > 0) requests(pool, 2, bytes)
}

/**
 * Bias, scales, and the weights as they are in the file, of which others are made in the kernel's order. `tables`: to what
 * bias and scales are rounded up. `own`: layers with scales of their own have `ownTables`; depthwise ones once all else is there.
 * 1.2.0|2.9.2: CPUConvolution.cpp (makeResourceInt8, MutableResourceInt8), compute/ConvInt8TiledExecutor.cpp, CPUDepthwiseConvInt8.cpp.
 */
export function besideFile(tables: 'fours' | 'packs', own: 'none' | 'first' | 'last'): Keep {
  return (pool, layer, { packed, pack }) => {
    const bytes = table(layer.problem.outChannels, tables === 'fours' ? FOUR : pack)
    requests(pool, 2, bytes)
    const inFile = pool.request(weightElements(layer.problem))
    if (own === 'first') ownTables(pool, layer, bytes)
    pool.request(packed)
    pool.free(inFile)
    if (own === 'last') ownTables(pool, layer, bytes)
  }
}

/** Bias, scales and zero points of the weights; a pair of scales counts for two. */
function countedTables(pool: EagerPool, { problem, ownScales }: IntegerLayer, pack: number, scaleTables: number) {
  const bytes = table(Math.max(problem.outChannels, ownScales), pack)
  pool.request(bytes)
  const scales = pool.request(scaleTables * bytes)
  pool.request(bytes)
  return { bytes, scales, inFile: pool.request(weightElements(problem)) }
}

/** A bias in floats, before `ownTables`. */
function floatBias(pool: EagerPool, layer: IntegerLayer, bytes: number): void {
  pool.request(bytes)
  ownTables(pool, layer, bytes)
}

/**
 * With zero points, a bias in floats, scales and offsets, and sums of the weights. `replaces`: the scales of the file are
 * given back for those beside offsets. 2.9.3: CPUConvolution.cpp (makeResource); 2.9.5|3.0.4: compute/ConvInt8TiledExecutor.cpp (_computeAlphaScale).
 */
export function withSums(replaces: boolean): Keep {
  return (pool, layer, { packed, pack }) => {
    const { bytes, scales, inFile } = countedTables(pool, layer, pack, 1)
    floatBias(pool, layer, bytes)
    pool.request(packed)
    const channels = table(layer.problem.outChannels, pack)
    pool.request(2 * channels)
    if (replaces) pool.free(scales)
    pool.request(channels)
    pool.free(inFile)
  }
}

/** The same, but weights lie in one block with scales and offsets. 3.0.5: compute/ConvInt8TiledExecutor.cpp (DenseConvInt8TiledExecutor). */
export const blockWithScales: Keep = (pool, layer, { packed, pack }) => {
  const { bytes, scales, inFile } = countedTables(pool, layer, pack, 1)
  floatBias(pool, layer, bytes)
  const channels = table(layer.problem.outChannels, pack)
  pool.request(2 * channels)
  pool.free(scales)
  pool.request(channels)
  pool.free(inFile)
  pool.request(packed + 2 * channels)
}

/** The file's scales have room for offsets, and there are no sums. 3.1.1: compute/ConvInt8TiledExecutor.cpp. */
export const blockWithOffsets: Keep = (pool, layer, { packed, pack }) => {
  const { bytes, inFile } = countedTables(pool, layer, pack, 2)
  floatBias(pool, layer, bytes)
  pool.free(inFile)
  pool.request(packed + 2 * bytes)
}

/**
 * Bias, sums and one block of weights, scales and offsets, made of the file's weights without a copy; to which whole channels
 * each is rounded up. 3.1.4|3.6.1: compute/ConvInt8TiledExecutor.cpp.
 */
export function blockOfFile(to: { readonly bias: 'pack' | 'unit'; readonly others: 'pack' | 'unit' }): Keep {
  return (pool, layer, kept) => {
    const { outChannels } = layer.problem
    const bias = table(outChannels, kept[to.bias])
    const others = table(outChannels, kept[to.others])
    pool.request(bias)
    pool.request(others)
    pool.request(kept.packed + 2 * others)
    floatBias(pool, layer, bias)
  }
}

/** Depthwise, with zero points and a bias in floats; `scaleTables` for scales. 2.9.3|3.6.1: CPUDepthwiseConvInt8.cpp, CPUConvolution.cpp (makeResourceInt8). */
export function depthwiseWithZeros(scaleTables: 1 | 2): Keep {
  return (pool, layer, { packed, pack }) => {
    const { bytes, inFile } = countedTables(pool, layer, pack, scaleTables)
    pool.request(packed)
    pool.free(inFile)
    floatBias(pool, layer, bytes)
  }
}
