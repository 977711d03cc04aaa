// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'flatbuffers/js/flexbuffers.js'
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

/** Values of the outputs of one operator; `x` stands among its inputs where they have a null, -1: left out. */
async function run(
  code: number | string,
  x: { readonly dims: readonly number[]; readonly values: readonly number[]; readonly type?: number },
  inputs: readonly (Given | null | -1)[],
  outputs: readonly (readonly number[])[],
  options?: Table,
  customOptions?: readonly number[],
) {
  const given = (each: Given | null | -1) =>
    each === -1 ? { dims: [] } : (each ?? { dims: x.dims, type: x.type ?? 0 })
  const tensors = [
    ...inputs.map((each, i) => ({ name: `i${i}`, ...given(each) })),
    ...outputs.map((dims, i) => ({ name: `y${i}`, dims })),
  ]
  const results = outputs.map((_, i) => inputs.length + i)
  const operator = {
    ...{ code, inputs: inputs.map((each, i) => (each === -1 ? -1 : i)), outputs: results },
    ...(options && { options }),
    ...(customOptions && { customOptions }),
  }
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

it('STRIDED_SLICE with new axes and an ellipsis; EMBEDDING_LOOKUP', async () => {
  const x = { dims: [2, 2, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
  // x[new, ..., 1]
  const masks = { 2: { int: 0b010 }, 3: { int: 0b001 }, 4: { int: 0b100 } }
  const lists = [ints([3], 0, 0, 1), ints([3], 0, 0, 2), ints([3], 1, 1, 1)]
  expect(await run(45, x, [null, ...lists], [[1, 2, 2]], masks)).toEqual([[2, 5, 8, 11]])
  // x[1:1 + 1, new, 0], its end counted from its begin
  const others = { 3: { int: 0b010 }, 4: { int: 0b100 }, 5: { bool: true } }
  const counted = [ints([3], 1, 0, 0), ints([3], 1, 0, 1), ints([3], 1, 1, 1)]
  expect(await run(45, x, [null, ...counted], [[1, 1, 3]], others)).toEqual([[7, 8, 9]])
  const rows = { dims: [2], values: [1, 0], type: 2 }
  expect(await run(7, rows, [null, floats([2, 2], 1, 2, 3, 4)], [[2, 2]])).toEqual([[3, 4, 1, 2]])
})

it('SPACE_TO_BATCH_ND and back', async () => {
  const x = { dims: [1, 2, 3, 1], values: [1, 2, 3, 4, 5, 6] }
  const apart = await run(38, x, [null, ints([2], 2, 2), ints([2, 2], 0, 0, 0, 1)], [[4, 1, 2, 1]])
  expect(apart).toEqual([[1, 3, 2, 0, 4, 6, 5, 0]])
  const blocks = { dims: [4, 1, 2, 1], values: apart[0] ?? [] }
  const joined = await run(37, blocks, [null, ints([2], 2, 2), ints([2, 2], 0, 0, 0, 1)], [[1, 2, 3, 1]])
  expect(joined).toEqual([x.values])
})

it('UNIDIRECTIONAL_SEQUENCE_LSTM, its cell kept within bounds', async () => {
  const gate = (values: readonly number[]) => [floats([1, 1], ...values)]
  const weights = [0.5, -0.3, 0.8, 0.4]
  const recurrence = [0.1, 0.2, -0.4, 0.3]
  const bias = [0.6, 1.5, 0.2, -0.1]
  const x = { dims: [1, 4, 1], values: [3, 2, 2, -1] }
  const options = { 0: { byte: 4 }, 1: { float: 0.9 }, 3: { bool: false } }
  const inputs = [
    null,
    ...weights.flatMap((value) => gate([value])),
    ...recurrence.flatMap((value) => gate([value])),
    ...([-1, -1, -1] as const),
    ...bias.map((value) => floats([1], value)),
    ...([-1, -1] as const),
    ...[floats([1, 1], 0), floats([1, 1], 0)],
  ]
  const [y = []] = await run(44, x, inputs, [[1, 4, 1]], options)
  const sigmoid = (value: number) => 1 / (1 + Math.exp(-value))
  let [state, cell] = [0, 0]
  for (const [t, value] of x.values.entries()) {
    const at = (g: number) => (weights[g] ?? 0) * value + (recurrence[g] ?? 0) * state + (bias[g] ?? 0)
    const next = sigmoid(at(1)) * cell + sigmoid(at(0)) * Math.tanh(at(2))
    cell = Math.min(0.9, Math.max(-0.9, next))
    state = sigmoid(at(3)) * Math.tanh(cell)
    expect(y[t]).toBeCloseTo(state, 5)
  }
})

it('TFLite_Detection_PostProcess', async () => {
  const options = {
    ...{ max_detections: 3, max_classes_per_detection: 1, num_classes: 2, use_regular_nms: false },
    ...{ nms_score_threshold: 0.25, nms_iou_threshold: 0.5, y_scale: 10.5, x_scale: 10.5, h_scale: 5.5, w_scale: 5.5 },
    detections_per_class: 2,
  }
  const anchors = floats([4, 4], 0, 0, 2, 2, 0.1, 0, 2, 2, 5, 5, 2, 4, 9, 9, 1, 1)
  // The background comes first.
  const scores = floats([1, 4, 3], 0, 0.9, 0.5, 0, 0.8, 0.7, 0, 0.1, 0.6, 0, 0.2, 0.1)
  const x = { dims: [1, 4, 4], values: [1.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
  const outputs = [[1, 3, 4], [1, 3], [1, 3], [1]]
  const detected = (more: object) =>
    run('TFLite_Detection_PostProcess', x, [null, scores, anchors], outputs, undefined, [
      ...new Int8Array(encode({ ...options, ...more }) as Uint8Array),
    ])
  const rounded = (values: readonly number[] | undefined) => values?.map((value) => Math.round(value * 100) / 100)
  // The second box hides behind the first, of which it is a neighbour; the last scores too little.
  const [boxes, classes, found, count] = await detected({})
  expect(rounded(boxes)).toEqual([-0.8, -1, 1.2, 1, 4, 3, 6, 7, 0, 0, 0, 0])
  expect([classes, rounded(found), count]).toEqual([[0, 1, 0], [0.9, 0.6, 0], [2]])
  // Class by class, the second box is the best of the other class.
  const regular = await detected({ use_regular_nms: true })
  expect(rounded(regular[0])).toEqual([-0.8, -1, 1.2, 1, -0.9, -1, 1.1, 1, 4, 3, 6, 7])
  expect([regular[1], rounded(regular[2]), regular[3]]).toEqual([[0, 1, 1], [0.9, 0.7, 0.6], [3]])
})
