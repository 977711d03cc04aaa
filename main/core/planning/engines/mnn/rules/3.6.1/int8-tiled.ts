// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../../arithmetic'
import { tileWidth } from '../2.8.1/tiled'
import type { Executor } from '../executor'
import { division, positionLimit } from '../integers/gathering'
import type { LayerSettings } from '../selection'
import type { Int8Core } from './int8-core'

/** Of the im2col index, per position and kernel tap, beside a pointer: four 32-bit integers. */
const INDEX_BYTES = 16

/**
 * How weights and tables of scales are kept. 2.9.3: every weight with eight bits; 2.9.5: 4-bit ones by two to a byte,
 * tables beside; 3.0.5: in one block. Read from source but for the last.
 */
export type Int8Layout = 'eightBits' | 'separateTables' | 'oneBlock'

/**
 * Low-memory builds of 3.6.1 under Memory_Low, every kernel size: integer weights, the input
 * quantised as it runs. compute/ConvInt8TiledExecutor.cpp, DenseConvInt8TiledExecutor. Measured on
 * x86-64 over six networks with weights of 4 to 8 bits. Without SME, and with the default of the dynamic quantisation option.
 */
export function int8TiledExecutor(
  p: ConvProblem,
  { core, threads }: LayerSettings,
  int8: Int8Core,
  coding: WeightCoding,
  layout: Int8Layout,
): Executor {
  const taps = p.kernelHeight * p.kernelWidth
  const channels = roundUp(p.outChannels, int8.unit)
  return {
    algorithm: 'tiled',
    className: 'DenseConvInt8TiledExecutor',
    keepsIntegers: true,
    create(pool) {
      pool.request(roundUp(p.outChannels, core.pack) * FLOAT_BYTES)
      pool.request(channels * FLOAT_BYTES)
      const depthUnits = ceilDiv(Math.floor(p.inChannels / coding.blocks), int8.depthUnit) * taps
      const tables = 2 * coding.blocks * channels * FLOAT_BYTES
      const perUnit = layout === 'eightBits' ? int8.depthUnit : unitBytes(int8, coding)
      const weights = coding.blocks * channels * depthUnits * perUnit
      if (layout === 'oneBlock') {
        pool.request(weights + tables)
        return
      }
      pool.request(weights)
      // 4-bit weights are unpacked into a second block of the same shape.
      if (layout === 'eightBits' && coding.bits <= 4) pool.request(weights)
      pool.request(tables)
    },
    resize(workspace) {
      const plane = p.outHeight * p.outWidth * p.batch
      const inputPlane = p.inHeight * p.inWidth * p.batch
      const isFast =
        taps === 1 && p.outWidth === p.inWidth && p.outHeight === p.inHeight && p.strideHeight * p.strideWidth === 1
      const perPosition = inputPlane > 1 || (!isFast && plane > 1)
      const depth = ceilDiv(p.inChannels, int8.depthUnit) * taps * int8.depthUnit
      const limit = isFast ? positionLimit(depth) : 1
      const { byChannels, rows, tiles, inUse } = division(plane, int8.rows, limit, threads)
      const columns = depth * rows
      const copies = byChannels ? tiles : threads

      const indexRows = byChannels ? tiles * rows : rows
      const perLine = taps * (ceilDiv(indexRows, tileWidth(p)) + 1)
      const index = (byChannels ? 1 : inUse) * perLine * (INDEX_BYTES + core.pointerBytes)
      // One scale; and where the whole input has a single one, an offset too.
      const factors = perPosition ? 1 : 2
      const positions = byChannels ? Math.min(int8.rows, plane) : rows
      const perInput = perPosition && isFast ? inputPlane : byChannels && perPosition ? plane : positions
      const scaleRows = isFast ? inputPlane : byChannels ? roundUp(plane, int8.rows) : rows
      const scales = threads * factors * scaleRows

      const indexBlock = workspace.take('part.im2colIndex', index)
      const sums = workspace.take('part.sumsOfInput', copies * coding.blocks * rows * FLOAT_BYTES)
      const gathered = workspace.take('part.im2colTiles', copies * columns * (isFast ? 1 : core.elementBytes))
      const accumulators = workspace.take(
        'part.accumulators.allThreads',
        threads * int8.rows * Math.max(int8.unit, core.pack) * 4,
      )
      const inputScales = workspace.take(
        'part.scalesOfInput',
        (!isFast && !byChannels ? threads : 1) * factors * perInput * FLOAT_BYTES,
      )
      const quantised = workspace.take(
        'part.quantisedInput',
        isFast ? inputPlane * roundUp(p.inChannels, core.pack) : copies * columns,
      )
      const extremes = workspace.take('part.extremesOfInput', scales * core.elementBytes)
      const zeros = workspace.take('part.zeroPointsOfInput', scales * FLOAT_BYTES)
      const fused = perPosition ? [] : [workspace.take('part.bias', (isFast ? 1 : threads) * channels * FLOAT_BYTES)]
      const reordered =
        coding.blocks > 1 && taps > 1
          ? [
              workspace.take(
                'part.reorderedTiles',
                byChannels ? (ceilDiv(plane, int8.rows) * columns * int8.rows) / rows : threads * columns,
              ),
            ]
          : []
      workspace.free(
        indexBlock,
        sums,
        extremes,
        zeros,
        ...reordered,
        ...fused,
        gathered,
        inputScales,
        quantised,
        accumulators,
      )
    },
  }
}

/** Of one kernel call's weights for one depth unit, per output channel. */
function unitBytes({ depthUnit, hasNarrow }: Int8Core, { bits, linear }: WeightCoding): number {
  if (linear && bits === 4) return depthUnit / 2
  if (linear && bits === 2 && hasNarrow) return depthUnit / 4
  if (linear && bits === 3 && hasNarrow) return Math.ceil((depthUnit * 3) / 8)
  return depthUnit
}
