// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { MatrixCore } from '#core/planning/engines/mnn/core'
import { geometryCommands } from '#core/planning/engines/mnn/geometry/commands'
import { RasterScratch } from '#core/planning/engines/mnn/geometry/raster'
import { DeferredPool } from '#core/planning/engines/mnn/pools/deferred-pool'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { Workspace } from '#core/planning/engines/mnn/rules/executor'
import { converterView } from '#core/planning/engines/mnn/session/converter-view'
import { layOut } from '#core/planning/engines/mnn/session/tensor-layouts'
import { ModelSketch } from '../model-sketch'

const AVX2 = engineOf({ version: '2.8.1', lowMemory: false }).cores.avx2 as MatrixCore

function commands(
  sketch: ModelSketch,
  outputs: readonly number[],
  readsThroughMany: boolean,
  { reshapesTakeOver = false, mergesPermuted = true } = {},
) {
  const shaped = sketch.shaped(outputs)
  const view = converterView(shaped)
  return geometryCommands(shaped, layOut(shaped, view), view.outputs, {
    reads: readsThroughMany ? 'many' : 'one',
    reducesDirectly: readsThroughMany,
    keepsCopies: true,
    mergesPermuted,
    reshapesTakeOver,
  })
}

/** ShuffleNet's unit: two convolutions, put together, channels shuffled, then something that computes. */
function shuffle(): { sketch: ModelSketch; parts: readonly number[]; out: number } {
  const sketch = new ModelSketch('mnn')
  const input = sketch.input([1, 8, 4, 4])
  const parts = [0, 1].map(() => sketch.conv(input, { outChannels: 12, kernel: 1 }))
  const joined = sketch.node({ kind: 'Concat', axis: 1 }, parts, [1, 24, 4, 4])
  const split = sketch.node({ kind: 'Alias' }, [joined], [1, 2, 12, 4, 4])
  const turned = sketch.node({ kind: 'Transpose', permutation: [0, 2, 1, 3, 4] }, [split], [1, 12, 2, 4, 4])
  const flat = sketch.node({ kind: 'Alias' }, [turned], [1, 24, 4, 4])
  return { sketch, parts, out: sketch.conv(flat, { outChannels: 8, kernel: 1 }) }
}

describe('ops that only move elements', () => {
  it('become a raster where something computes; 2.8.1 puts a concatenation together first', () => {
    const { sketch, parts, out } = shuffle()
    const { ops } = commands(sketch, [out], false)
    expect(ops.map(({ kind }) => kind)).toEqual(['Conv', 'Conv', 'Raster', 'Raster', 'Conv'])
    expect(ops[2]?.inputs).toEqual(parts)
    expect(ops[3]?.inputs).toEqual(ops[2]?.outputs)
  })

  it('1.1.7 puts the concatenation together in the shape that is transposed, and copies for every channel', () => {
    const { sketch, parts, out } = shuffle()
    const { ops, tensors } = commands(sketch, [out], false, { reshapesTakeOver: true, mergesPermuted: false })
    expect(ops.map(({ kind }) => kind)).toEqual(['Conv', 'Conv', 'Raster', 'Raster', 'Conv'])
    expect(ops[2]?.inputs).toEqual(parts)
    expect(tensors.get(ops[2]?.outputs[0] ?? -1)?.dims).toEqual([1, 2, 12, 4, 4])
    expect(ops[3]?.regions).toHaveLength(12)
    expect(ops[3]?.inputs).toEqual(new Array(12).fill(ops[2]?.outputs[0]))
  })

  it('3.6.1 reads the parts of a concatenation directly', () => {
    const { sketch, parts, out } = shuffle()
    const { ops } = commands(sketch, [out], true)
    expect(ops.map(({ kind }) => kind)).toEqual(['Conv', 'Conv', 'Raster', 'Conv'])
    expect(ops[2]?.inputs).toEqual(parts)
    // Channel c of the first part goes to channel 2c, of the second to 2c + 1.
    expect(ops[2]?.regions?.map(({ targetOffset, axes }) => ({ targetOffset, axes }))).toEqual(
      [0, 16].map((targetOffset) => ({
        targetOffset,
        axes: [
          { size: 12, source: 16, target: 32 },
          { size: 16, source: 1, target: 1 },
        ],
      })),
    )
  })

  it('are copied at once where they make a model output, and never where nothing reads them', () => {
    const sketch = new ModelSketch('mnn')
    const conv = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 1 })
    const out = sketch.node({ kind: 'Alias' }, [conv], [1, 128])
    sketch.node({ kind: 'Alias' }, [conv], [8, 16])
    expect(commands(sketch, [out], true).ops.map(({ kind }) => kind)).toEqual(['Conv', 'Raster'])
  })
})

describe('scratch of a raster', () => {
  const scratchOf = (channels: number) => {
    const sketch = new ModelSketch('mnn')
    const input = sketch.input([1, 8, 4, 4])
    const parts = [0, 1].map(() => sketch.conv(input, { outChannels: channels, kernel: 1 }))
    const joined = sketch.node({ kind: 'Concat', axis: 1 }, parts, [1, 2 * channels, 4, 4])
    const { ops, tensors } = commands(sketch, [sketch.conv(joined, { outChannels: 8, kernel: 1 })], false)
    const raster = ops.find(({ kind }) => kind === 'Raster')
    if (raster === undefined) throw new Error('no raster')
    const pool = new DeferredPool(1)
    new RasterScratch(tensors, AVX2, new Workspace(pool), true).resize(raster, () => 1)
    return pool.totalBytes
  }

  it('is none where whole packs of 8 are copied', () => {
    expect(scratchOf(16)).toBe(0)
  })

  it('is the output unpacked and every input that is no whole packs unpacked', () => {
    expect(scratchOf(12)).toBe(4 * 16 * (24 + 12 + 12))
  })
})
