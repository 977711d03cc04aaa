// SPDX-License-Identifier: Apache-2.0
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { NodeProto, TensorProto } from '#core/model/formats/onnx/schema'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { builtCommand } from './built-command'

const { file, shell } = builtCommand()

/** Convolutions one after the other, each with its own weights in the file. */
function chainOfConvolutions(count: number): Uint8Array {
  const rawData = new Uint8Array(Float32Array.from({ length: 4 * 4 * 9 }, (_, i) => (i % 7) / 10).buffer)
  const ints = (name: string, values: readonly number[]) => ({ name, ints: values, type: 7 })
  const attribute = [ints('kernel_shape', [3, 3]), ints('pads', [1, 1, 1, 1])]
  const node = Array.from({ length: count }, (_, i): NodeProto => {
    return { opType: 'Conv', name: `c${i}`, input: [`x${i}`, `w${i}`], output: [`x${i + 1}`], attribute }
  })
  const initializer = Array.from({ length: count }, (_, i): TensorProto => {
    return { name: `w${i}`, dims: [4, 4, 3, 3], dataType: 1, rawData }
  })
  const dim = [1, 4, 8, 8].map((dimValue) => ({ dimValue }))
  const input = [{ name: 'x0', type: { tensorType: { elemType: 1, shape: { dim } } } }]
  return encodeModel({
    opsetImport: [{ version: 13 }],
    graph: { node, initializer, input, output: [{ name: `x${count}` }] },
  })
}

/** The most memory that a process had, in bytes, which opens a model and prints its layers. */
async function memoryOf(model: string): Promise<number> {
  const probe = file('probe.cjs')
  const [most, lines] = [file('most'), file('layers.csv')]
  const write = `require('node:fs').writeFileSync(${JSON.stringify(most)}, String(process.resourceUsage().maxRSS))`
  writeFileSync(probe, `process.on('exit', () => ${write})\n`)
  const order = `node=$1; shift; exec "$node" --require '${probe}' "$@" > '${lines}'`
  const { code, err } = await shell(order, 'inspect', file(model), '--csv')
  expect({ code, err }).toMatchObject({ code: 0 })
  return 1024 * Number(readFileSync(most, 'utf8'))
}

test('60,000 convolutions in 40 MB open, and take at most 100 MB and five times the file', async () => {
  writeFileSync(file('one.onnx'), chainOfConvolutions(1))
  writeFileSync(file('many.onnx'), chainOfConvolutions(60_000))
  const base = await memoryOf('one.onnx')
  const { size } = statSync(file('many.onnx'))
  expect(size).toBeGreaterThan(39e6)
  expect((await memoryOf('many.onnx')) - base).toBeLessThan(100e6 + 5 * size)
  expect(readFileSync(file('layers.csv'), 'utf8').match(/\n/g)).toHaveLength(60_001)
})
