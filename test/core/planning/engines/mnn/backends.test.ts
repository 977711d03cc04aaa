// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { MatrixCore } from '#core/planning/engines/mnn/core'
import { DeferredPool } from '#core/planning/engines/mnn/pools/deferred-pool'
import { EagerPool } from '#core/planning/engines/mnn/pools/eager-pool'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { assignBackends } from '#core/planning/engines/mnn/session/backends'
import type { SessionOp } from '#core/planning/engines/mnn/session/converter-view'
import { DynamicSizing } from '#core/planning/engines/mnn/session/dynamic-sizing'
import type { LaidOutTensor } from '#core/planning/engines/mnn/session/tensor-layouts'

const AVX512 = engineOf({ version: '2.8.1', lowMemory: false }).cores.avx512 as MatrixCore
const SSE = engineOf({ version: '2.8.1', lowMemory: false }).cores.sse as MatrixCore

/** 24 channels of 2×2: a convolution, a resize of its result, and two more ops that read the resized. */
function resized(layout: LaidOutTensor['layout'], holdsCopied = false) {
  const tensors = new Map(
    [0, 1, 2, 3, 4].map((tensor): [number, LaidOutTensor] => [tensor, { dims: [1, 24, 2, 2], layout }]),
  )
  const op = (node: number, kind: SessionOp['kind'], inputs: number[], output: number): SessionOp => ({
    node,
    kind,
    inputs,
    outputs: [output],
  })
  // Input 90 is a constant.
  const ops = [
    op(0, 'Conv', [0, 90], 1),
    op(1, 'Resize', [1], 2),
    op(2, 'Unary', [2], 3),
    {
      ...op(3, 'Raster', [2, 3], 4),
      regions: [2, 3].map((origin) => ({ origin, sourceOffset: 0, targetOffset: 0, axes: [] })),
    },
  ]
  return assignBackends({ ops, tensors }, ({ kind }) => kind === 'Resize', { holdsCopied })
}

describe('the two backends of a session', () => {
  it('copy a packed tensor once for all ops of the other side, just before the first', () => {
    const { ops, tensors } = resized('packed')
    expect(ops.map(({ kind }) => kind)).toEqual(['Conv', 'Conversion', 'Resize', 'Conversion', 'Unary', 'Raster'])
    expect(ops.map(({ onPlainBackend }) => onPlainBackend)).toEqual([false, true, true, false, false, false])
    const [, , resize, back, unary, raster] = ops
    expect(resize?.inputs).toEqual(ops[1]?.outputs)
    expect(back?.inputs).toEqual([2])
    expect(unary?.inputs).toEqual(back?.outputs)
    expect(raster?.inputs).toEqual([back?.outputs[0], 3])
    expect(raster?.regions?.map(({ origin }) => origin)).toEqual(raster?.inputs)
    const copies = ops.flatMap(({ kind, outputs }) => (kind === 'Conversion' ? outputs : []))
    expect(copies.every((copy) => copy > 90)).toBe(true)
    expect(copies.map((copy) => tensors.get(copy)?.onPlainBackend ?? false)).toEqual([true, false])
    expect(tensors.get(2)?.onPlainBackend).toBe(true)
  })

  it('never release what was copied, or the raster that read a copy (2.1.2 to 2.2.3)', () => {
    expect(resized('packed', true).held).toEqual([1, 2, 4])
    expect(resized('plain', true).held).toEqual([])
    expect(resized('packed').held).toEqual([])
  })

  it('read unpacked tensors of each other as they are', () => {
    expect(resized('plain').ops.map(({ kind }) => kind)).toEqual(['Conv', 'Resize', 'Unary', 'Raster'])
  })

  it('pack by four on the plain side, in the same pool (3.6.1) or one of its own (2.8.1)', () => {
    const { ops, tensors } = resized('packed')
    const session = {
      ops,
      tensors,
      inputs: [0],
      outputs: [4],
      executors: new Map(),
      otherResizes: new Map(),
      keepsCopies: true,
    }
    const main = { core: AVX512, pool: new DeferredPool(1) }
    const own = { core: SSE, pool: new DeferredPool(1) }
    const total = new DynamicSizing(session, main, own, null).run(() => new EagerPool())
    // Copy to the plain side and the resize's result: 24 channels, not 32.
    expect(own.pool.totalBytes).toBe(2 * 24 * 4 * 4)
    expect(main.pool.totalBytes).toBe(total - own.pool.totalBytes)
    expect(main.pool.totalBytes % (32 * 4 * 4)).toBe(0)
    const shared = { core: AVX512, pool: new DeferredPool(1) }
    const together = new DynamicSizing(session, shared, { core: SSE, pool: shared.pool }, null).run(
      () => new EagerPool(),
    )
    expect(shared.pool.totalBytes).toBe(together)
  })
})
