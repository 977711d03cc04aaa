// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { EagerPool } from '../../pools/eager-pool'
import type { Executor } from '../executor'
import type { LayerSettings } from '../selection'
import { EQUAL_SHARES } from '../shares'
import { strassenExecutor } from './strassen'
import { tiledExecutor } from './tiled'

// Session memory of nine networks with weights of 3 to 8 bits was measured on x86-64, within 0.01 %. (Such
// sessions of 2.8.1 often crash there once they run, so that their resident set was not.) The palette of a 4-bit coding need not be linear here.

/**
 * Weights that stay integers are packed as 8-bit ones with tables of scales and offsets; where 16
 * values or fewer occur, two to a byte, the 8-bit copy being given back.
 */
function createPacked(pool: EagerPool, bytes: number, tables: number, { bits }: WeightCoding): void {
  const packed = pool.request(bytes)
  pool.request(tables)
  if (bits > 4) return
  pool.request(ceilDiv(bytes, 2))
  pool.free(packed)
}

/** Channels that the kernel takes at a time on processors with i8mm, in float32. */
const EIGHT = 8

/**
 * 1×1 layers of 2.8.1 under low memory: compute/ConvolutionHybrid.cpp. It quantises its input as it runs. What it takes
 * for i8mm is the bit of JSCVT, which all processors with i8mm have (cpu/CPURuntime.cpp).
 */
export function hybridExecutor(p: ConvProblem, settings: LayerSettings, coding: WeightCoding): Executor {
  const { core, threads } = settings
  const { pack, elementBytes } = core
  const byEights = settings.integerKernel === 'i8mm' && pack < EIGHT
  const unit = byEights ? EIGHT : pack
  const channels = roundUp(p.outChannels, unit)
  return {
    algorithm: 'gemm-1x1',
    className: 'ConvolutionHybrid',
    keepsIntegers: true,
    create(pool) {
      pool.request(roundUp(p.outChannels, pack) * elementBytes)
      const bytes = channels * roundUp(p.inChannels, unit)
      // It asks for the weights twice.
      pool.free(pool.request(bytes))
      createPacked(pool, bytes, 2 * channels * elementBytes, coding)
    },
    resize(workspace) {
      const factors = workspace.take('part.scalesOfInput', p.batch * ((threads + 2) * elementBytes + 4 * threads))
      if (byEights) {
        const packed = workspace.take('part.packedInput', p.batch * roundUp(p.inChannels, EIGHT))
        const result = workspace.take('part.results', p.batch * channels * FLOAT_BYTES)
        const quantised = workspace.take('part.quantisedInput', p.batch * roundUp(p.inChannels, EIGHT))
        workspace.free(packed, result, factors, quantised)
        return
      }
      workspace.free(factors, workspace.take('part.quantisedInput', p.batch * p.inChannels))
    },
  }
}

/** 1×1 layers of 2.7.2 under low memory: Strassen on integers. compute/Convolution1x1Strassen.cpp; read from source, not measured. */
export function integerStrassenExecutor(p: ConvProblem, settings: LayerSettings, coding: WeightCoding): Executor {
  const { pack, hPack, lPack, elementBytes } = settings.core
  const channels = roundUp(p.outChannels, hPack)
  return {
    ...strassenExecutor(p, settings, { shares: EQUAL_SHARES, stages: false, wholeBlocks: false }),
    keepsIntegers: true,
    create(pool) {
      pool.request(roundUp(p.outChannels, pack) * elementBytes)
      createPacked(pool, channels * roundUp(p.inChannels, lPack), 2 * channels * elementBytes, coding)
    },
  }
}

/** Other kernels of 2.8.1 under low memory: tiled, widening as it multiplies. compute/DenseConvolutionTiledExecutor.cpp. */
export function integerTiledExecutor(
  p: ConvProblem,
  core: MatrixCore,
  threads: number,
  coding: WeightCoding,
): Executor {
  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  return {
    ...tiledExecutor(p, core, threads),
    keepsIntegers: true,
    create(pool) {
      pool.request(roundUp(p.outChannels, core.pack) * core.elementBytes)
      const channels = roundUp(p.outChannels, core.hPack)
      createPacked(pool, channels * roundUp(depth, core.lPack), 2 * channels * core.elementBytes, coding)
    },
  }
}
