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
import { openDimensions, rolesOf } from './sizes/open-dimensions'
import { capitalised } from './words'

/** The model as the window sees it: plain data, no weights. */
export function modelView(id: ModelId, opened: OpenedModel, shaped: ShapedModel): ModelView {
  const { model } = shaped
  const [stop] = shaped.stops
  const tensors = model.tensors.map((tensor) => tensorView(tensor.id, shaped))
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
    nodes: model.nodes.map((node) => nodeView(node, shaped, learns)),
    tensors,
    inputs: inputViews(shaped),
    assumed: shaped.assumed,
    ...(stop && { stoppedAt: stop.node }),
    outputs: model.outputs,
    weightBytes: weightBytes(shaped, tensors),
    synthesisedWeights: model.tensors.some(({ constant }) => constant?.data.kind === 'synthesised'),
    warnings: [...shapeWarnings(shaped), ...model.warnings],
  }
}

function inputViews(shaped: ShapedModel): readonly InputView[] {
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

function nodeView(node: Node, shaped: ShapedModel, learns: boolean): NodeView {
  const { id, name, sourceOp, operation, inputs, outputs, attributes, body } = node
  const notRunnable = whyNotRunnable(node, shaped, learns)
  return {
    id,
    name,
    // Of what it is like it is known only how it computes: it keeps the file's name.
    op: operation.kind === 'Unsupported' && operation.like !== undefined ? sourceOp : operationName(operation),
    sourceOp,
    inputs: inputs.filter((tensor) => tensor >= 0),
    outputs: outputs.filter((tensor) => tensor >= 0),
    attributes,
    folded: shaped.folded[id] ?? false,
    ...windowOf(shaped.operations[id]),
    ...(body !== undefined && { body }),
    ...(notRunnable === undefined ? {} : { notRunnable }),
    ...(notRunnable !== undefined && isDecidedInRun(shaped, node) && { decidedInRun: true }),
  }
}

/** What an operation slides over its input; an adaptive one has none of its own. */
function windowOf(operation: ResolvedOperation | null | undefined): Pick<NodeView, 'window'> {
  switch (operation?.kind) {
    case 'Conv':
    case 'ConvTranspose':
    case 'Pool':
      return operation.kernel.length === 0 ? {} : { window: { kernel: operation.kernel, strides: operation.strides } }
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
function weightBytes(shaped: ShapedModel, tensors: readonly TensorView[]): number {
  const integers = new Set(shaped.model.nodes.flatMap(integerWeights))
  return shaped.model.tensors
    .filter(({ id, constant, dtype }) => constant !== undefined && (FLOAT_TYPES.has(dtype) || integers.has(id)))
    .reduce((sum, { id }) => sum + (tensors[id]?.stored?.bytes ?? tensors[id]?.bytes ?? 0), 0)
}

function integerWeights({ operation, sourceOp, inputs }: Node): readonly number[] {
  if (operation.kind === 'Unsupported') return operation.like === undefined ? [] : inputs.slice(1)
  return operation.kind === 'Cast' && sourceOp !== 'Cast' && FLOAT_TYPES.has(operation.to ?? '') ? inputs : []
}
