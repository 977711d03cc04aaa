// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '#contract/wire'

const array = fc.oneof(fc.uint8Array(), fc.int32Array(), fc.float32Array(), fc.float64Array({ noNaN: false }))
const key = fc.oneof(fc.string(), fc.constantFrom('$', '$$', '__proto__', 'constructor', 'length'))
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false, Number.NaN, Infinity, -Infinity, -0, 0),
    fc.double(),
    fc.string({ unit: 'binary' }),
    array,
    fc.array(tie('message'), { maxLength: 5 }),
    fc.dictionary(key, tie('message'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))

/** A frame of this head, with `body` bytes for arrays. */
function forged(head: unknown, body = 0): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const bytes = new Uint8Array(Math.ceil((4 + text.length) / 8) * 8 + body)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, 4)
  return bytes
}

describe('frames', () => {
  test('carry what structured cloning carries', () => {
    fc.assert(
      fc.property(message, (value) => {
        const sent = structuredClone(value)
        const frame = encodeFrame(value)
        expect(decodeFrame(frame)).toEqual(sent)
        // As it comes out of a socket: a Buffer, which may be part of a larger one and lie anywhere in it.
        const received = Buffer.concat([Buffer.from('abc'), frame]).subarray(3)
        expect(decodeFrame(received)).toEqual(sent)
      }),
    )
  })

  test('leave out members that are undefined, and keep no reference to the frame', () => {
    const frame = encodeFrame({ a: undefined, b: Uint8Array.of(1, 2) })
    const decoded = decodeFrame(frame) as { b: Uint8Array }
    expect(Object.keys(decoded)).toEqual(['b'])
    expect(decoded.b.buffer.byteLength).toBe(2)
  })

  test('refuse what cannot be sent', () => {
    for (const value of [() => 1, 1n, Symbol('s'), new Uint16Array(1)]) expect(() => encodeFrame({ value })).toThrow()
  })

  test('of other making are refused, and never read beyond their end', () => {
    const frame = encodeFrame({ values: Float64Array.of(1, 2, 3), text: 'abc' })
    for (let length = 0; length < frame.length; length++) expect(() => decodeFrame(frame.subarray(0, length))).toThrow()
    for (const mark of [
      ['Float64Array', 0, 1e9],
      ['Uint8Array', -8, 4],
      ['Uint8Array', 0, -1],
      ['Map', 0, 0],
      ['Float64Array', 0, '1'],
      ['Float64Array', [0], 1],
      ['Float64Array', 0.5, 1],
      ['number', 'x'],
      null,
      'x',
    ]) {
      expect(() => decodeFrame(forged({ $: mark }, 16))).toThrow()
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (noise, at) => {
        const damaged = frame.slice()
        damaged.set(
          noise.subarray(0, damaged.length),
          at % damaged.length > damaged.length - noise.length ? 0 : at % damaged.length,
        )
        try {
          decodeFrame(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })

  test('cannot take more memory than their bytes: every array has bytes of its own', () => {
    const array = (first: number, length: number) => ({ $: ['Uint8Array', first, length] })
    expect(decodeFrame(forged([array(0, 64), array(64, 64)], 128))).toHaveLength(2)
    for (const pair of [
      [array(0, 100), array(0, 100)],
      [array(0, 65), array(63, 64)],
    ]) {
      expect(() => decodeFrame(forged(pair, 128))).toThrow('share')
    }
  })

  test('may be bounded in their values, wherever these stand; text is not counted', () => {
    const bounded = (value: unknown) => () => decodeFrame(encodeFrame(value), 100)
    for (const value of [
      Array(200).fill(0),
      Array.from({ length: 200 }, () => ({})),
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, 1])),
      Array.from({ length: 100 }).reduce((inner) => [inner], 0),
      ['"\\', ...Array(100).fill('a\\"b')],
    ]) {
      expect(bounded(value)).toThrow('too many values')
    }
    const text = '{[,:"\\'.repeat(100)
    expect(bounded([text, { [text]: text }])()).toEqual([text, { [text]: text }])
  })

  test('keep "__proto__" a member like any other', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}}')
    const decoded = decodeFrame(encodeFrame(value)) as Record<string, unknown>
    expect(Object.hasOwn(decoded, '__proto__')).toBe(true)
    expect(decoded['polluted']).toBeUndefined()
  })
})
