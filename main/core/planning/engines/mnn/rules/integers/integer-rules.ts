// SPDX-License-Identifier: Apache-2.0
import { type ConvProblem, macs } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { Executor, Workspace } from '../executor'
import type { IntegerLayer, IntegerRules } from '../integer-layers'
import type { ResizeOf } from '../other-operation'
import type { LayerSettings } from '../selection'
import { depthOf, type IntegerCore, type IntegerCores, integerCoreOf } from './cores'
import type { Gather } from './gathering'
import type { Keep } from './keeping'

// Read from the sources of the releases that are named, not measured.

/** Channels that depthwise layers and pooling work on at a time. */
const SIXTEEN = 16
const FOUR = 4

/** How a release runs ops on 8-bit integers. */
export interface IntegerRelease {
  readonly cores: IntegerCores
  readonly dense: {
    readonly className: (integers: IntegerCore) => string
    /** Kernel taps follow each other without a gap (depthOf). */
    readonly gapless: boolean
    readonly keep: Keep
    readonly gather: Gather
  }
  readonly depthwise: {
    /** fours: as they lie; padded: by blocks, one of which a thread pads; sixteens: staged by sixteen channels. */
    readonly by: 'fours' | 'padded' | 'sixteens'
    readonly keep: Keep
  }
  /** Pooling stages its tensors by so many channels. */
  readonly poolsBy: 1 | 16
  /** Layers that run in a way of their own; their bytes are not known. */
  readonly elsewhere?: (layer: IntegerLayer, settings: LayerSettings) => boolean
  /** Ops that change integers to floats have zero points beside scales. */
  readonly zeroPoints?: boolean
}

export function integerRules(release: IntegerRelease): IntegerRules {
  return {
    convolution(layer, settings) {
      if (release.elsewhere?.(layer, settings) === true) return null
      return layer.problem.depthwise ? depthwise(release, layer, settings) : dense(release, layer, settings)
    },
    resize: resizeOf(release.poolsBy),
    tablesOfChange: (sourceOp) => (release.zeroPoints === true && sourceOp === 'Int8ToFloat' ? 2 : 1),
  }
}

function executor(
  p: ConvProblem,
  className: string,
  create: Executor['create'],
  resize: (workspace: Workspace) => void,
  algorithm: Executor['algorithm'],
): Executor {
  const reason = () => ({ id: 'reason.integersRead' }) as const
  return { algorithm, className, operations: () => 2 * macs(p), reason, create, resize }
}

function dense({ cores, dense: rule }: IntegerRelease, layer: IntegerLayer, settings: LayerSettings): Executor {
  const { problem } = layer
  const { core, threads } = settings
  const integers = integerCoreOf(cores, settings)
  const depth = depthOf(problem, integers, core.pack, rule.gapless)
  const kept = {
    packed: roundUp(problem.outChannels, integers.unit) * depth,
    pack: core.pack,
    unit: integers.unit,
  }
  return executor(
    problem,
    rule.className(integers),
    (pool) => rule.keep(pool, layer, kept),
    (workspace) => rule.gather(workspace, { problem, core, integers, threads, depth, ownScales: layer.ownScales > 0 }),
    'tiled',
  )
}

/** CPUDepthwiseConvInt8.cpp. On x86 weights and what is padded or staged have 16 bits, but for those by fours. */
function depthwise(release: IntegerRelease, layer: IntegerLayer, settings: LayerSettings): Executor {
  const { problem: p } = layer
  const { isa, core, threads } = settings
  const { by, keep } = release.depthwise
  const bytes = by === 'fours' || isa.startsWith('arm') ? 1 : 2
  const isFast = by === 'sixteens' && hasFastKernel(p, settings)
  const unit = by === 'fours' || isFast ? FOUR : by === 'padded' ? core.pack : SIXTEEN
  const channels = roundUp(p.outChannels, unit)
  const packed = channels * p.kernelHeight * p.kernelWidth * bytes
  return executor(
    p,
    'CPUDepthwiseConvInt8',
    (pool) => keep(pool, layer, { packed, pack: unit, unit }),
    (workspace) => {
      if (by === 'fours') return
      const inUse = Math.min(threads, (channels / unit) * p.batch)
      const padded = (p.inWidth + p.padLeft + p.padRight) * (p.inHeight + p.padTop + p.padBottom)
      const pad = workspace.take('part.paddedInput', inUse * padded * unit * bytes)
      if (by === 'padded') return workspace.free(pad)
      const input = workspace.take('part.stagedInput', p.batch * p.inHeight * p.inWidth * channels * bytes)
      const output = workspace.take('part.stagedOutput', p.batch * p.outHeight * p.outWidth * channels * bytes)
      workspace.free(input, output, pad)
    },
    isFast ? 'depthwise-3x3' : 'depthwise',
  )
}

function hasFastKernel(p: ConvProblem, { isa, integerKernel }: LayerSettings): boolean {
  return (
    (isa === 'arm64' || isa === 'arm64-fp16') &&
    integerKernel !== 'none' &&
    [p.kernelHeight, p.kernelWidth].every((size) => size === 3) &&
    [p.strideHeight, p.strideWidth, p.dilationHeight, p.dilationWidth].every((step) => step === 1) &&
    p.outHeight >= 2 &&
    p.outWidth >= 2
  )
}

/** cpu/CPUEltwiseInt8.cpp: scales of both inputs and of the output, one for each channel; cpu/CPUPoolInt8.cpp. */
function resizeOf(poolsBy: number): ResizeOf {
  const staged = ([batch = 1, channels = 1, ...plane]: readonly number[]) =>
    plane.reduce((bytes, length) => bytes * length, batch * roundUp(channels, poolsBy))
  return ({ operation, inputs: [input], output }) => {
    const like = operation.kind === 'Unsupported' ? operation.like?.kind : undefined
    if (input !== undefined && like === 'Binary') {
      const scales = roundUp(output.dims[1] ?? 1, FOUR) * FLOAT_BYTES
      return (_, held) => {
        for (let table = 0; table < 3; table++) held.request(scales)
      }
    }
    if (input === undefined || (like !== 'Pool' && like !== 'GlobalPool')) return null
    return (to) =>
      to.free(to.take('part.stagedInput', staged(input.dims)), to.take('part.stagedOutput', staged(output.dims)))
  }
}
