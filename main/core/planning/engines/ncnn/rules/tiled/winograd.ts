// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import type { Executor } from '../executor'
import type { LayerSettings, Unit } from '../layer'
import type { Scratch } from './gemm'
import type { Matrices, Tiles } from './tiles'

/** Products of matrices for every one of the (unit + 2)² positions of a transformed tile. */
export function winogradMatrices({ inChannels, outChannels, outWidth, outHeight }: ConvProblem, unit: Unit): Matrices {
  return { m: outChannels, k: inChannels, n: ceilDiv(outWidth, unit) * ceilDiv(outHeight, unit) }
}

/**
 * Weights and inputs are transformed and cut into tiles; each tile of positions has its products in scratch of its own.
 * `elementBytes`: of transformed data; `scratch`: what they are taken from. 20260526:x86/convolution_3x3_winograd.h,
 * arm/convolution_3x3_winograd.h.
 */
export function tiledWinograd(
  p: ConvProblem,
  unit: Unit,
  tiles: Tiles,
  { mats, threads }: LayerSettings,
  elementBytes: number,
  scratch: Scratch = 'workspace',
): Executor {
  const size = winogradMatrices(p, unit)
  const positions = (unit + 2) ** 2
  const along = { m: ceilDiv(size.m, tiles.m), n: ceilDiv(size.n, tiles.n), k: ceilDiv(size.k, tiles.k) }
  return {
    algorithm: 'winograd',
    unit,
    className: `conv3x3s1_winograd${unit}3`,
    create(heap) {
      heap.take(mats.m3(tiles.k * tiles.m, positions * along.k, along.m, elementBytes))
      heap.give(heap.take(mats.m3(positions * tiles.m * tiles.k, 1, threads, elementBytes)))
    },
    compute({ [scratch]: workspace }) {
      const input = workspace.take(
        mats.m3(tiles.k * tiles.n, positions * along.k, along.n, elementBytes),
        'part.transformedInput',
      )
      const perTile = tiles.n * positions * tiles.k
      const few = threads > 1 && along.n * along.k < threads
      workspace.give(
        workspace.take(
          few ? mats.m1(perTile, elementBytes) : mats.m3(perTile, 1, threads, elementBytes),
          few ? 'part.transformedTiles' : 'part.transformedTiles.allThreads',
        ),
      )
      const products = mats.m3(tiles.n * positions * tiles.m, 1, threads, elementBytes)
      workspace.give(workspace.take(products, 'part.products.allThreads'))
      workspace.give(input)
    },
  }
}
