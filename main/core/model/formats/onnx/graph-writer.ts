// SPDX-License-Identifier: Apache-2.0
import { product } from '../../dims'
import { MAX_ELEMENTS } from '../../element-count'
import type { ModelBuilder } from '../../model-builder'
import { Attributes } from './attributes'
import { writeControlFlow } from './bodies'
import { type OnnxNode, unsupported, WRITTEN } from './context'
import { dataType } from './data-types'
import { Functions, isDefaultDomain } from './functions'
import { FIRST_OUTPUT_MATTERS, translate } from './operators/index'
import { fillOf } from './operators/shape'
import {
  type DimensionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  toNumber,
  type ValueInfoProto,
} from './schema'
import type { Scope } from './scope'
import { Sequences } from './sequences'
import { type OnnxConstant, type OnnxFile, readSparseTensor, readTensor, textConstant } from './tensors'

const MAX_RANK = 32

/** Of a graph, whether its messages are decoded or are still to be (Messages). */
type Lists<F extends keyof GraphProto> = { readonly [f in F]?: Iterable<NonNullable<GraphProto[f]>[number]> }

/** Writes graphs into a model: the file's own, and those of bodies and functions in place of the nodes that have or call them. */
export class GraphWriter {
  readonly sequences = new Sequences()
  readonly #functions: Functions

  constructor(
    private readonly builder: ModelBuilder,
    private readonly file: OnnxFile,
    model: Pick<ModelProto, 'functions'>,
  ) {
    this.#functions = new Functions(model)
  }

  /** Returns the tensors that the graph gives. */
  body(graph: GraphProto, scope: Scope): readonly number[] {
    this.constants(graph, scope)
    this.nodes(graph, scope)
    return (graph.output ?? []).map(({ name }) => scope.read(name ?? ''))
  }

  constants(graph: Lists<'initializer' | 'sparseInitializer'>, scope: Scope): void {
    for (const tensor of graph.initializer ?? []) {
      const { name = '' } = tensor
      this.#constant(scope, name, readTensor(this.file, tensor, name))
    }
    for (const tensor of graph.sparseInitializer ?? []) {
      const name = tensor.values?.name ?? ''
      this.#constant(scope, name, readSparseTensor(this.file, tensor, name))
    }
  }

  nodes(graph: Lists<'node' | 'valueInfo' | 'output'>, scope: Scope): void {
    const { node: nodes = [], valueInfo = [], output = [] } = graph
    const produced = new Set<string>()
    for (const node of nodes) for (const name of node.output ?? []) produced.add(name)
    for (const infos of [valueInfo, output])
      for (const info of infos) if (produced.has(info.name ?? '')) this.#declare(info, scope)
    produced.clear()
    let used: ReadonlySet<string> | undefined
    const isUsed = (name: string) => {
      used ??= usedNames(nodes, output)
      return used.has(name)
    }
    let index = 0
    for (const node of nodes) this.#node(scope.resolved(node), index++, scope, isUsed)
  }

  /** What the file says of a tensor that some node gives: of use where no rule tells its shape. */
  #declare({ name = '', type }: ValueInfoProto, scope: Scope): void {
    const tensorType = type?.tensorType
    if (!tensorType) return
    const dtype = dataType(tensorType.elemType ?? 0)
    const dims = tensorType.shape && (tensorType.shape.dim ?? []).map((dim) => sizeOf(dim) ?? (dim.dimParam || null))
    this.builder.declare(scope.define(name), { dims: dims ?? null, ...(dtype && { dtype }) })
  }

  #constant(scope: Scope, name: string, { dtype, constant }: OnnxConstant): void {
    this.builder.setConstant(scope.define(name), dtype, constant)
  }

  #node(proto: NodeProto, index: number, scope: Scope, isUsed: (name: string) => boolean): void {
    const opType = proto.opType ?? ''
    const name = scope.prefix + (proto.name || `${opType}_${index}`)
    const attributes = new Attributes(proto, name)
    const called = this.#functions.find(proto)
    const outputs = called === undefined ? nodeOutputs(proto, opType, isUsed) : (proto.output ?? [])
    const node: OnnxNode = {
      name,
      opType,
      opset: scope.opset,
      attributes,
      inputs: (proto.input ?? []).map((input) => (input === '' ? -1 : scope.read(input))),
      // One that is left out, between others, is a tensor that nobody reads.
      outputs: outputs.map((o) => (o === '' ? this.builder.addTensor(`${name}.unused`) : scope.define(o))),
      builder: this.builder,
      file: this.file,
      sequences: this.sequences,
    }
    this.builder.setPlace(scope)
    if (called !== undefined) {
      this.#functions.write(called, node, scope, (graph, inner) => this.nodes(graph, inner))
      return
    }
    const domain = isDefaultDomain(proto.domain ?? '') ? '' : (proto.domain ?? '')
    const isRead = (output: number) => isUsed(outputs[output] ?? '')
    if (domain !== '') {
      this.#translated(node, domain, isRead)
      return
    }
    const constant = opType === 'Constant' ? this.#constantNode(node) : this.#constantOfShape(node)
    if (constant !== undefined && outputs[0] !== undefined) {
      this.#constant(scope, outputs[0], constant)
      return
    }
    const write = (body: GraphProto, inner: Scope) => {
      const given = this.body(body, inner)
      this.builder.setPlace(scope)
      return given
    }
    if (this.sequences.write({ node, scope, write })) return
    if (writeControlFlow({ node, scope, write })) return
    this.#translated(node, '', isRead)
  }

  #translated(node: OnnxNode, domain: string, isRead: (output: number) => boolean): void {
    const from = this.builder.nodeCount
    const translated = translate(node, domain)
    if (translated === WRITTEN) {
      this.#leftOut(node, from, isRead)
      return
    }
    const { name, opType, attributes, outputs } = node
    const { operation, inputs = node.inputs } = translated
    this.builder.addNode(name, opType, operation, inputs, outputs, attributes.describe())
  }

  /** Outputs that are read and that none of the nodes written for it gives. */
  #leftOut({ name, opType, inputs, outputs, attributes }: OnnxNode, from: number, isRead: (output: number) => boolean) {
    const given = this.builder.givenSince(from)
    for (const [position, tensor] of outputs.entries()) {
      const output = this.builder.tensor(tensor)
      if (given.has(tensor) || output.constant !== undefined || !isRead(position)) continue
      const operation = unsupported({ id: 'unsupported.output', output: output.name })
      this.builder.addNode(`${name}.${position}`, opType, operation, inputs, [tensor], attributes.describe())
    }
  }

  #constantNode({ attributes, name }: OnnxNode): OnnxConstant | undefined {
    const tensor = attributes.tensor('value')
    if (tensor !== undefined) return readTensor(this.file, tensor, name)
    const sparse = attributes.sparseTensor('sparse_value')
    if (sparse !== undefined) return readSparseTensor(this.file, sparse, name)
    const scalar = (dtype: 'float32' | 'int64', values: readonly number[], dims: readonly number[]) =>
      ({ dtype, constant: { dims, data: { kind: 'values', values } } }) as const
    if (attributes.has('value_float')) return scalar('float32', [attributes.float('value_float', 0)], [])
    if (attributes.has('value_int')) return scalar('int64', [attributes.int('value_int', 0)], [])
    if (attributes.has('value_string')) return textConstant([])
    const texts = attributes.strings('value_strings')
    if (attributes.has('value_strings')) return textConstant([texts?.length ?? 0])
    const floats = attributes.floats('value_floats')
    if (attributes.has('value_floats')) return scalar('float32', floats ?? [], [floats?.length ?? 0])
    const ints = attributes.ints('value_ints')
    return attributes.has('value_ints') ? scalar('int64', ints ?? [], [ints?.length ?? 0]) : undefined
  }

  /** Of a constant shape: a fill, so that models without weights stay small. */
  #constantOfShape(node: OnnxNode): OnnxConstant | undefined {
    if (node.opType !== 'ConstantOfShape') return undefined
    const dims = this.builder.values(node.inputs[0])
    if (dims === undefined || dims.length > MAX_RANK || dims.some((dim) => dim < 0)) return undefined
    // Shape inference tells of one that is too large, by its node.
    if (product(dims) > MAX_ELEMENTS) return undefined
    const { dtype, value } = fillOf(node)
    return { dtype, constant: { dims, data: { kind: 'fill', value } } }
  }
}

function usedNames(nodes: Iterable<NodeProto>, outputs: Iterable<ValueInfoProto>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { input = [] } of nodes) for (const name of input) names.add(name)
  for (const { name = '' } of outputs) names.add(name)
  return names
}

/** Without trailing outputs that are left out or, for some operations, not used. */
function nodeOutputs(proto: NodeProto, opType: string, isUsed: (name: string) => boolean): readonly string[] {
  const outputs = [...(proto.output ?? [])]
  const droppable = (name: string) => name === '' || (FIRST_OUTPUT_MATTERS.has(opType) && !isUsed(name))
  while (outputs.length > 1 && droppable(outputs.at(-1) ?? '')) outputs.pop()
  return outputs
}

/** null: open, or stated as 0, which some exporters write for it. */
export function sizeOf({ dimValue }: DimensionProto): number | null {
  const value = toNumber(dimValue)
  return value > 0 ? value : null
}
