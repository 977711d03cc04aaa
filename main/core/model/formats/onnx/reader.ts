// SPDX-License-Identifier: Apache-2.0
import { product } from '../../dims'
import { MAX_ELEMENTS } from '../../element-count'
import type { Model } from '../../graph'
import { ModelBuilder } from '../../model-builder'
import { invalid } from '../../read-error'
import { Attributes } from './attributes'
import { type OnnxNode, unsupported, WRITTEN } from './context'
import { dataType } from './data-types'
import { FIRST_OUTPUT_MATTERS, translate } from './operators/index'
import { fillOf } from './operators/shape'
import {
  type DimensionProto,
  decodeModel,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  toNumber,
  type ValueInfoProto,
} from './schema'
import { checkStructure } from './structure'
import { type OnnxConstant, type OnnxFile, readTensor } from './tensors'

export { looksLikeOnnx } from './structure'

const DEFAULT_DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx'])
const MAX_RANK = 32

/** Reads an .onnx file. Throws ReadError. */
export function readOnnx(path: string, bytes: Uint8Array): Model {
  checkStructure(bytes)
  const model = decode(bytes)
  return new OnnxReader({ path, bytes }, model).read()
}

function decode(bytes: Uint8Array): ModelProto {
  try {
    return decodeModel(bytes)
  } catch (error) {
    // protobufjs throws plain errors on malformed data.
    return invalid({ id: 'file.malformed', detail: error instanceof Error ? error.message : String(error) })
  }
}

class OnnxReader {
  readonly #builder = new ModelBuilder({ indexType: 'int64' })
  readonly #tensors = new Map<string, number>()
  readonly #graph: GraphProto
  readonly #opset: number
  /** Names that some node or the graph's outputs read. */
  readonly #used: ReadonlySet<string>
  /** Names that some node gives. */
  readonly #produced: ReadonlySet<string>

  constructor(
    private readonly file: OnnxFile,
    private readonly model: ModelProto,
  ) {
    this.#graph = model.graph ?? invalid({ id: 'file.noGraph' })
    this.#opset = toNumber(model.opsetImport?.find(({ domain }) => DEFAULT_DOMAINS.has(domain ?? ''))?.version) || 1
    const reads = (this.#graph.node ?? []).flatMap((node) => node.input ?? [])
    this.#produced = new Set((this.#graph.node ?? []).flatMap((node) => node.output ?? []))
    this.#used = new Set([...reads, ...(this.#graph.output ?? []).map(({ name }) => name ?? '')])
  }

  read(): Model {
    if ((this.#graph.sparseInitializer ?? []).length > 0) invalid({ id: 'file.sparseInitialisers' })
    for (const tensor of this.#graph.initializer ?? []) {
      this.#addConstant(tensor.name ?? '', readTensor(this.file, tensor, tensor.name ?? ''))
    }
    for (const input of this.#graph.input ?? []) this.#addInput(input)
    for (const info of [...(this.#graph.valueInfo ?? []), ...(this.#graph.output ?? [])]) this.#declare(info)
    for (const [index, node] of (this.#graph.node ?? []).entries()) this.#addNode(node, index)
    const { producerName, producerVersion } = this.model
    const producer = [producerName, producerVersion].filter((part) => part).join(' ')
    return this.#builder.build(producer, this.#outputs())
  }

  #outputs(): readonly number[] {
    return (this.#graph.output ?? []).map(
      ({ name }) => this.#tensors.get(name ?? '') ?? invalid({ id: 'file.unproducedOutput', tensor: name ?? '' }),
    )
  }

  #tensor(name: string): number {
    const known = this.#tensors.get(name)
    if (known !== undefined) return known
    const id = this.#builder.addTensor(name)
    this.#tensors.set(name, id)
    return id
  }

  #addConstant(name: string, { dtype, constant }: OnnxConstant): void {
    this.#builder.setConstant(this.#tensor(name), dtype, constant)
  }

  /** Old files list their initialisers among the inputs: those are constants. */
  #addInput({ name = '', type }: ValueInfoProto): void {
    if (this.#tensors.has(name)) return
    const tensorType = type?.tensorType
    if (!tensorType) invalid({ id: 'file.inputNoTensor', input: name })
    const dims = tensorType.shape?.dim
    if (dims !== undefined && dims.length > MAX_RANK)
      invalid({ id: 'tensor.inputRank', input: name, rank: dims.length })
    const declaredDims = tensorType.shape ? (dims ?? []).map(sizeOf) : null
    const dimNames = (dims ?? []).map((dim) => (sizeOf(dim) === null ? dim.dimParam || null : null))
    const dtype = dataType(tensorType.elemType ?? 0) ?? 'float32'
    this.#builder.addInput(this.#tensor(name), dtype, { declaredDims, dimNames })
  }

  /** What the file says of a tensor that some node gives: of use where no rule tells its shape. */
  #declare({ name = '', type }: ValueInfoProto): void {
    const tensorType = type?.tensorType
    if (!tensorType || !this.#produced.has(name)) return
    const dtype = dataType(tensorType.elemType ?? 0)
    const dims = tensorType.shape && (tensorType.shape.dim ?? []).map((dim) => sizeOf(dim) ?? (dim.dimParam || null))
    this.#builder.declare(this.#tensor(name), { dims: dims ?? null, ...(dtype && { dtype }) })
  }

  #addNode(proto: NodeProto, index: number): void {
    const opType = proto.opType ?? ''
    const name = proto.name || `${opType}_${index}`
    const attributes = new Attributes(proto, name)
    const outputs = this.#nodeOutputs(proto, opType)
    const node: OnnxNode = {
      name,
      opType,
      opset: this.#opset,
      attributes,
      inputs: (proto.input ?? []).map((input) => (input === '' ? -1 : this.#tensor(input))),
      // One that is left out, between others, is a tensor that nobody reads.
      outputs: outputs.map((o) => (o === '' ? this.#builder.addTensor(`${name}.unused`) : this.#tensor(o))),
      builder: this.#builder,
      file: this.file,
    }
    const domain = proto.domain ?? ''
    if (!DEFAULT_DOMAINS.has(domain)) {
      const operation = unsupported({ id: 'unsupported.operatorSet', domain })
      this.#builder.addNode(name, opType, operation, node.inputs, node.outputs, [])
      return
    }
    const constant = opType === 'Constant' ? this.#constant(node) : this.#constantOfShape(node)
    if (constant !== undefined && outputs[0] !== undefined) {
      this.#addConstant(outputs[0], constant)
      return
    }
    const translated = translate(node)
    if (translated === WRITTEN) return
    const { operation, inputs = node.inputs } = translated
    this.#builder.addNode(name, opType, operation, inputs, node.outputs, attributes.describe())
  }

  /** Without trailing outputs that are left out or, for some operations, not used. */
  #nodeOutputs(proto: NodeProto, opType: string): readonly string[] {
    const outputs = [...(proto.output ?? [])]
    const droppable = (name: string) => name === '' || (FIRST_OUTPUT_MATTERS.has(opType) && !this.#used.has(name))
    while (outputs.length > 1 && droppable(outputs.at(-1) ?? '')) outputs.pop()
    return outputs
  }

  #constant(node: OnnxNode): OnnxConstant | undefined {
    const { attributes, name } = node
    const tensor = attributes.tensor('value')
    if (tensor !== undefined) return readTensor(this.file, tensor, name)
    const scalar = (dtype: 'float32' | 'int64', values: readonly number[], dims: readonly number[]) =>
      ({ dtype, constant: { dims, data: { kind: 'values', values } } }) as const
    if (attributes.has('value_float')) return scalar('float32', [attributes.float('value_float', 0)], [])
    if (attributes.has('value_int')) return scalar('int64', [attributes.int('value_int', 0)], [])
    const floats = attributes.floats('value_floats')
    if (floats !== undefined) return scalar('float32', floats, [floats.length])
    const ints = attributes.ints('value_ints')
    return ints === undefined ? undefined : scalar('int64', ints, [ints.length])
  }

  /** Of a constant shape: a fill, so that models without weights stay small. */
  #constantOfShape(node: OnnxNode): OnnxConstant | undefined {
    if (node.opType !== 'ConstantOfShape') return undefined
    const dims = this.#builder.values(node.inputs[0])
    if (dims === undefined || dims.length > MAX_RANK || dims.some((dim) => dim < 0)) return undefined
    // Shape inference tells of one that is too large, by its node.
    if (product(dims) > MAX_ELEMENTS) return undefined
    const { dtype, value } = fillOf(node)
    return { dtype, constant: { dims, data: { kind: 'fill', value } } }
  }
}

/** null: open, or stated as 0, which some exporters write for it. */
function sizeOf({ dimValue }: DimensionProto): number | null {
  const value = toNumber(dimValue)
  return value > 0 ? value : null
}
