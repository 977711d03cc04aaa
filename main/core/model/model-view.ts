// SPDX-License-Identifier: Apache-2.0

import type { ConstantSource, InputView, ModelId, ModelView, NodeView, TensorView } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { storedBytes } from './coded-weights'
import { isDecidedInRun } from './decided-in-run'
import { ELEMENT_BYTES } from './element-count'
import { elementBits, encodedBytes } from './encoded-weights'
import type { ConstantData, Node } from './graph'
import type { OpenedModel } from './open'
import type { Operation } from './operations/index'
import { shapeWarnings } from './shape-warnings'
import type { ResolvedOperation, ShapedModel } from './shapes'
import { Shared } from './shared'
import { openDimensions, rolesOf } from './sizes/open-dimensions'
import { capitalised } from './words'

/** A model as the window sees it, whose nodes and tensors are made when they are come to. */
export interface ModelRows extends Omit<ModelView, 'nodes' | 'tensors'> {
  readonly nodes: Rows<NodeView>
  readonly tensors: Rows<TensorView>
}

export interface Rows<Row> extends Iterable<Row> {
  readonly count: number
}

/** The model as the window sees it: plain data, no weights. */
export function modelView(id: ModelId, opened: OpenedModel, shaped: ShapedModel): ModelView {
  const rows = modelRows(id, opened, shaped)
  return { ...rows, nodes: [...rows.nodes], tensors: [...rows.tensors] }
}

export function modelRows(id: ModelId, opened: OpenedModel, shaped: ShapedModel): ModelRows {
  const { model } = shaped
  const [stop] = shaped.stops
  const shared = new Shared()
  const learns =
    shaped.awaited.size > 0 || model.rounds !== undefined || model.nodes.some((node) => isDecidedInRun(shaped, node))
  return {
    id,
    path: opened.path,
    fileName: opened.fileName,
    format: opened.format,
    sha256: opened.sha256,
    fileBytes: opened.fileBytes,
    producer: model.producer,
    ...(model.properties !== undefined && model.properties.length > 0 ? { properties: model.properties } : {}),
    nodes: rowsOf(model.nodes, (node) => nodeView(node, shaped, learns, shared)),
    tensors: rowsOf(model.tensors, (tensor) => tensorView(tensor.id, shaped)),
    inputs: inputViews(shaped),
    assumed: shaped.assumed,
    ...(stop && { stoppedAt: stop.node }),
    outputs: model.outputs,
    weightBytes: weightBytes(shaped),
    synthesisedWeights: model.tensors.some(({ constant }) => constant?.data.kind === 'synthesised'),
    warnings: [...shapeWarnings(shaped), ...model.warnings],
  }
}

function rowsOf<T, Row>(all: readonly T[], row: (each: T) => Row): Rows<Row> {
  return {
    count: all.length,
    *[Symbol.iterator]() {
      for (const each of all) yield row(each)
    },
  }
}

export function inputViews(shaped: ShapedModel): readonly InputView[] {
  const { model } = shaped
  const open = openDimensions(model)
  return model.inputs.map(({ tensor }, i) => {
    const sizes = open.inputs[i] ?? []
    const dims = shaped.dims[tensor] ?? []
    // Where the file leaves open how many there are, those that were taken are open.
    const declared = sizes.length === dims.length ? sizes : dims.map(() => undefined)
    const declaredDims = declared.map((size) => (size && 'size' in size ? size.size : null))
    return {
      tensor,
      name: model.tensors[tensor]?.name ?? '',
      declaredDims,
      dimNames: declared.map((size) => (size && 'open' in size ? (open.dimensions[size.open]?.name ?? null) : null)),
      roles: rolesOf(declaredDims),
      dims,
    }
  })
}

function tensorView(id: number, shaped: ShapedModel): TensorView {
  const tensor = shaped.model.tensors[id]
  const dtype = tensor?.dtype ?? 'float32'
  const dims = shaped.dims[id] ?? null
  const constant = shaped.constants.get(id)
  const elementBytes = ELEMENT_BYTES[dtype]
  return {
    id,
    name: tensor?.name ?? '',
    dtype,
    dims,
    bytes: dims === null || elementBytes === null ? null : dims.reduce((a, b) => a * b, 1) * elementBytes,
    ...(constant === undefined ? {} : { constant: constantSource(constant.data) }),
    ...storedAs(constant?.data),
  }
}

function storedAs(data: ConstantData | undefined): Pick<TensorView, 'stored'> {
  if (data?.kind === 'coded') return { stored: { bits: data.bits, bytes: storedBytes(data) } }
  if (data?.kind !== 'encoded') return {}
  return { stored: { bits: elementBits(data.element), bytes: encodedBytes(data) } }
}

function constantSource(data: ConstantData): ConstantSource {
  switch (data.kind) {
    // Decoded and sparse values come from the file as well.
    case 'values':
    case 'folded':
    case 'sparse':
      return 'file'
    case 'coded':
    case 'encoded':
      return 'quantised'
    default:
      return data.kind
  }
}

/** Those that are not left out. */
function given(tensors: readonly number[]): readonly number[] {
  return tensors.every((tensor) => tensor >= 0) ? tensors : tensors.filter((tensor) => tensor >= 0)
}

function nodeView(node: Node, shaped: ShapedModel, learns: boolean, shared: Shared): NodeView {
  const { id, name, sourceOp, inputs, outputs, attributes, body } = node
  const notRunnable = whyNotRunnable(node, shaped, learns)
  return {
    id,
    name,
    op: shownOperation(node),
    sourceOp,
    inputs: given(inputs),
    outputs: given(outputs),
    attributes,
    folded: shaped.folded[id] ?? false,
    ...windowOf(shaped.operations[id], shared),
    ...(body !== undefined && { body }),
    ...(notRunnable === undefined ? {} : { notRunnable }),
    ...(notRunnable !== undefined && isDecidedInRun(shaped, node) && { decidedInRun: true }),
  }
}

/** NodeView.op. */
export function shownOperation({ operation, sourceOp }: Node): string {
  // Of what it is like it is known only how it computes: it keeps the file's name.
  return operation.kind === 'Unsupported' && operation.like !== undefined ? sourceOp : operationName(operation)
}

/** What an operation slides over its input; an adaptive one has none of its own. */
function windowOf(operation: ResolvedOperation | null | undefined, shared: Shared): Pick<NodeView, 'window'> {
  switch (operation?.kind) {
    case 'Conv':
    case 'ConvTranspose':
    case 'Pool':
      return operation.kernel.length === 0
        ? {}
        : { window: shared.of({ kernel: operation.kernel, strides: operation.strides }) }
    default:
      return {}
  }
}

/** What a reader of the graph calls it: the function where a kind has several, e.g. "Add", "MaxPool". */
function operationName(operation: Operation): string {
  switch (operation.kind) {
    case 'Unary':
    case 'Binary':
      return capitalised(operation.function)
    case 'Reduce':
      return `Reduce${capitalised(operation.function)}`
    case 'Pool':
      return `${capitalised(operation.mode)}Pool`
    case 'GlobalPool':
      return `Global${capitalised(operation.mode)}Pool`
    case 'Choice':
      return 'If'
    case 'RoundInput':
      return 'LoopInput'
    case 'RoundResult':
      return 'LoopResult'
    case 'Softmax':
      return operation.log ? 'LogSoftmax' : 'Softmax'
    default:
      return operation.kind
  }
}

/** `learns`: a run computes what shapes depend on. */
function whyNotRunnable(node: Node, shaped: ShapedModel, learns: boolean): UnsupportedCause | undefined {
  if (shaped.folded[node.id]) return undefined
  const operation = shaped.operations[node.id]
  // What it waits for, a run computes; and it runs bodies round by round.
  const { kind } = node.operation
  if (shaped.awaited.has(node.id) || kind === 'RoundInput' || kind === 'RoundResult') return undefined
  if (operation?.kind === 'Unsupported') return operation.why
  const quantised = node.inputs
    .map((tensor) => shaped.constants.get(tensor)?.data)
    .find((data) => data?.kind === 'quantised')
  if (quantised?.kind === 'quantised') return quantised.why
  return operation || learns ? undefined : { id: 'unsupported.inputShapes' }
}

const FLOAT_TYPES: ReadonlySet<string> = new Set(['float64', 'float32', 'float16', 'bfloat16'])

/**
 * Constants of the file only: what folding computed from them is not counted again. Integers are weights of ops on
 * integers, and where an op that is no cast in the file makes numbers of them, as dequantising does.
 */
function weightBytes(shaped: ShapedModel): number {
  const integers = new Set(shaped.model.nodes.flatMap(integerWeights))
  return shaped.model.tensors.reduce((sum, { id, constant, dtype }) => {
    if (constant === undefined || (!FLOAT_TYPES.has(dtype) && !integers.has(id))) return sum
    const { stored, bytes } = tensorView(id, shaped)
    return sum + (stored?.bytes ?? bytes ?? 0)
  }, 0)
}

function integerWeights({ operation, sourceOp, inputs }: Node): readonly number[] {
  if (operation.kind === 'Unsupported') return operation.like === undefined ? [] : inputs.slice(1)
  return operation.kind === 'Cast' && sourceOp !== 'Cast' && FLOAT_TYPES.has(operation.to ?? '') ? inputs : []
}
