// SPDX-License-Identifier: Apache-2.0
import { type AttributeProto, encodeModel, type NodeProto, type TensorProto } from '#core/model/formats/onnx/schema'

/** ONNX element and attribute type numbers. */
const FLOAT = 1
const INT8 = 3
const INT64 = 7
const BOOL = 9

/** An operand of a test node: a graph input of these dims, or a constant. */
export type Operand =
  | { readonly input: readonly number[] }
  | { readonly floats: readonly number[]; readonly dims?: readonly number[] }
  | { readonly ints: readonly number[]; readonly dims?: readonly number[] }
  | { readonly bools: readonly number[]; readonly dims?: readonly number[] }
  | { readonly int8s: readonly number[]; readonly dims?: readonly number[] }
  | null

type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }

export interface TestNode {
  readonly op: string
  readonly opset: number
  readonly operands: readonly Operand[]
  readonly attributes?: Readonly<Record<string, AttributeValue>>
  readonly outputs?: number
  readonly domain?: string
}

/** A file with one node, "node", whose outputs are y0, y1 …; operands are a0, a1 …. */
export function oneNode({ op, opset, operands, attributes = {}, outputs = 1, domain = '' }: TestNode): Uint8Array {
  const names = operands.map((operand, i) => (operand === null ? '' : `a${i}`))
  const results = Array.from({ length: outputs }, (_, i) => `y${i}`)
  const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value))
  return onnxFile(
    opset,
    [{ opType: op, name: 'node', domain, input: names, output: results, attribute }],
    operands,
    results,
  )
}

export function onnxFile(
  opset: number,
  nodes: readonly NodeProto[],
  operands: readonly Operand[],
  outputs: readonly string[],
): Uint8Array {
  const initializer = operands.flatMap((operand, i) => {
    const tensor = operand === null ? undefined : constantTensor(operand)
    return tensor === undefined ? [] : [{ name: `a${i}`, ...tensor }]
  })
  const input = operands.flatMap((operand, i) =>
    operand !== null && 'input' in operand
      ? [
          {
            name: `a${i}`,
            type: { tensorType: { elemType: FLOAT, shape: { dim: operand.input.map((dimValue) => ({ dimValue })) } } },
          },
        ]
      : [],
  )
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: '', version: opset }],
    graph: { name: 'test', node: nodes, initializer, input, output: outputs.map((name) => ({ name })) },
  })
}

function constantTensor(operand: Exclude<Operand, null>): TensorProto | undefined {
  if ('floats' in operand)
    return tensor(FLOAT, operand.dims ?? [operand.floats.length], new Float32Array(operand.floats))
  if ('bools' in operand) return tensor(BOOL, operand.dims ?? [operand.bools.length], new Uint8Array(operand.bools))
  if ('int8s' in operand) return tensor(INT8, operand.dims ?? [operand.int8s.length], new Int8Array(operand.int8s))
  if ('ints' in operand)
    return tensor(INT64, operand.dims ?? [operand.ints.length], BigInt64Array.from(operand.ints, BigInt))
  return undefined
}

function tensor(dataType: number, dims: readonly number[], data: { readonly buffer: ArrayBufferLike }): TensorProto {
  return { dims, dataType, rawData: new Uint8Array(data.buffer) }
}

export function attributeProto(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return { name, type: 2, i: value }
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) }
  if ('float' in value) return { name, type: 1, f: value.float }
  if ('floats' in value) return { name, type: 6, floats: value.floats }
  return { name, type: 7, ints: value }
}
