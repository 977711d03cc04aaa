// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { readTflite } from '#core/model/formats/tflite/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { tflite } from './support/tflite-writer'

const UINT8 = 3
const INT8 = 9
const scaled = (scale: number, zero: number) => ({ 4: { table: { 2: { floats: [scale] }, 3: { longs: [zero] } } } })

/** What follows a sum of two tensors whose result is stored with that scale and zero point; `fused`: its activation. */
function after(type: number, scale: number, zero: number, fused = 0) {
  const tensor = (name: string, more = scaled(1, 0)) => ({ name, dims: [1, 4], type, more })
  const file = tflite({
    tensors: [tensor('a'), tensor('b'), tensor('y', scaled(scale, zero))],
    inputs: [0, 1],
    outputs: [2],
    operators: [{ code: 0, inputs: [0, 1], outputs: [2], options: { 0: { byte: fused } } }],
  })
  const shaped = inferShapes(readTflite('/m.tflite', file), {})
  if (!shaped.ok) throw new Error('does not fit')
  return shaped.value.operations.slice(1)
}

it('a quantised result is kept within what its integers hold', () => {
  expect(after(UINT8, 0.5, 0)).toEqual([{ kind: 'Unary', function: 'clip', alpha: 0, beta: 127.5 }])
  expect(after(INT8, 0.25, -28)).toEqual([{ kind: 'Unary', function: 'clip', alpha: -25, beta: 38.75 }])
})

it('nothing follows where the activation that is stated keeps within it', () => {
  const RELU6 = 3
  expect(after(UINT8, Math.fround(6 / 255), 0, RELU6)).toEqual([])
  expect(after(UINT8, 0.001, 0, RELU6)).toHaveLength(1)
})
