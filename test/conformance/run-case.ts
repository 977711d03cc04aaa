// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { DataType } from '#contract/model'
import { RunFailure } from '#core/inference/run-failure'
import { dataType } from '#core/model/formats/onnx/data-types'
import { decodeModel, encodeModel, type GraphProto, type ValueInfoProto } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { drawsNumbers } from '../inference/draws-numbers'
import { engine } from '../inference/engine'
import { runProgram } from '../inference/run-program'
import { runStaged } from '../inference/run-staged'
import { misses } from './closeness'
import { type TestCase, type TestTensor, testTensors } from './test-data'

export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The engine says that it does not execute this, or the case is about other types than it computes with. */
  | { readonly kind: 'out of scope'; readonly why: string }

/**
 * Inputs that real models state as constants and test cases as graph inputs, so that one model serves
 * several cases: weights, shapes, axes, ranges, indices, bounds.
 */
const PARAMETERS: Readonly<Record<string, readonly number[]>> = {
  BlackmanWindow: [0],
  Col2Im: [1, 2],
  Compress: [1],
  ConstantOfShape: [0],
  Conv: [1, 2],
  ConvInteger: [1, 3],
  ConvTranspose: [1, 2],
  CumSum: [1],
  DFT: [1, 2],
  Dropout: [1, 2],
  OneHot: [1],
  Expand: [1],
  HammingWindow: [0],
  HannWindow: [0],
  InstanceNormalization: [1, 2],
  Loop: [0, 1],
  MaxUnpool: [2],
  Pad: [1, 2, 3],
  QLinearConv: [3, 5],
  Range: [0, 1, 2],
  ReduceSum: [1],
  Reshape: [1],
  Resize: [1, 2, 3],
  STFT: [1, 3],
  Slice: [1, 2, 3, 4],
  Split: [1],
  Squeeze: [1],
  Tile: [1],
  TopK: [1],
  Trilu: [1],
  Unsqueeze: [1],
  Upsample: [1],
}

/** Runs one case. Its parameters become constants of a copy of the model at `copyPath`. */
export async function runCase(test: TestCase, copyPath: string): Promise<Outcome> {
  const file = readFileSync(test.modelPath)
  const graph = decodeModel(file).graph ?? {}
  const parameters = parameterNames(graph)
  for (const dataSet of test.dataSets) {
    const given = graphInputs(graph)
    const obstacle = otherTypes(graph, parameters)
    if (obstacle !== null) return { kind: 'out of scope', why: obstacle }
    const inputs = testTensors(dataSet, 'input')
    const expected = testTensors(dataSet, 'output')
    const typed = (tensors: readonly TestTensor[], stated: readonly ValueInfoProto[]) =>
      tensors.every(({ dtype }, i) => dtype === statedType(stated[i]))
    if (!typed(inputs, given) || !typed(expected, graph.output ?? [])) {
      return { kind: 'out of scope', why: 'its data are not of the type that its model states' }
    }
    const initializer = inputs.flatMap(({ proto }, i) => {
      const name = given[i]?.name ?? ''
      return parameters.has(name) ? [{ ...proto, name }] : []
    })
    // In protobuf, appending a message extends its lists.
    await writeFile(copyPath, Buffer.concat([file, encodeModel({ graph: { initializer } })]))
    const variables = inputs.filter((_, i) => !parameters.has(given[i]?.name ?? ''))
    if (variables.some(({ values }) => values.length === 0)) return { kind: 'out of scope', why: 'an input is empty' }
    const outcome = await runDataSet(copyPath, variables, expected)
    if (outcome.kind !== 'passed') return outcome
  }
  return { kind: 'passed' }
}

async function runDataSet(
  path: string,
  inputs: readonly TestTensor[],
  expected: readonly TestTensor[],
): Promise<Outcome> {
  const opened = await openModel(path)
  if (!opened.ok) return failed(english(opened.problem.message))
  const { model, fileBytes } = opened.value
  const dims = model.inputs.map(({ tensor }, i) => [model.tensors[tensor]?.name ?? '', inputs[i]?.dims ?? []] as const)
  const shaped = inferShapes(model, Object.fromEntries(dims))
  if (!shaped.ok) return failed(english(shaped.problem.message))
  if (drawsNumbers(shaped.value)) return { kind: 'out of scope', why: 'it draws random numbers' }
  const { catalog, executableIsas } = engine()
  const [isa = 'sse'] = executableIsas
  const configuration = { profile: 'convscope', settings: {}, threads: 2, isa } as const
  const plan = createPlan({ modelId: 'case', shaped: shaped.value, fileBytes, configuration, catalog })
  if (!plan.ok) return failed(english(plan.problem.message))
  const lowered = programForPlan(shaped.value, plan.value, catalog, executableIsas)
  if (!lowered.ok) {
    const { code } = lowered.problem
    const message = english(lowered.problem.message)
    return code === 'run/unsupported' ? { kind: 'out of scope', why: reason(message) } : failed(message)
  }
  try {
    const values = inputs.map((input) => Float32Array.from(input.values))
    const { isWhole, program } = lowered.value
    const outputs = isWhole
      ? withDims(shaped.value, await runProgram(shaped.value, program, values))
      : await runStaged({ shaped: shaped.value, configuration, inputs: values })
    const wrong = expected.flatMap(({ dims: wanted, values }, i) => {
      const found = outputs[i]
      if (found?.dims.join() !== wanted.join()) return [`output ${i} is [${found?.dims}] instead of [${wanted}]`]
      return misses(found.values, values).map((miss) => `output ${i} ${miss}`)
    })
    return wrong[0] === undefined ? { kind: 'passed' } : failed(wrong[0])
  } catch (error) {
    if (error instanceof RunFailure && error.problem.code === 'run/unsupported') {
      return { kind: 'out of scope', why: reason(error.message) }
    }
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function withDims({ model, dims }: ShapedModel, outputs: readonly Float32Array[]) {
  return outputs.map((values, i) => ({ dims: dims[model.outputs[i] ?? -1] ?? [], values }))
}

function failed(why: string): Outcome {
  return { kind: 'failed', why }
}

/** Without the sentence around the node's reason. */
function reason(message: string): string {
  const [, stated = message] = message.match(/\): (.*?)\.?$/) ?? []
  return stated
}

/** Old files list their initialisers among the inputs. */
function graphInputs(graph: GraphProto) {
  const initialised = new Set((graph.initializer ?? []).map(({ name }) => name))
  return (graph.input ?? []).filter(({ name }) => !initialised.has(name))
}

function parameterNames(graph: GraphProto): ReadonlySet<string> {
  const positions = (graph.node ?? []).flatMap(({ opType = '', input = [] }) =>
    (PARAMETERS[opType] ?? []).flatMap((position) => input[position] ?? []),
  )
  return new Set(positions.filter((name) => name !== ''))
}

function statedType(input: ValueInfoProto | undefined): DataType | undefined {
  return dataType(input?.type?.tensorType?.elemType ?? 0)
}

/** Why the values of the case are none that the engine computes with; null where they are. */
function otherTypes(graph: GraphProto, parameters: ReadonlySet<string>): string | null {
  for (const { name = '', type } of graphInputs(graph)) {
    const tensor = type?.tensorType
    if (!tensor) return 'an input is a sequence or optional'
    const dtype = dataType(tensor.elemType ?? 0)
    if (dtype === undefined) return 'an input has an element type that is not read'
    if (!parameters.has(name) && dtype === 'string') return 'an input is text'
  }
  for (const { type } of graph.output ?? []) {
    const tensor = type?.tensorType
    if (!tensor) return 'an output is a sequence or optional'
    const dtype = dataType(tensor.elemType ?? 0)
    if (dtype === undefined) return 'an output is of a type that is not read'
    if (dtype === 'string') return 'an output is text'
  }
  return null
}
