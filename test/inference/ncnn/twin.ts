// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect } from 'vitest'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { english } from '#messages/say'
import { ncnnText, ncnnWeights, type Stored } from '../../core/model/support/ncnn-writer'
import { attributeProto, type Operand, onnxFile, type TestNode } from '../../core/model/support/onnx-graph'
import { engine } from '../engine'
import { openSubject, planOf } from '../execute'
import { expectClose } from '../onnx-runtime'
import { runProgram } from '../run-program'
import { seededRandom } from '../seeded-random'

/** A node of the ONNX twin; operands are names of values or constants. */
export interface TwinNode {
  readonly op: string
  readonly operands: readonly (string | Exclude<Operand, null | { readonly input: readonly number[] }>)[]
  readonly attributes?: TestNode['attributes']
  readonly outputs?: readonly string[]
}

/** The same network twice. Inputs are x0, x1 …; what the last node gives first is compared, or `results`. */
export interface Twin {
  readonly inputs: readonly (readonly number[])[]
  readonly layers: readonly string[]
  readonly weights?: readonly Stored[]
  readonly nodes: readonly TwinNode[]
  /** Of the file of layers, each followed by the ONNX value that it must equal. */
  readonly results?: readonly (readonly [string, string])[]
  /** Of values before it that lie beyond what float32 tells apart. */
  readonly tolerance?: number
}

/** Values that a half holds exactly, none of them 0. */
export function numbers(count: number, seed: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => Math.round(random(-1, 1) * 512) / 512 + 1 / 1024)
}

/** Runs the layers in Convscope's engine and the nodes in ONNX Runtime: shapes and values must agree. */
export async function expectTwins(twin: Twin, folder: string): Promise<void> {
  const path = join(folder, 'twin.param')
  const inputs = twin.inputs.map((dims, i) => `Input x${i} >x${i} ${sizes(dims)}`)
  await writeFile(path, ncnnText([...inputs, ...twin.layers]))
  await writeFile(join(folder, 'twin.bin'), ncnnWeights(twin.weights ?? []))
  const subject = await openSubject(path)
  const { model, dims } = subject.shaped
  expect(model.warnings).toEqual([])
  const values = twin.inputs.map((shape, i) => Float32Array.from(numbers(product(shape), 91 + i)))
  const ours = await runOurs(subject, values)
  const results = twin.results ?? [['y', 'y'] as const]
  const theirs = await runTheirs(
    twin,
    values,
    results.map(([, name]) => name),
  )
  for (const [blob, name] of results) {
    const position = model.outputs.findIndex((tensor) => model.tensors[tensor]?.name === blob)
    const reference = theirs[name] as Tensor
    expect([blob, ...(dims[model.outputs[position] ?? -1] ?? [])]).toEqual([blob, ...reference.dims])
    expectClose(ours[position] ?? new Float32Array(), reference.data as Float32Array, twin.tolerance ?? 1e-5, blob)
  }
}

/** As an Input layer states them. */
function sizes(dims: readonly number[]): string {
  const keys = dims.length === 4 ? [2, 11, 1, 0] : [2, 1, 0].slice(3 - dims.length)
  return dims.map((size, i) => `${keys[i]}=${size}`).join(' ')
}

async function runOurs(subject: Awaited<ReturnType<typeof openSubject>>, values: readonly Float32Array[]) {
  const { catalog, executableIsas } = engine()
  const plan = planOf(subject, { profile: 'convscope', settings: {}, threads: 2, isa: executableIsas[0] ?? 'sse' })
  const lowered = programForPlan(subject.shaped, plan, catalog, executableIsas)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  return runProgram(subject.shaped, lowered.value.program, values)
}

async function runTheirs(twin: Twin, values: readonly Float32Array[], outputs: readonly string[]) {
  const operands: Operand[] = twin.inputs.map((dims) => ({ input: [1, ...dims] }))
  const name = (operand: TwinNode['operands'][number]) => {
    if (typeof operand === 'string') return operand.replace(/^x(\d)$/, 'a$1')
    operands.push(operand)
    return `a${operands.length - 1}`
  }
  const protos = twin.nodes.map(({ op, operands: inputs, attributes = {}, outputs: named = ['y'] }, i) => ({
    opType: op,
    name: `node${i}`,
    input: inputs.map(name),
    output: named,
    attribute: Object.entries(attributes).map(([key, value]) => attributeProto(key, value)),
  }))
  const session = await InferenceSession.create(onnxFile(20, protos, operands, outputs), {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  })
  const feeds = values.map((each, i) => [`a${i}`, new Tensor('float32', each, [1, ...(twin.inputs[i] ?? [])])] as const)
  return session.run(Object.fromEntries(feeds))
}

function product(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1)
}
