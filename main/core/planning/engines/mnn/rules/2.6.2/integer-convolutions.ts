// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import { macs, weightElements } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { EagerPool } from '../../pools/eager-pool'
import type { IntegerKernel } from '../../settings'
import { tileWidth } from '../2.8.1/tiled'
import type { Executor } from '../executor'
import type { IntegerLayer, IntegerRules } from '../integer-layers'
import type { LayerSettings } from '../selection'

// Read from the sources of 2.5.3 to 2.9.2, not measured.

interface IntegerCore {
  /** Output channels, depth and rows that one kernel call works on. */
  readonly unit: number
  readonly depthUnit: number
  readonly rows: number
}

/** 2.8.1: compute/Int8FunctionsOpt.h, x86_x64/avx/GemmInt8.cpp, avx512/GemmInt8Macro.h. */
const CORES = {
  sse: { unit: 4, depthUnit: 16, rows: 4 },
  avx2: { unit: 8, depthUnit: 4, rows: 4 },
  avx512: { unit: 64, depthUnit: 4, rows: 4 },
  arm32: { unit: 4, depthUnit: 16, rows: 2 },
} as const satisfies Partial<Record<InstructionSet, IntegerCore>>

/** 2.8.1: compute/Int8FunctionsOpt.cpp, MNNGetGemmUnit, MNNGetGemmUnitSdot, MNNGetGemmUnitI8mm. */
const ARM64_CORES: Readonly<Record<IntegerKernel, IntegerCore>> = {
  none: { unit: 4, depthUnit: 16, rows: 4 },
  sdot: { unit: 4, depthUnit: 4, rows: 12 },
  i8mm: { unit: 4, depthUnit: 8, rows: 20 },
}

function coreOf({ isa, integerKernel }: LayerSettings): IntegerCore {
  return isa === 'arm64' || isa === 'arm64-fp16' ? ARM64_CORES[integerKernel] : CORES[isa]
}

/** Of the im2col index, per position and kernel tap, beside a pointer: four 32-bit integers. */
const INDEX_BYTES = 16
/** Bytes of a tile's rows that are gathered before they are multiplied. */
const TILE_BYTES = 2048
/** Channels that depthwise layers and pooling work on at a time. */
const SIXTEEN = 16
const FOUR = 4

/**
 * `biasPack`: to which bias and scales of dense layers are rounded up. `depthwise`: channels that depthwise layers work on at
 * a time; by sixteen they stage their tensors.
 */
export function integerRules(biasPack: 'fours' | 'blocks', depthwise: 'sixteens' | 'blocks'): IntegerRules {
  return {
    convolution: (layer, settings) =>
      layer.problem.depthwise
        ? depthwise === 'blocks'
          ? blockedDepthwise(layer, settings)
          : depthwiseExecutor(layer, settings)
        : denseExecutor(layer, settings, biasPack === 'fours' ? FOUR : settings.core.pack),
    resize: ({ operation, inputs: [input], output }) => {
      const like = operation.kind === 'Unsupported' ? operation.like?.kind : undefined
      if (input !== undefined && like === 'Binary') {
        // cpu/CPUEltwiseInt8.cpp: scales of both inputs and of the output, one for each channel.
        const scales = roundUp(output.dims[1] ?? 1, FOUR) * FLOAT_BYTES
        return (_, held) => {
          for (let table = 0; table < 3; table++) held.request(scales)
        }
      }
      if (input === undefined || (like !== 'Pool' && like !== 'GlobalPool')) return null
      // cpu/CPUPoolInt8.cpp.
      return (to) =>
        to.free(
          to.take('part.stagedInput', bySixteen(input.dims)),
          to.take('part.stagedOutput', bySixteen(output.dims)),
        )
    },
  }
}

function bySixteen([batch = 1, channels = 1, ...plane]: readonly number[]): number {
  return plane.reduce((bytes, length) => bytes * length, batch * roundUp(channels, SIXTEEN))
}

/** Bias, scales, and the weights as they are in the file, of which `pack` makes others. cpu/CPUConvolution.cpp, makeResourceInt8. */
function create(
  pool: EagerPool,
  { problem, ownScales }: IntegerLayer,
  unit: number,
  pack: (pool: EagerPool) => void,
  packsFirst: boolean,
): void {
  const tables = roundUp(problem.outChannels, unit) * FLOAT_BYTES
  pool.request(tables)
  pool.request(tables)
  const plain = pool.request(weightElements(problem))
  const anew = () => {
    if (!ownScales) return
    pool.request(tables)
    pool.request(tables)
  }
  if (!packsFirst) anew()
  pack(pool)
  pool.free(plain)
  if (packsFirst) anew()
}

/** compute/ConvInt8TiledExecutor.cpp, DenseConvInt8TiledExecutor. */
function denseExecutor(layer: IntegerLayer, settings: LayerSettings, biasPack: number): Executor {
  const { problem: p } = layer
  const { core, threads } = settings
  const int8 = coreOf(settings)
  const taps = p.kernelHeight * p.kernelWidth
  /** Steps through the depth in blocks of `block` channels, of which the kernel may take several at a time. */
  const steps = (block: number) =>
    int8.depthUnit > block
      ? ceilDiv(ceilDiv(p.inChannels, block) * taps, int8.depthUnit / block)
      : ceilDiv(p.inChannels, int8.depthUnit) * taps
  const depth = steps(int8.unit) * int8.depthUnit
  return {
    algorithm: 'tiled',
    className: 'DenseConvInt8TiledExecutor',
    operations: () => 2 * macs(p),
    reason: () => ({ id: 'reason.integersRead' }),
    create: (pool) =>
      create(pool, layer, biasPack, (to) => to.request(roundUp(p.outChannels, int8.unit) * depth), false),
    resize(workspace) {
      const plane = p.outWidth * p.outHeight * p.batch
      const limit = Math.min(ceilDiv(TILE_BYTES, steps(core.pack) * int8.depthUnit), ceilDiv(plane, threads))
      const rows = int8.rows * ceilDiv(limit, int8.rows)
      const inUse = Math.min(threads, ceilDiv(plane, rows))
      const index = taps * (ceilDiv(rows, tileWidth(p)) + 1) * (INDEX_BYTES + core.pointerBytes)
      const tiles = workspace.take('part.im2colTiles.allThreads', inUse * rows * depth)
      workspace.free(workspace.take('part.im2colIndex.allThreads', inUse * index))
      workspace.free(tiles)
    },
  }
}

/** cpu/CPUDepthwiseConvInt8.cpp. On x86 it widens to 16 bits. */
function depthwiseExecutor(layer: IntegerLayer, settings: LayerSettings): Executor {
  const { problem: p } = layer
  const { isa, integerKernel, threads } = settings
  const isArm = isa.startsWith('arm')
  const bytes = isArm ? 1 : 2
  const isFast =
    (isa === 'arm64' || isa === 'arm64-fp16') &&
    integerKernel !== 'none' &&
    [p.kernelHeight, p.kernelWidth].every((size) => size === 3) &&
    [p.strideHeight, p.strideWidth, p.dilationHeight, p.dilationWidth].every((step) => step === 1) &&
    p.outHeight >= 2 &&
    p.outWidth >= 2
  const unit = isFast ? FOUR : SIXTEEN
  const channels = roundUp(p.outChannels, unit)
  return {
    algorithm: isFast ? 'depthwise-3x3' : 'depthwise',
    className: 'CPUDepthwiseConvInt8',
    operations: () => 2 * macs(p),
    reason: () => ({ id: 'reason.integersRead' }),
    create: (pool) =>
      create(pool, layer, unit, (to) => to.request(channels * p.kernelHeight * p.kernelWidth * bytes), true),
    resize(workspace) {
      const inUse = Math.min(threads, (channels / unit) * p.batch)
      const padded = (p.inWidth + p.padLeft + p.padRight) * (p.inHeight + p.padTop + p.padBottom)
      const pad = workspace.take('part.paddedInput', inUse * padded * unit * bytes)
      const input = workspace.take('part.stagedInput', p.batch * p.inHeight * p.inWidth * channels * bytes)
      const output = workspace.take('part.stagedOutput', p.batch * p.outHeight * p.outWidth * channels * bytes)
      workspace.free(input, output, pad)
    },
  }
}

/** By the core's blocks of channels, of which a thread pads one at a time. 2.5.3: cpu/CPUDepthwiseConvInt8.cpp. */
function blockedDepthwise(layer: IntegerLayer, { isa, core, threads }: LayerSettings): Executor {
  const { problem: p } = layer
  const bytes = isa.startsWith('arm') ? 1 : 2
  const channels = roundUp(p.outChannels, core.pack)
  return {
    algorithm: 'depthwise',
    className: 'CPUDepthwiseConvInt8',
    operations: () => 2 * macs(p),
    reason: () => ({ id: 'reason.integersRead' }),
    create: (pool) =>
      create(pool, layer, core.pack, (to) => to.request(channels * p.kernelHeight * p.kernelWidth * bytes), true),
    resize(workspace) {
      const inUse = Math.min(threads, (channels / core.pack) * p.batch)
      const padded = (p.inWidth + p.padLeft + p.padRight) * (p.inHeight + p.padTop + p.padBottom)
      workspace.free(workspace.take('part.paddedInput', inUse * padded * core.pack * bytes))
    },
  }
}
