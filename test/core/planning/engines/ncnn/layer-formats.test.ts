// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { formatOf } from '#core/planning/engines/ncnn/layer-formats'
import type { NetLayer } from '#core/planning/engines/ncnn/net/net'
import { NetRuns } from '#core/planning/engines/ncnn/net/run'
import { measuredEngine } from '../../../../golden/ncnn/engines'

/** The most that blobs of 8 × 4 × 4 take through layers of these types, one after the other, without pools. */
function peakOf(types: readonly string[], release: string, bf: 0 | 1 = 0, kind: NetLayer['kind'] = 'other'): number {
  const options = { e: release, b: 'avx2', l2: 1 << 20, pc: 1, t: 1, wg: 7, sg: 1, pk: 1, bf } as const
  const found = measuredEngine(options)
  if (found === null) throw new Error(`${release} has no such build`)
  const { engine, settings } = found
  const layers = types.map((type, node): NetLayer => {
    const last = node === types.length - 1
    const format = formatOf(type, engine.formats, settings)
    return { node, kind: last ? kind : 'other', inputs: [node], outputs: [node + 1], format }
  })
  const dims = new Map(Array.from({ length: types.length + 1 }, (_, blob) => [blob, [8, 4, 4]] as const))
  return new NetRuns(settings, engine, false).run({ layers, dims, inputs: [0], outputs: [types.length] }).peakBytes
}

/** Of an image in float32; half of it in bfloat16. */
const IMAGE = 8 * 4 * 4 * 4

describe('what is converted before layers of ncnn', () => {
  it('is the input of a layer that takes other packs', () => {
    // The user’s own image is packed, and the result unpacked.
    expect(peakOf(['Pooling'], '20250916')).toBe(2 * IMAGE)
    expect(peakOf(['Permute'], '20250916')).toBe(IMAGE)
    // Packed for the first, unpacked for the second: what was packed is there until that one is done.
    expect(peakOf(['Pooling', 'Permute'], '20250916')).toBe(3 * IMAGE)
  })

  it('is nothing before Clip on x86 since 20260113', () => {
    expect(peakOf(['Permute', 'Clip'], '20250916', 0, 'inPlace')).toBe(2 * IMAGE)
    expect(peakOf(['Permute', 'Clip'], '20260113', 0, 'inPlace')).toBe(IMAGE)
    expect(peakOf(['Permute', 'HardSwish'], '20260113', 0, 'inPlace')).toBe(2 * IMAGE)
  })

  it('is float32 for grouped layers on x86 in bfloat16', () => {
    // The result: packed, unpacked, and that in float32.
    expect(peakOf(['Pooling', 'Pooling'], '20260526', 1)).toBe(2 * IMAGE)
    // What the first made, in 16 bits, the same in float32, and the output in float32.
    expect(peakOf(['Pooling', 'ConvolutionDepthWise'], '20260526', 1)).toBe(2.5 * IMAGE)
  })

  it('goes by what a release has kernels for', () => {
    const interp = ['20211208', '20220216'].map((release) => peakOf(['Pooling', 'Interp'], release))
    expect(interp).toEqual([3 * IMAGE, 2 * IMAGE])
  })
})
