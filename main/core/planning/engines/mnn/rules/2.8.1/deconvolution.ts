// SPDX-License-Identifier: Apache-2.0

import { transposedMacs } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { EagerPool } from '../../pools/eager-pool'
import type { Deconvolution } from '../deconvolutions'
import type { Executor, Workspace } from '../executor'
import type { LayerSettings } from '../selection'

/** A product that all threads work on together: rows × depth by depth × channels, as a release multiplies matrices. */
type Multiply = (
  product: { readonly rows: number; readonly depth: number; readonly channels: number },
  core: MatrixCore,
  threads: number,
  workspace: Workspace,
) => void

/** What changed to 3.0.1. */
interface Variant {
  readonly multiply: Multiply
  /** All images of a batch are rows of one product; else they take turns, from a copy where there are several. */
  readonly wholeBatch: boolean
  /** There is room for a copy of the output, and factors for it on the heap: only for integer types, but always there. */
  readonly copiesOutput: boolean
}

/**
 * Transposed convolution to 3.0.1: one matrix product for all kernel taps, whose result is added up into the output.
 * cpu/CPUDeconvolution.cpp. 1.2.2: whole batches; 2.4.3 to 2.9.6: copies of the output.
 */
export function deconvolutionExecutor(
  p: Deconvolution,
  { core, threads }: LayerSettings,
  { multiply, wholeBatch, copiesOutput }: Variant,
): Executor {
  const { pack, elementBytes } = core
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'col2im',
    className: 'CPUDeconvolution',
    operations: () => 2 * transposedMacs(p),
    create(pool) {
      createByWayOfScratch(p, core, pool)
      if (copiesOutput) pool.heap?.malloc(pack * p.outHeight * p.outWidth * p.batch * FLOAT_BYTES)
    },
    resize(workspace) {
      const rows = p.inHeight * p.inWidth * (wholeBatch ? p.batch : 1)
      const product = workspace.take('part.tapProducts', columns * rows * elementBytes)
      const image = roundUp(p.inChannels, pack) * rows * elementBytes
      const staged = wholeBatch || p.batch === 1 ? [] : [workspace.take('part.stagedInput', image)]
      multiply({ rows, depth: p.inChannels, channels: columns }, core, threads, workspace)
      const output = p.batch * p.outHeight * p.outWidth * channels * elementBytes
      if (copiesOutput) workspace.free(workspace.take('part.outputCopy', output, () => []))
      workspace.free(...staged, product)
    },
  }
}

/** To 3.0.4 weights are put in order in scratch of the static pool; it is asked for them twice. */
export function createByWayOfScratch(p: Deconvolution, core: MatrixCore, pool: EagerPool): void {
  const { pack, hPack, lPack, elementBytes } = core
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  pool.request(channels * elementBytes)
  const weight = roundUp(columns, hPack) * roundUp(p.inChannels, lPack) * elementBytes
  const first = pool.request(weight)
  const cache = pool.request(columns * p.inChannels * elementBytes)
  pool.free(first)
  pool.request(weight)
  pool.free(cache)
}
