// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { english } from '#messages/say'
import type { Table } from '../core/model/support/flatbuffer-writer'
import { type TensorSketch, tflite } from '../core/model/support/tflite-writer'
import { engine } from './engine'
import { openSubject, planOf } from './execute'
import { runProgram } from './run-program'

/** Operators of .tflite files, worked out by hand. Codes: BuiltinOperator. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-tflite-ops-'))
})
afterAll(() => rm(folder, { recursive: true }))

const { catalog, executableIsas } = engine()
const [isa = 'sse'] = executableIsas

type Given = Omit<TensorSketch, 'name'>
const ints = (dims: readonly number[], ...values: number[]): Given => ({ dims, ints: values })
const floats = (dims: readonly number[], ...values: number[]): Given => ({ dims, floats: values })

/** Values of the outputs of one operator; `x` stands among its inputs where they have a null. */
async function run(
  code: number,
  x: { readonly dims: readonly number[]; readonly values: readonly number[]; readonly type?: number },
  inputs: readonly (Given | null)[],
  outputs: readonly (readonly number[])[],
  options?: Table,
) {
  const tensors = [
    ...inputs.map((each, i) => ({ name: `i${i}`, ...(each ?? { dims: x.dims, type: x.type ?? 0 }) })),
    ...outputs.map((dims, i) => ({ name: `y${i}`, dims })),
  ]
  const results = outputs.map((_, i) => inputs.length + i)
  const operator = { code, inputs: [...inputs.keys()], outputs: results, ...(options ? { options } : {}) }
  const path = join(folder, 'model.tflite')
  await writeFile(path, tflite({ tensors, inputs: [inputs.indexOf(null)], outputs: results, operators: [operator] }))
  const subject = await openSubject(path)
  const plan = planOf(subject, { profile: 'convscope', settings: {}, threads: 2, isa })
  const lowered = programForPlan(subject.shaped, plan, catalog, executableIsas)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  const values = await runProgram(subject.shaped, lowered.value.program, [Float32Array.from(x.values)])
  return values.map((each) => [...each])
}

it('GATHER_ND, SCATTER_ND', async () => {
  const x = { dims: [2, 2], values: [1, 2, 3, 4] }
  expect(await run(107, x, [null, ints([2, 2], 1, 0, 0, 1)], [[2]])).toEqual([[3, 2]])
  const updates = { dims: [3], values: [5, 7, 9] }
  const scattered = await run(122, updates, [ints([3, 1], 2, 0, 2), null, ints([1], 4)], [[4]])
  expect(scattered).toEqual([[7, 0, 14, 0]])
})

it('GATHER by computed indices', async () => {
  const indices = { dims: [2], values: [1, 0], type: 2 }
  expect(await run(36, indices, [floats([2, 2], 1, 2, 3, 4), null], [[2, 2]])).toEqual([[3, 4, 1, 2]])
})

it('ONE_HOT, TOPK_V2', async () => {
  const indices = { dims: [2], values: [2, 0], type: 2 }
  const hot = [null, ints([], 3), floats([], 9), floats([], -1)]
  expect(await run(85, indices, hot, [[2, 3]], { 0: { int: -1 } })).toEqual([[-1, -1, 9, 9, -1, -1]])
  const found = await run(
    48,
    { dims: [1, 4], values: [3, 9, 1, 5] },
    [null, ints([], 2)],
    [
      [1, 2],
      [1, 2],
    ],
  )
  expect(found).toEqual([
    [9, 5],
    [1, 3],
  ])
})

it('CUMSUM, REVERSE_SEQUENCE, ZEROS_LIKE', async () => {
  const x = { dims: [2, 3], values: [1, 2, 3, 4, 5, 6] }
  expect(await run(128, x, [null, ints([], 1)], [[2, 3]], { 0: { bool: true } })).toEqual([[0, 1, 3, 0, 4, 9]])
  const turned = await run(112, x, [null, ints([2], 2, 3)], [[2, 3]], { 0: { int: 1 }, 1: { int: 0 } })
  expect(turned).toEqual([[2, 1, 3, 6, 5, 4]])
  expect(await run(93, x, [null], [[2, 3]])).toEqual([[0, 0, 0, 0, 0, 0]])
})

it('MIRROR_PAD with the edge repeated; ATAN2', async () => {
  const x = { dims: [3], values: [1, 2, 3] }
  expect(await run(100, x, [null, ints([1, 2], 2, 1)], [[6]], { 0: { byte: 1 } })).toEqual([[2, 1, 1, 2, 3, 3]])
  const [angles = []] = await run(156, x, [null, floats([3], 1, -2, 3)], [[3]])
  expect(angles.map((angle) => Math.round(angle * 1e4) / 1e4)).toEqual([0.7854, 2.3562, 0.7854])
})
