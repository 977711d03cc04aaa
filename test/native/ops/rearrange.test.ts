// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Target } from '../program-builder'
import { runOne, runOp, TARGETS } from './run-op'
import { broadcastElement, element, expectEqual, generate, random, type Tensor } from './tensor'

const shape = (most: number, least = 1) =>
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: least, maxLength: most })

/** Every property runs on the targets in turn. */
function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T, target: Target) => Promise<void>): Promise<void> {
  let runs = 0
  const each = fc.asyncProperty(arbitrary, async (value) => {
    await property(value, TARGETS[runs++ % TARGETS.length] as Target)
  })
  return fc.assert(each, { numRuns: 120 })
}

describe('Reorder and Copy', () => {
  it('give back what they got, blocked in between', async () => {
    const image = fc.tuple(...[3, 40, 6, 70].map((max) => fc.integer({ min: 1, max })))
    await check(image, async (dims, target) => {
      const x = random(dims, 1)
      const y = await runOne(target, { kind: 'Copy', inputs: [x], outputs: [dims], layout: 'blocked' })
      expectEqual(y, x, `${dims}`)
    })
  })

  it('copies under another shape', async () => {
    const x = random([4, 6, 3000], 1)
    for (const target of TARGETS) {
      expectEqual(await runOne(target, { kind: 'Copy', inputs: [x], outputs: [[8, 9000]] }), x)
    }
  })
})

describe('Transpose', () => {
  it('moves any dims anywhere', async () => {
    const cases = shape(6).chain((dims) =>
      fc.tuple(fc.constant(dims), fc.shuffledSubarray([...dims.keys()], { minLength: dims.length })),
    )
    await check(cases, async ([dims, permutation], target) => {
      const x = random(dims, 1)
      const out = permutation.map((from) => dims[from] as number)
      const expected = generate(out, (at) => {
        const from = new Array<number>(dims.length).fill(0)
        for (const [axis, source] of permutation.entries()) from[source] = at[axis] as number
        return element(x, from)
      })
      const y = await runOne(target, { kind: 'Transpose', params: { permutation }, inputs: [x], outputs: [out] })
      expectEqual(y, expected, `${dims} by ${permutation}`)
    })
  })

  it('moves large tensors in pieces', async () => {
    const x = random([3, 70, 500], 1)
    const expected = generate([500, 3, 70], ([a = 0, b = 0, c = 0]) => element(x, [b, c, a]))
    for (const target of TARGETS) {
      const params = { permutation: [2, 0, 1] }
      expectEqual(await runOne(target, { kind: 'Transpose', params, inputs: [x], outputs: [expected.dims] }), expected)
    }
  })
})

describe('Slice', () => {
  const range = (length: number) =>
    fc
      .tuple(fc.integer({ min: 0, max: length - 1 }), fc.integer({ min: -3, max: 3 }), fc.nat(4))
      .map(([start, step, more]) => {
        const room = step === 0 ? 0 : Math.floor((step > 0 ? length - 1 - start : start) / Math.abs(step))
        return { start, step: step === 0 ? 1 : step, count: step === 0 ? 1 : 1 + Math.min(more, room) }
      })

  it('takes any range of every dim, backwards too', async () => {
    const cases = fc
      .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
      .chain((dims) => fc.tuple(fc.constant(dims), fc.tuple(...dims.map((length) => range(length))), fc.boolean()))
    await check(cases, async ([dims, ranges, dropsOnes], target) => {
      const x = random(dims, 1)
      const counts = ranges.map(({ count }) => count)
      const expected = generate(counts, (at) =>
        element(
          x,
          ranges.map(({ start, step }, axis) => start + step * (at[axis] as number)),
        ),
      )
      const params = { starts: ranges.map(({ start }) => start), steps: ranges.map(({ step }) => step), counts }
      const out = dropsOnes ? counts.filter((count) => count !== 1) : counts
      const y = await runOne(target, { kind: 'Slice', params, inputs: [x], outputs: [out] })
      expectEqual(y, expected, JSON.stringify(params))
    })
  })
})

describe('Expand and Tile', () => {
  it('repeats dims of one element', async () => {
    const cases = shape(5).chain((dims) =>
      fc.tuple(fc.constant(dims), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), fc.nat(dims.length)),
    )
    await check(cases, async ([dims, keep, skip], target) => {
      const x = random(
        dims.slice(skip).map((length, axis) => (keep[axis] === true ? length : 1)),
        1,
      )
      const expected = generate(dims, (at) => broadcastElement(x, at))
      expectEqual(await runOne(target, { kind: 'Expand', inputs: [x], outputs: [dims] }), expected, `${x.dims} ${dims}`)
    })
  })

  it('repeats whole tensors', async () => {
    const cases = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 })
      .map((pairs) => [pairs.map(([length]) => length), pairs.map(([, repeat]) => repeat)] as const)
    await check(cases, async ([dims, repeats], target) => {
      const x = random(dims, 1)
      const out = dims.map((length, axis) => length * (repeats[axis] as number))
      const expected = generate(out, (at) =>
        element(
          x,
          at.map((i, axis) => i % (dims[axis] as number)),
        ),
      )
      const y = await runOne(target, { kind: 'Tile', params: { repeats }, inputs: [x], outputs: [out] })
      expectEqual(y, expected, `${dims} by ${repeats}`)
    })
  })
})

describe('Pad', () => {
  const side = fc.integer({ min: -2, max: 3 })
  const cases = fc
    .array(fc.tuple(fc.integer({ min: 4, max: 6 }), side, side), { minLength: 1, maxLength: 4 })
    .filter((axes) => axes.every(([length, begin, end]) => length + begin + end >= 1))

  it.each(['constant', 'reflect', 'edge'] as const)('%s, on any side, negative crops', async (mode) => {
    await check(cases, async (axes, target) => {
      const dims = axes.map(([length]) => length)
      const [begins, ends] = [axes.map(([, begin]) => begin), axes.map(([, , end]) => end)]
      const x = random(dims, 1)
      const out = axes.map(([length, begin, end]) => length + begin + end)
      const expected = generate(out, (at) => {
        const from = at.map((i, axis) => source(mode, i - (begins[axis] as number), dims[axis] as number))
        return from.includes(-1) ? 7.5 : element(x, from)
      })
      const params = { mode, begins, ends, value: 7.5 }
      expectEqual(await runOne(target, { kind: 'Pad', params, inputs: [x], outputs: [out] }), expected, `${axes}`)
    })
  })

  function source(mode: 'constant' | 'reflect' | 'edge', at: number, length: number): number {
    if (at >= 0 && at < length) return at
    if (mode === 'constant') return -1
    if (mode === 'edge') return at < 0 ? 0 : length - 1
    return at < 0 ? -at : 2 * (length - 1) - at
  }
})

describe('Gather', () => {
  it('takes slices in any order', async () => {
    const cases = shape(4).chain((dims) =>
      fc.nat(dims.length - 1).chain((axis) => {
        const index = fc.nat((dims[axis] as number) - 1)
        return fc.tuple(fc.constant(dims), fc.constant(axis), fc.array(index, { minLength: 1, maxLength: 6 }))
      }),
    )
    await check(cases, async ([dims, axis, indices], target) => {
      const x = random(dims, 1)
      const out = dims.map((length, i) => (i === axis ? indices.length : length))
      const expected = generate(out, (at) =>
        element(
          x,
          at.map((i, own) => (own === axis ? (indices[i] as number) : i)),
        ),
      )
      const y = await runOne(target, { kind: 'Gather', params: { axis, indices }, inputs: [x], outputs: [out] })
      expectEqual(y, expected, `${dims} along ${axis}: ${indices}`)
    })
  })
})

describe('DepthToSpace and SpaceToDepth', () => {
  const b = 3
  const deep = random([2, 18, 4, 5], 1)

  it.each(['DCR', 'CRD'] as const)('%s spreads channels over space', async (mode) => {
    const expected = generate([2, 2, 12, 15], ([n = 0, c = 0, h = 0, w = 0]) => {
      const place = (h % b) * b + (w % b)
      const channel = mode === 'DCR' ? place * 2 + c : c * b * b + place
      return element(deep, [n, channel, Math.floor(h / b), Math.floor(w / b)])
    })
    for (const target of TARGETS) {
      const request = { kind: 'DepthToSpace', params: { blockSize: b, mode }, inputs: [deep], outputs: [expected.dims] }
      expectEqual(await runOne(target, request), expected)
    }
  })

  it('undoes DCR', async () => {
    const params = { blockSize: b, mode: 'DCR' }
    for (const target of TARGETS) {
      const wide = await runOne(target, { kind: 'DepthToSpace', params, inputs: [deep], outputs: [[2, 2, 12, 15]] })
      const x = { dims: [2, 2, 12, 15], data: Float64Array.from(wide) }
      const y = await runOne(target, { kind: 'SpaceToDepth', params, inputs: [x], outputs: [deep.dims] })
      expectEqual(y, deep)
    }
  })
})

describe('Concat and Split', () => {
  const cases = fc.tuple(shape(4), fc.nat(3), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }))

  it('join and cut plain tensors along any axis', async () => {
    await check(cases, async ([dims, any, sizes], target) => {
      const axis = any % dims.length
      await joinAndCut(target, dims, axis, sizes, 'plain')
    })
  })

  it('join and cut blocked tensors at block boundaries', async () => {
    for (const target of TARGETS) {
      await joinAndCut(target, [2, 0, 3, 5], 1, [32, 16, 21], 'blocked')
      await joinAndCut(target, [1, 0, 1, 1], 1, [16, 3], 'blocked')
      await joinAndCut(target, [2, 0, 40, 40], 1, [16, 16], 'blocked')
    }
  })

  async function joinAndCut(
    target: Target,
    dims: readonly number[],
    axis: number,
    sizes: readonly number[],
    layout: 'plain' | 'blocked',
  ): Promise<void> {
    const withSize = (size: number) => dims.map((length, own) => (own === axis ? size : length))
    const parts = sizes.map((size, index) => random(withSize(size), index))
    const whole = withSize(sizes.reduce((sum, size) => sum + size, 0))
    const joined = generate(whole, (at) => {
      let index = at[axis] as number
      let part = 0
      while (index >= (sizes[part] as number)) index -= sizes[part++] as number
      return element(
        parts[part] as Tensor,
        at.map((i, own) => (own === axis ? index : i)),
      )
    })
    const y = await runOne(target, { kind: 'Concat', params: { axis }, inputs: parts, outputs: [whole], layout })
    expectEqual(y, joined, `${dims} ${sizes}`)
    const outputs = parts.map((part) => part.dims)
    const cut = await runOp(target, { kind: 'Split', params: { axis, sizes }, inputs: [joined], outputs, layout })
    for (const [index, part] of parts.entries()) expectEqual(cut[index] as Float32Array, part, `part ${index}`)
  }
})
