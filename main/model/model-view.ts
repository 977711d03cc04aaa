import type { AttributeView, ConstantSource, ModelId, ModelView, NodeView, TensorView } from '#contract/model'
import { ELEMENT_BYTES } from './element-count'
import type { ConstantData, Node } from './graph'
import type { OpenedModel } from './open'
import type { ShapedModel } from './shapes'

/** The model as the window sees it: plain data, no weights. */
export function modelView(id: ModelId, opened: OpenedModel, shaped: ShapedModel): ModelView {
  const { model } = shaped
  const tensors = model.tensors.map((tensor) => tensorView(tensor.id, shaped))
  return {
    id,
    path: opened.path,
    fileName: opened.fileName,
    format: model.format,
    sha256: opened.sha256,
    fileBytes: opened.fileBytes,
    producer: model.producer,
    nodes: model.nodes.map((node) => nodeView(node, shaped)),
    tensors,
    inputs: model.inputs.map(({ tensor, declaredDims }) => ({
      tensor,
      name: model.tensors[tensor]?.name ?? '',
      declaredDims,
      dims: shaped.dims[tensor] ?? [],
    })),
    outputs: model.outputs,
    weightBytes: weightBytes(shaped, tensors),
    synthesisedWeights: model.tensors.some(({ constant }) => constant?.data.kind === 'synthesised'),
    warnings: model.warnings,
  }
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
  }
}

function constantSource(data: ConstantData): ConstantSource {
  // Decoded and sparse values come from the file as well.
  return data.kind === 'values' || data.kind === 'sparse' ? 'file' : data.kind
}

function nodeView(node: Node, shaped: ShapedModel): NodeView {
  const { id, name, sourceOp, operation, inputs, outputs } = node
  const notRunnable = whyNotRunnable(node, shaped)
  return {
    id,
    name,
    op: operation.kind,
    sourceOp,
    inputs: inputs.filter((tensor) => tensor >= 0),
    outputs: outputs.filter((tensor) => tensor >= 0),
    attributes: attributes(node),
    folded: shaped.folded[id] ?? false,
    ...(notRunnable === undefined ? {} : { notRunnable }),
  }
}

/** The file's own attributes, and which function an element-wise node computes. */
function attributes({ operation, attributes: stated }: Node): readonly AttributeView[] {
  if (!('function' in operation)) return stated
  return [{ name: 'function', value: operation.function }, ...stated]
}

function whyNotRunnable(node: Node, shaped: ShapedModel): string | undefined {
  if (shaped.folded[node.id]) return undefined
  const operation = shaped.operations[node.id]
  if (operation?.kind === 'Unsupported') return operation.why
  const quantised = node.inputs
    .map((tensor) => shaped.constants.get(tensor)?.data)
    .find((data) => data?.kind === 'quantised')
  if (quantised?.kind === 'quantised') return quantised.why
  return operation ? undefined : 'the shapes of its inputs are unknown'
}

const FLOAT_TYPES: ReadonlySet<string> = new Set(['float64', 'float32', 'float16', 'bfloat16'])

/** Constants of the file only: what folding computed from them is not counted again. */
function weightBytes(shaped: ShapedModel, tensors: readonly TensorView[]): number {
  return shaped.model.tensors
    .filter(({ constant, dtype }) => constant !== undefined && FLOAT_TYPES.has(dtype))
    .reduce((sum, { id }) => sum + (tensors[id]?.bytes ?? 0), 0)
}
