// SPDX-License-Identifier: Apache-2.0
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { NodeProto, TensorProto } from '#core/model/formats/onnx/schema'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { builtCommand } from './built-command'

const { file, shell } = builtCommand()

type Graph = { readonly node: readonly NodeProto[]; readonly initializer: readonly TensorProto[] }

/** A file of one input, x0, and one output. */
function modelOf({ node, initializer }: Graph, output: string): Uint8Array {
  const dim = [1, 4, 8, 8].map((dimValue) => ({ dimValue }))
  const input = [{ name: 'x0', type: { tensorType: { elemType: 1, shape: { dim } } } }]
  return encodeModel({
    opsetImport: [{ version: 13 }],
    graph: { node, initializer, input, output: [{ name: output }] },
  })
}

function floats(name: string, dims: readonly number[]): TensorProto {
  const count = dims.reduce((a, b) => a * b, 1)
  const rawData = new Uint8Array(Float32Array.from({ length: count }, (_, i) => (i % 7) / 10).buffer)
  return { name, dims, dataType: 1, rawData }
}

/** Nodes one after the other, each with weights of its own in the file, or none. */
function chain(
  count: number,
  opType: string,
  weights: readonly number[] | null,
  attribute: NodeProto['attribute'] = [],
) {
  const own = (i: number) => (weights === null ? [] : [`w${i}`])
  const node = Array.from({ length: count }, (_, i): NodeProto => {
    return { opType, name: `n${i}`, input: [`x${i}`, ...own(i)], output: [`x${i + 1}`], attribute }
  })
  const initializer = weights === null ? [] : Array.from({ length: count }, (_, i) => floats(`w${i}`, weights))
  return modelOf({ node, initializer }, `x${count}`)
}

const ints = (name: string, values: readonly number[]) => ({ name, ints: values, type: 7 })
const WINDOW = [ints('kernel_shape', [3, 3]), ints('pads', [1, 1, 1, 1])]

/** One node, and weights that nothing reads. */
function loneWeights(count: number): Uint8Array {
  const initializer = Array.from({ length: count }, (_, i) => floats(`w${i}`, [4]))
  return modelOf({ node: [{ opType: 'Relu', name: 'a', input: ['x0'], output: ['x1'] }], initializer }, 'x1')
}

/** The most memory that a process had, in bytes, which opens a model and prints its layers. */
async function memoryOf(model: string, format = '--csv'): Promise<number> {
  const probe = file('probe.cjs')
  const [most, lines] = [file('most'), file('layers.csv')]
  const write = `require('node:fs').writeFileSync(${JSON.stringify(most)}, String(process.resourceUsage().maxRSS))`
  writeFileSync(probe, `process.on('exit', () => ${write})\n`)
  const order = `node=$1; shift; exec "$node" --require '${probe}' "$@" > '${lines}'`
  const { code, err } = await shell(order, 'inspect', file(model), format)
  expect({ code, err }).toMatchObject({ code: 0 })
  return 1024 * Number(readFileSync(most, 'utf8'))
}

/** What the smallest model takes. */
let base = 0
beforeAll(async () => {
  writeFileSync(file('one.onnx'), chain(1, 'Relu', null))
  base = await memoryOf('one.onnx')
})

// Little of a file for much in memory: what is left of the bound is least for these.
test.each([
  ['60,000 convolutions in 41 MB', () => chain(60_000, 'Conv', [4, 4, 3, 3], WINDOW), 60_000],
  ['60,000 transpositions in 3 MB', () => chain(60_000, 'Transpose', null, [ints('perm', [0, 1, 3, 2])]), 0],
  ['60,000 products of matrices in 10 MB', () => chain(60_000, 'MatMul', [8, 8]), 60_000],
  ['300,000 weights in 10 MB', () => loneWeights(300_000), 0],
] as const)('%s open, and take at most 100 MB and five times the file', async (_, model, layers) => {
  writeFileSync(file('many.onnx'), model())
  const { size } = statSync(file('many.onnx'))
  expect((await memoryOf('many.onnx')) - base).toBeLessThan(100e6 + 5 * size)
  expect(readFileSync(file('layers.csv'), 'utf8').match(/\n/g)).toHaveLength(layers + 1)
})

/** Rows and pieces are printed as they are made: what is printed stands in memory at no time. */
test('20,000 layers are printed in little more memory than opening them takes', async () => {
  writeFileSync(file('many.onnx'), chain(20_000, 'Conv', [4, 4, 3, 3], WINDOW))
  const { size } = statSync(file('many.onnx'))
  expect((await memoryOf('many.onnx', '--json')) - base).toBeLessThan(100e6 + 5 * size)
  const { layers } = JSON.parse(readFileSync(file('layers.csv'), 'utf8')) as { readonly layers: readonly unknown[] }
  expect(layers).toHaveLength(20_000)
})
