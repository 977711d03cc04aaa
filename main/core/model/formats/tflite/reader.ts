// SPDX-License-Identifier: Apache-2.0
import type { Model } from '../../graph'
import { MemoryBudget } from '../../memory-budget'
import { ModelBuilder } from '../../model-builder'
import { invalid } from '../../read-error'
import { FlatBuffer, type FlatTable } from '../flatbuffers/flat-buffer'
import { readRecord } from '../flatbuffers/record'
import { TfliteOp } from './context'
import { CUSTOM, operatorName } from './enums'
import { translate } from './operators/index'
import { MODEL, OPERATOR, OPERATOR_CODE, SUBGRAPH } from './schema'
import { type FileTensor, TensorOrders } from './tensor-orders'
import { readTensor } from './tensors'

const IDENTIFIER = [...'TFL3'].map((character) => character.charCodeAt(0))
const VERSION = 3

/** Of a constant they are part of reading it. */
const EXPANSIONS: ReadonlySet<string> = new Set(['DEQUANTIZE', 'DENSIFY'])

/** Whether the bytes begin as a .tflite file does: the FlatBuffers identifier TFL3 at byte 4. */
export function looksLikeTflite(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && IDENTIFIER.every((byte, i) => bytes[4 + i] === byte)
}

/** Reads a .tflite file (schema version 3). Throws ReadError. */
export function readTflite(path: string, bytes: Uint8Array): Model {
  const memory = new MemoryBudget(bytes.length)
  const model = readRecord(new FlatBuffer(bytes, memory).root(), MODEL)
  if (model.version !== VERSION) invalid({ id: 'file.version', version: model.version, known: VERSION })
  const [main, ...others] = model.subgraphs
  if (main === undefined) invalid({ id: 'file.noGraph' })
  const graph = readRecord(main, SUBGRAPH)
  const codes = model.operatorCodes.map(operator)
  const file = { path, bytes, buffers: model.buffers, tensors: graph.tensors }
  const tensors = graph.tensors.map((table, index) => readTensor(file, table, index))
  const builder = new ModelBuilder({ indexType: 'int32' }, memory)
  const reader = new TfliteReader(bytes, builder, codes, tensors, graph.inputs ?? [], graph.outputs ?? [])
  if (others.length > 0) reader.builder.warn({ id: 'warning.severalGraphs' })
  return reader.read(graph.operators, model.description)
}

interface Operator {
  readonly name: string
  readonly custom: boolean
}

function operator(table: FlatTable): Operator {
  const { oldBuiltinCode, customCode, builtinCode } = readRecord(table, OPERATOR_CODE)
  const code = Math.max(oldBuiltinCode, builtinCode)
  return code === CUSTOM ? { name: customCode ?? '?', custom: true } : { name: operatorName(code), custom: false }
}

class TfliteReader {
  readonly #orders: TensorOrders

  constructor(
    private readonly bytes: Uint8Array,
    readonly builder: ModelBuilder,
    private readonly codes: readonly Operator[],
    private readonly tensors: readonly FileTensor[],
    private readonly inputs: readonly number[],
    private readonly outputs: readonly number[],
  ) {
    this.#orders = new TensorOrders(this.builder, tensors, new Set([...inputs, ...outputs]))
  }

  read(operators: readonly FlatTable[], description: string | undefined): Model {
    for (const input of this.inputs) {
      const tensor = this.tensors[input] ?? invalid({ id: 'tensor.none', index: input, count: this.tensors.length })
      const declared = tensor.signature.map((dim) => (dim > 0 ? dim : null))
      this.builder.addInput(this.#orders.define(input, 'listed'), tensor.dtype, { declaredDims: declared })
    }
    if (this.tensors.some(({ scaled, constant }) => scaled && constant === undefined)) {
      this.builder.warn({ id: 'warning.integerTensors' })
    }
    for (const table of operators) this.#addOperator(table)
    const outputs = this.outputs.map((output) => this.#orders.in('listed', output))
    const properties = [
      { name: 'version', value: String(VERSION) },
      ...(description ? [{ name: 'description', value: description.slice(0, 2000) }] : []),
    ]
    return this.builder.build(description ? `TensorFlow Lite (${description})` : 'TensorFlow Lite', outputs, properties)
  }

  #addOperator(table: FlatTable): void {
    const record = readRecord(table, OPERATOR)
    const code = this.codes[record.opcodeIndex] ?? invalid({ id: 'node.code', code: record.opcodeIndex })
    const outputs = record.outputs ?? []
    const name = this.tensors[outputs[0] ?? -1]?.name ?? invalid({ id: 'node.noOutput', type: code.name })
    const inputs = record.inputs ?? []
    for (const tensor of [...inputs, ...outputs]) {
      const count = this.tensors.length
      if (tensor >= count) invalid({ id: 'node.tensor', node: name, index: tensor, count }, name)
    }
    if (EXPANSIONS.has(code.name) && this.#orders.standIn(inputs[0] ?? -1, outputs[0] ?? -1)) return
    const { builtinOptions, customOptions } = record
    translate(
      new TfliteOp(
        { name, type: code.name, inputs, outputs, options: builtinOptions, customOptions, bytes: this.bytes },
        this.#orders,
        this.builder,
      ),
      code.custom,
    )
  }
}
