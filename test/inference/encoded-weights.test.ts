// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { tflite } from '../core/model/support/tflite-writer'
import { engine } from './engine'
import { execute, openSubject } from './execute'
import { OnnxGraph } from './onnx-graph'
import { expectClose, referenceOutputs } from './onnx-runtime'
import { expectAsPlanned } from './planned'
import { seededRandom } from './seeded-random'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-encoded-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas
const CONFIGURATION = { profile: 'convscope', settings: {}, threads: 2, isa } as const

async function outputsOf(name: string, bytes: Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  const subject = await openSubject(path)
  const execution = await execute(subject, CONFIGURATION)
  expectAsPlanned(execution)
  return { subject, path, ...execution }
}

describe('.tflite weights as integers', () => {
  it('a convolution quantised by channel computes what its real numbers compute', async () => {
    const random = seededRandom(3)
    const count = 24 * 3 * 3 * 16
    const integers = Array.from({ length: count }, () => Math.round(random(-127, 127)))
    const scales = Array.from({ length: 24 }, () => Math.fround(random(0.001, 0.02)))
    const bias = Array.from({ length: 24 }, () => Math.round(random(-99, 99)))
    const biasScales = scales.map((scale) => Math.fround(scale * 0.5))
    const quantised = (floats: readonly number[], zero = 0) => ({
      4: { table: { 2: { floats }, 3: { longs: floats.map(() => zero) }, 6: { int: 0 } } },
    })
    const options = { 0: { byte: 0 }, 1: { int: 1 }, 2: { int: 1 } }
    const graph = (weights: object, addend: object, ends: object) =>
      tflite({
        tensors: [
          { name: 'x', dims: [1, 9, 7, 16], ...ends },
          { name: 'w', dims: [24, 3, 3, 16], ...weights },
          { name: 'b', dims: [24], ...addend },
          { name: 'y', dims: [1, 9, 7, 24], ...ends },
        ],
        inputs: [0],
        outputs: [3],
        operators: [{ code: 3, inputs: [0, 1, 2], outputs: [3], options }],
      })
    const real = await outputsOf(
      'real.tflite',
      graph(
        { floats: integers.map((q, i) => q * (scales[Math.floor(i / 144)] as number)) },
        { floats: bias.map((q, i) => q * (biasScales[i] as number)) },
        {},
      ),
    )
    const addend = { ints: bias, type: 2, more: quantised(biasScales) }
    const ends = { type: 9, more: quantised([0.5], 3) }
    const whole = await outputsOf(
      'int8.tflite',
      graph({ bytes: integers, type: 9, more: quantised(scales) }, addend, ends),
    )
    expectClose(whole.outputs[0] as Float32Array, real.outputs[0] as Float32Array, 1e-6, 'int8')
    expect(whole.subject.shaped.model.warnings).toEqual([
      expect.toSay(
        'The model computes with quantised integers: Convscope computes with the real numbers that they stand for.',
      ),
    ])
    expect(whole.report.notes.map(english).join()).toContain('stores quantised')
  })
})

describe('.onnx with QuantizeLinear and DequantizeLinear', () => {
  it('computes what ONNX Runtime computes, with its weights left in the file until the run', async () => {
    const g = new OnnxGraph(5)
    const scale = (value: number) => g.constant([], Float32Array.of(value))
    const around = (x: string, by: number) => {
      const zero = g.bytes([], [3])
      return g.node('DequantizeLinear', [g.node('QuantizeLinear', [x, scale(by), zero]), scale(by), zero])
    }
    const integers = Array.from({ length: 72 * 16 * 9 }, (_, i) => ((i * 7919) % 255) - 127)
    const scales = Float32Array.from({ length: 72 }, (_, i) => 0.001 + i * 0.0001)
    const weights = g.node('DequantizeLinear', [g.bytes([72, 16, 3, 3], integers), g.constant([72], scales)], {
      axis: 0,
    })
    const conv = g.node('Conv', [around(g.input(1, 16, 8, 8), 0.01), weights, g.weights([72])], {
      kernel_shape: [3, 3],
    })
    const { subject, path, outputs } = await outputsOf('qdq.onnx', g.build(around(g.node('Relu', [conv]), 0.05)))
    const data = subject.shaped.model.tensors.find(({ name }) => name === weights)?.constant?.data
    expect(data).toMatchObject({ kind: 'encoded', element: 'int8', scaling: { stretch: 144 } })
    const [name = ''] = subject.shaped.model.outputs.map((id) => subject.shaped.model.tensors[id]?.name ?? '')
    const expected = (await referenceOutputs(subject, path, 'disabled')).get(name)?.data ?? new Float32Array()
    expect(inferShapes(subject.shaped.model, {}).ok).toBe(true)
    // Sums that fall on a tie may be rounded to the other side: one step, rarely.
    const steps = expected.map((value, i) => Math.abs(value - (outputs[0]?.[i] ?? Number.NaN)) / 0.05)
    expect(Math.max(...steps)).toBeLessThan(1.01)
    expect(steps.filter((step) => step > 0.01).length).toBeLessThan(expected.length / 100)
  })
})
