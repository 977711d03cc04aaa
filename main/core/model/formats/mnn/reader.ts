// SPDX-License-Identifier: Apache-2.0
import { besideModel } from '../../external-files'
import type { Model } from '../../graph'
import { MemoryBudget } from '../../memory-budget'
import { ModelBuilder } from '../../model-builder'
import { invalid } from '../../read-error'
import { FlatBuffer, type FlatTable } from '../flatbuffers/flat-buffer'
import { type RecordOf, readRecord } from '../flatbuffers/record'
import { type MnnFile, type MnnOp, WRITTEN } from './context'
import { dataType, LAYOUT, opTypeName } from './enums'
import { readBlob } from './operators/constant'
import { translate } from './operators/index'
import { EXTRA_INFO, INPUT, NET, OP, TENSOR_DESCRIBE, TENSOR_QUANT_INFO } from './schema'

const MAX_RANK = 32

/** Whether the bytes begin as a .mnn file does: a root table with a plausible layout and no identifier. */
export function looksLikeMnn(bytes: Uint8Array, fileBytes: number): boolean {
  if (bytes.length < 16 || hasIdentifier(bytes)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const root = view.getUint32(0, true)
  if (root < 4 || root + 4 > fileBytes) return false
  if (root + 4 > bytes.length) return false
  const vtable = root - view.getInt32(root, true)
  if (vtable < 4 || vtable + 4 > bytes.length) return false
  const vtableBytes = view.getUint16(vtable, true)
  const tableBytes = view.getUint16(vtable + 2, true)
  // Net has 12 fields in 3.6.1; oplists is id 3, so the vtable reaches at least that far.
  const plausible =
    vtableBytes >= 12 && vtableBytes <= 64 && vtableBytes % 2 === 0 && tableBytes >= 4 && tableBytes <= 128
  if (!plausible || vtable + vtableBytes > bytes.length) return false
  for (let at = vtable + 4; at < vtable + vtableBytes; at += 2) {
    if (view.getUint16(at, true) >= tableBytes) return false
  }
  return view.getUint16(vtable + 4 + 2 * NET.oplists.id, true) !== 0
}

/** Other FlatBuffers have four letters or digits after the offset of the root table. */
function hasIdentifier(bytes: Uint8Array): boolean {
  return /^[A-Za-z0-9]{4}$/.test(String.fromCharCode(...bytes.subarray(4, 8)))
}

/** Reads a .mnn file (MNN 1.0.1 to 3.6.1). Throws ReadError. */
export function readMnn(path: string, bytes: Uint8Array): Model {
  return new MnnReader(path, bytes).read()
}

class MnnReader {
  readonly #memory: MemoryBudget
  readonly #file: MnnFile
  /** LAYOUT number by tensor; undefined for constants. */
  readonly #layouts: (number | undefined)[] = []
  #tensorCount = 0
  /** Tensors that the file says are 8-bit integers. */
  #quantised: ReadonlySet<number> = new Set()

  constructor(path: string, bytes: Uint8Array) {
    this.#memory = new MemoryBudget(bytes.length)
    const builder = new ModelBuilder({ indexType: 'int32', convertedFor: 'MNN' }, this.#memory)
    this.#file = { path, bytes, builder }
  }

  read(): Model {
    const { builder } = this.#file
    const net = readRecord(new FlatBuffer(this.#file.bytes, this.#memory).root(), NET)
    if (net.oplists.length === 0) invalid({ id: 'file.noOperations' })
    for (const name of net.tensorName) builder.addTensor(name)
    this.#tensorCount = net.tensorName.length
    if (net.subgraphs.length > 0) {
      builder.warn({ id: 'warning.subGraphs' })
    }
    const described = net.extraTensorDescribe.map((table) => readRecord(table, TENSOR_DESCRIBE))
    const isIntegers = (info: FlatTable | undefined) =>
      info !== undefined && dataType(readRecord(info, TENSOR_QUANT_INFO).type) !== 'float32'
    this.#quantised = new Set(described.flatMap(({ index, quantInfo }) => (isIntegers(quantInfo) ? [index] : [])))
    const ops = net.oplists.map((table, index) => this.#readOp(table, index))
    for (const op of ops) this.#addOp(op)
    this.#applyLayouts()
    return builder.build(producer(net), outputsOf(ops, net))
  }

  #readOp(table: FlatTable, index: number): MnnOp & { readonly channelsLast: boolean } {
    const record = readRecord(table, OP)
    const type = opTypeName(record.type)
    const outputs = record.outputIndexes ?? []
    const name = record.name || this.#file.builder.tensor(this.#checked(outputs[0] ?? -1, `op ${index}`)).name
    return {
      name,
      type,
      main: record.main,
      inputs: (record.inputIndexes ?? []).map((id) => this.#checked(id, name)),
      outputs: outputs.map((id) => this.#checked(id, name)),
      channelsLast: record.defaultDimentionFormat === LAYOUT.nhwc,
      layoutOf: (tensor) => (tensor === undefined ? undefined : this.#layouts[tensor]) ?? LAYOUT.nchw,
      weightsPath: this.#weightsPath(record.externalPath),
      file: this.#file,
    }
  }

  #checked(tensor: number, node: string): number {
    if (tensor >= 0 && tensor < this.#tensorCount) return tensor
    return invalid({ id: 'node.tensor', node, index: tensor, count: this.#tensorCount }, node)
  }

  /** An op may name its own weights file; it must not lead out of the model's folder. */
  #weightsPath(externalPath: string | undefined): string {
    if (!externalPath) return `${this.#file.path}.weight`
    const path = besideModel(this.#file.path, externalPath)
    return path ?? invalid({ id: 'file.weightsOutside', weightsFile: externalPath })
  }

  #addOp(op: MnnOp & { readonly channelsLast: boolean }): void {
    const { builder } = this.#file
    const [output] = op.outputs
    if (op.type === 'Input' && output !== undefined) {
      this.#addInput(op, output)
      return
    }
    if ((op.type === 'Const' || op.type === 'TrainableParam') && output !== undefined) {
      const { dtype, constant } = readBlob(op)
      builder.setConstant(output, dtype, constant)
      return
    }
    const translated = translate(
      op,
      op.channelsLast,
      op.outputs.some((id) => this.#quantised.has(id)),
    )
    if (translated !== WRITTEN) {
      const { operation, inputs = op.inputs, attributes = [] } = translated
      builder.addNode(op.name, op.type, operation, inputs, op.outputs, attributes)
    }
    const layout = this.#outputLayout(op)
    for (const id of op.outputs) this.#layouts[id] = layout
  }

  #addInput(op: MnnOp, output: number): void {
    const input = readRecord(op.main, INPUT)
    const dims = input.dims ?? []
    if (dims.length > MAX_RANK) invalid({ id: 'tensor.inputRank', input: op.name, rank: dims.length }, op.name)
    this.#layouts[output] = input.dformat
    const declaredDims = dims.length === 0 ? null : dims.map((dim) => (dim > 0 ? dim : null))
    this.#file.builder.addInput(output, dataType(input.dtype) ?? 'float32', { declaredDims })
  }

  /** A conversion states its layout; every other op keeps that of its first input that is not a constant. */
  #outputLayout(op: MnnOp): number {
    if (op.type === 'ConvertTensor') return readRecord(op.main, { dest: { id: 1, type: 'int8' } }).dest
    if (op.type === 'Shape' || op.type === 'Rank' || op.type === 'Size') return LAYOUT.nchw
    return op.inputs.map((id) => this.#layouts[id]).find((layout) => layout !== undefined) ?? LAYOUT.nchw
  }

  #applyLayouts(): void {
    this.#layouts.forEach((layout, id) => {
      const form = layout === LAYOUT.nc4hw4 ? 'packed' : 'plain'
      this.#file.builder.setLayout(id, form, layout === LAYOUT.nhwc)
    })
  }
}

/** Tensors that are produced but never read, in the order of `outputName` where it names them. */
function outputsOf(ops: readonly MnnOp[], net: RecordOf<typeof NET>): readonly number[] {
  const read = new Set(ops.flatMap((op) => op.inputs))
  const produced = [
    ...new Set(ops.filter((op) => op.type !== 'Const' && op.type !== 'Input').flatMap((op) => op.outputs)),
  ]
  const named = new Map(produced.map((id) => [net.tensorName[id], id]))
  const outputs = net.outputName.flatMap((name) => named.get(name) ?? [])
  return [...new Set([...outputs, ...produced.filter((id) => !read.has(id))])]
}

function producer(net: RecordOf<typeof NET>): string {
  const version = readRecord(net.extraInfo, EXTRA_INFO).version
  return version ? `MNN converter ${version}` : 'MNN converter (version not recorded)'
}
