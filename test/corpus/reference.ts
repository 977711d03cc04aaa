// SPDX-License-Identifier: Apache-2.0
import { InferenceSession, type OnnxValue, Tensor } from 'onnxruntime-node'
import type { DataType } from '#contract/model'
import { openInputs } from '#core/inference/run-input'
import { namedInputs } from '#core/inference/run-job'
import { halfToNumber } from '#core/model/decode-elements'
import { product } from '#core/model/dims'
import { largest } from '#core/model/extremes'
import type { ShapedModel } from '#core/model/shapes'
import { drawsNumbers } from '../inference/draws-numbers'
import type { Outcome } from './outcome'

export const SEED = 7

/** Of ONNX Runtime's outputs: |difference| may be as large as this, and this share of the value. */
const ABSOLUTE = 1e-4
const RELATIVE = 1e-3

/** Holds outputs in the model's order against those of ONNX Runtime for the same input. */
export async function compared(path: string, shaped: ShapedModel, outputs: readonly Float32Array[]): Promise<Outcome> {
  if (drawsNumbers(shaped)) return { kind: 'ran', detail: 'it draws random numbers' }
  const wanted = await referenceOutputs(path, shaped)
  if (typeof wanted === 'string') return { kind: 'ran', detail: wanted }
  for (const [i, id] of shaped.model.outputs.entries()) {
    const name = shaped.model.tensors[id]?.name ?? ''
    const [actual, expected] = [outputs[i], wanted[name]]
    if (actual === undefined || !(expected instanceof Tensor) || expected.type === 'string') continue
    const values = numbersOf(expected)
    const step = expected.type === 'int8' || expected.type === 'uint8' ? 1 : dequantisedStep(shaped, id)
    if (actual.length !== values.length) {
      return { kind: 'wrong', detail: `${name} has ${actual.length} elements, not ${values.length}` }
    }
    const at = values.findIndex((value, place) => differs(actual[place] ?? Number.NaN, value, step))
    if (at >= 0) return { kind: 'wrong', detail: `${name}[${at}] is ${actual[at]}, not ${values[at]}` }
  }
  return { kind: 'right', detail: '' }
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

/** Why there are none, in place of them. */
async function referenceOutputs(
  path: string,
  shaped: ShapedModel,
): Promise<Readonly<Record<string, OnnxValue>> | string> {
  const inputs = namedInputs(shaped)
  const opened = await openInputs({ kind: 'synthetic', seed: SEED }, inputs)
  if (!opened.ok) return 'no values'
  const values: Float32Array[] = []
  for (const [input, { dims }] of inputs.entries()) {
    const staging = new Float32Array(Math.max(1, product(dims)))
    let whole = new Float32Array()
    for await (const part of opened.value.parts(input, staging)) whole = part.slice()
    values.push(whole)
  }
  try {
    const session = await InferenceSession.create(path, { graphOptimizationLevel: 'disabled', logSeverityLevel: 4 })
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
