// SPDX-License-Identifier: Apache-2.0
import { halfToNumber } from '#core/model/decode-elements'
import {
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  toNumber,
  type ValueInfoProto,
} from '#core/model/formats/onnx/schema'

const [FLOAT, FLOAT16] = [1, 10]

/** Attributes that state the type of an output. */
const TYPES: ReadonlySet<string> = new Set(['to', 'dtype'])

/**
 * A model in which all that was float16 is float32: Convscope computes half precision so, and ONNX Runtime rounds every step
 * to half, which is another question than whether the answer is right. The same model where nothing is float16.
 */
export function widened(model: ModelProto): ModelProto {
  const { graph, functions = [] } = model
  if (graph === undefined) return model
  const wider = widenedGraph(graph)
  const of = functions.map((each: FunctionProto) => ({ ...each, node: nodes(each.node ?? []) }))
  return wider === graph && of.every((each, i) => each.node === functions[i]?.node)
    ? model
    : { ...model, graph: wider, functions: of }
}

function widenedGraph(graph: GraphProto): GraphProto {
  const parts = {
    node: nodes(graph.node ?? []),
    initializer: mapped(graph.initializer ?? [], tensor),
    input: mapped(graph.input ?? [], valueInfo),
    output: mapped(graph.output ?? [], valueInfo),
    valueInfo: mapped(graph.valueInfo ?? [], valueInfo),
  }
  const isSame = Object.entries(parts).every(([key, list]) => {
    const before = graph[key as keyof typeof parts] ?? []
    return list.every((each: unknown, i) => each === before[i])
  })
  return isSame ? graph : { ...graph, ...parts }
}

/** The list itself where no element changes. */
function mapped<T>(list: readonly T[], change: (each: T) => T): readonly T[] {
  const changed = list.map(change)
  return changed.every((each, i) => each === list[i]) ? list : changed
}

function nodes(list: readonly NodeProto[]): readonly NodeProto[] {
  return mapped(list, (node) => {
    const before = node.attribute ?? []
    const attribute = mapped(before, widenedAttribute)
    return attribute === before ? node : { ...node, attribute }
  })
}

function widenedAttribute(attribute: AttributeProto): AttributeProto {
  const { name = '', i, t, g, type = 0 } = attribute
  // Of a field that is left out the reader makes an empty one.
  if (TYPES.has(name) && toNumber(i) === FLOAT16) return { ...attribute, i: FLOAT }
  if (type === ATTRIBUTE_TENSOR && t !== undefined) {
    const wider = tensor(t)
    return wider === t ? attribute : { ...attribute, t: wider }
  }
  if (type !== ATTRIBUTE_GRAPH || g === undefined) return attribute
  const wider = widenedGraph(g)
  return wider === g ? attribute : { ...attribute, g: wider }
}

const ATTRIBUTE_TENSOR = 4
const ATTRIBUTE_GRAPH = 5

function valueInfo(info: ValueInfoProto): ValueInfoProto {
  const { type } = info
  const tensorType = type?.tensorType
  if (tensorType?.elemType !== FLOAT16) return info
  return { ...info, type: { ...type, tensorType: { ...tensorType, elemType: FLOAT } } }
}

function tensor(before: TensorProto): TensorProto {
  if (before.dataType !== FLOAT16) return before
  const values = Float32Array.from(halves(before), halfToNumber)
  return { ...before, dataType: FLOAT, int32Data: [], rawData: new Uint8Array(values.buffer) }
}

/** As bytes, or as a packed list of integers. */
function halves({ rawData = new Uint8Array(), int32Data = [] }: TensorProto): readonly number[] {
  if (rawData.length > 0) {
    const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength)
    return Array.from({ length: rawData.length / 2 }, (_, i) => view.getUint16(2 * i, true))
  }
  const found: number[] = []
  let [value, shift] = [0, 0]
  for (const byte of int32Data.flatMap((chunk) => [...chunk])) {
    value |= (byte & 0x7f) << shift
    shift += 7
    if ((byte & 0x80) !== 0) continue
    found.push(value & 0xffff)
    ;[value, shift] = [0, 0]
  }
  return found
}
