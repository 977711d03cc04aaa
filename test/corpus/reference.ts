// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises'
import { InferenceSession, type OnnxValue, Tensor } from 'onnxruntime-node'
import type { DataType } from '#contract/model'
import { openInputs } from '#core/inference/run-input'
import { namedInputs } from '#core/inference/run-job'
import { halfToNumber } from '#core/model/decode-elements'
import { product } from '#core/model/dims'
import { largest } from '#core/model/extremes'
import { decodeModel, encodeModel } from '#core/model/formats/onnx/schema'
import type { ShapedModel } from '#core/model/shapes'
import { drawsNumbers } from '../inference/draws-numbers'
import type { Outcome } from './outcome'
import { distance, moved, movedModel, roundingShares, type Shares } from './sway'
import { widened } from './widened'

type NamedInput = ReturnType<typeof namedInputs>[number]
type Outputs = Readonly<Record<string, OnnxValue>>

export const SEED = 7

/** Of ONNX Runtime's outputs: |difference| may be as large as this, and this share of the value. */
const ABSOLUTE = 1e-4
const RELATIVE = 1e-3

/** How often the model is moved: by chance one of them alone may hardly move it. */
const SWAYS = 4
/** Both we and ONNX Runtime are off by what the model sways. */
const SIDES = 2

interface Pair {
  readonly name: string
  readonly actual: Float32Array
  readonly expected: Float32Array
  readonly step: number
  /** The first place where they differ. */
  readonly at: number
}

/**
 * Holds outputs in the model's order against those of ONNX Runtime for the same input. Where they differ by more than
 * the tolerances, as far as the model itself makes of rounding errors, in the largest as in the mean difference, is right.
 */
export async function compared(path: string, shaped: ShapedModel, outputs: readonly Float32Array[]): Promise<Outcome> {
  if (drawsNumbers(shaped)) return { kind: 'ran', detail: 'it draws random numbers' }
  const inputs = namedInputs(shaped)
  const values = await inputValues(inputs)
  if (values === undefined) return { kind: 'ran', detail: 'no values' }
  const wanted = await referenceOutputs(await withoutHalves(path), inputs, values)
  if (typeof wanted === 'string') return { kind: 'ran', detail: wanted }
  const different: Pair[] = []
  for (const [i, id] of shaped.model.outputs.entries()) {
    const name = shaped.model.tensors[id]?.name ?? ''
    const [actual, tensor] = [outputs[i], wanted[name]]
    if (actual === undefined || !(tensor instanceof Tensor) || tensor.type === 'string') continue
    const expected = numbersOf(tensor)
    const step = tensor.type === 'int8' || tensor.type === 'uint8' ? 1 : dequantisedStep(shaped, id)
    if (actual.length !== expected.length) {
      return { kind: 'wrong', detail: `${name} has ${actual.length} elements, not ${expected.length}` }
    }
    const at = expected.findIndex((value, place) => differs(actual[place] ?? Number.NaN, value, step))
    if (at >= 0) different.push({ name, actual, expected, step, at })
  }
  if (different.length === 0) return { kind: 'right', detail: '' }
  const swayed = await swayedOutputs(path, shaped, inputs, values)
  const details = different.map((pair) => [pair, verdict(pair, swayed)] as const)
  const [wrong] = details.filter(([, { within }]) => !within)
  if (wrong === undefined) return { kind: 'right', detail: details.map(([, { text }]) => text).join('; ') }
  const [{ name, at, actual, expected }, { text }] = wrong
  return { kind: 'wrong', detail: `${name}[${at}] is ${actual[at]}, not ${expected[at]}; ${text}` }
}

function verdict({ name, actual, step }: Pair, { exact, swayed }: Swayed) {
  const numbers = (outputs: Outputs | undefined) => {
    const tensor = outputs?.[name]
    return tensor instanceof Tensor ? numbersOf(tensor) : undefined
  }
  const expected = numbers(exact)
  if (expected === undefined) return { within: false, text: 'what rounding does is not known' }
  if (!expected.some((value, place) => differs(actual[place] ?? Number.NaN, value, step))) {
    return { within: true, text: `${name} is that of rows normalised in double precision` }
  }
  const off = distance(actual, expected)
  const sways = swayed.map((outputs) => distance(numbers(outputs) ?? [], expected))
  const most = largest(
    sways.map((each) => each.largest),
    0,
  )
  const usual = largest(
    sways.map((each) => each.mean),
    0,
  )
  const within = Number.isFinite(off.largest) && off.largest <= SIDES * most && off.mean <= SIDES * usual
  const figure = (value: number) => value.toExponential(1)
  const text = `${name} is off by ${figure(off.largest)} (mean ${figure(off.mean)}), rounding moves it by ${figure(most)} (mean ${figure(usual)})`
  return { within, text }
}

interface Swayed {
  /** As exact as ONNX Runtime can be made; undefined where it does not run so. */
  readonly exact: Outputs | undefined
  /** Of the model and its inputs as rounding may move them. */
  readonly swayed: readonly Outputs[]
}

async function swayedOutputs(
  path: string,
  shaped: ShapedModel,
  inputs: readonly NamedInput[],
  values: readonly Float32Array[],
): Promise<Swayed> {
  const shares = roundingShares(shaped)
  const outputsOf = async (seed: number, of: Shares) => {
    const given = values.map((each, i) => {
      const { name = '', dtype } = inputs[i] ?? {}
      return dtype === 'float32' || dtype === 'float16' ? moved(each, of.get(name) ?? 0, 999 * seed + i) : each
    })
    const outputs = await referenceOutputs((await movedModel(path, of, 1000 * seed)) ?? path, inputs, given)
    return typeof outputs === 'string' ? undefined : outputs
  }
  const exact = await outputsOf(0, new Map())
  const swayed: Outputs[] = []
  for (let seed = 1; seed <= SWAYS; seed++) {
    const outputs = await outputsOf(seed, shares)
    if (outputs !== undefined) swayed.push(outputs)
  }
  return { exact, swayed }
}

/**
 * Of quantised numbers, the last step is one of rounding: a sum that is half a step in exact arithmetic falls on either
 * side, by the order in which it is added up. So it does where the numbers were expanded again.
 */
function dequantisedStep({ model, constants }: ShapedModel, tensor: number): number {
  const node = model.nodes.find(({ outputs }) => outputs.includes(tensor))
  const scales = node?.sourceOp === 'DequantizeLinear' ? constants.get(node.inputs[1] ?? -1)?.data : undefined
  return scales?.kind === 'values' ? largest(scales.values) : 0
}

/** Half precision comes as its bits. */
function numbersOf({ type, data }: Tensor): Float32Array {
  const values = Float32Array.from(data as ArrayLike<number | bigint>, Number)
  return type === 'float16' ? values.map(halfToNumber) : values
}

function differs(actual: number, expected: number, step: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return false
  return !(Math.abs(actual - expected) <= step + ABSOLUTE + RELATIVE * Math.abs(expected))
}

async function inputValues(inputs: readonly NamedInput[]): Promise<readonly Float32Array[] | undefined> {
  const opened = await openInputs({ kind: 'synthetic', seed: SEED }, inputs)
  if (!opened.ok) return undefined
  const values: Float32Array[] = []
  for (const [input, { dims }] of inputs.entries()) {
    const staging = new Float32Array(Math.max(1, product(dims)))
    let whole = new Float32Array()
    for await (const part of opened.value.parts(input, staging)) whole = part.slice()
    values.push(whole)
  }
  return values
}

/** The file, or where half precision is in it, its bytes in float32: weights in other files stay beside the file. */
async function withoutHalves(path: string): Promise<string | Uint8Array> {
  const model = decodeModel(await readFile(path))
  const wider = widened(model)
  const isWhole = (model.graph?.initializer ?? []).every(({ externalData = [] }) => externalData.length === 0)
  return wider !== model && isWhole ? encodeModel(wider) : path
}

/** Of a file or its bytes; why there are none, in place of them. */
async function referenceOutputs(
  model: string | Uint8Array,
  inputs: readonly NamedInput[],
  values: readonly Float32Array[],
): Promise<Outputs | string> {
  const options = { graphOptimizationLevel: 'disabled', logSeverityLevel: 4 } as const
  try {
    const session = await (typeof model === 'string'
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options))
    try {
      const feeds = inputs.map(({ name, dtype, dims }, i) => [name, feed(dtype, values[i] ?? [], dims)] as const)
      return await session.run(Object.fromEntries(feeds))
    } finally {
      await session.release()
    }
  } catch (error) {
    return `ONNX Runtime does not run it: ${error instanceof Error ? error.message.slice(0, 120) : error}`
  }
}

function feed(dtype: DataType, values: ArrayLike<number>, dims: readonly number[]): Tensor {
  const list = Array.from(values)
  switch (dtype) {
    case 'int64':
      return new Tensor('int64', BigInt64Array.from(list, BigInt), dims)
    case 'uint64':
      return new Tensor('uint64', BigUint64Array.from(list, BigInt), dims)
    case 'bool':
      return new Tensor('bool', Uint8Array.from(list), dims)
    case 'float64':
      return new Tensor('float64', Float64Array.from(list), dims)
    case 'int32':
      return new Tensor('int32', Int32Array.from(list), dims)
    case 'uint32':
      return new Tensor('uint32', Uint32Array.from(list), dims)
    case 'int16':
      return new Tensor('int16', Int16Array.from(list), dims)
    case 'uint16':
      return new Tensor('uint16', Uint16Array.from(list), dims)
    case 'int8':
      return new Tensor('int8', Int8Array.from(list), dims)
    case 'uint8':
      return new Tensor('uint8', Uint8Array.from(list), dims)
    default:
      return new Tensor('float32', Float32Array.from(list), dims)
  }
}
