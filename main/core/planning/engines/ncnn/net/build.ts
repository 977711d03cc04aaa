// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { pair } from '#core/planning/layers/conv-problem'
import { formatOf, type LayerFormats } from '../layer-formats'
import type { NetExecutor } from '../rules/executor'
import { elempack, imageBytes, type LayerSettings } from '../rules/layer'
import { layerTypeOf } from './layer-type'
import { hasIntegerWeights } from './layers'
import { type BlobDims, blobBytes, type Net, type NetLayer } from './net'
import type { NetView, ViewedNode } from './view'

/** Layers that work in place where light mode is on. 20260526: support_inplace of the layers. */
const IN_PLACE: ReadonlySet<ResolvedOperation['kind']> = new Set([
  ...(['Unary', 'PRelu', 'BatchNorm', 'Scale', 'Softmax', 'LRN', 'InstanceNorm', 'LayerNorm'] as const),
])

/** Mats that a layer loads for each constant; BatchNorm makes two of its four. 20260526:layer/batchnorm.cpp. */
const EXTRA_MATS: Readonly<Partial<Record<ResolvedOperation['kind'], number>>> = { BatchNorm: 2 }

/**
 * The net that a view of a model is in ncnn: a Split behind every blob with several consumers, a MemoryData layer for
 * every constant that is read like a blob. `executors`: of layers that the engine decides, by node.
 */
export function buildNet(
  shaped: ShapedModel,
  view: NetView,
  executors: ReadonlyMap<number, NetExecutor>,
  sequences: ReadonlyMap<number, BlobDims>,
  formats: LayerFormats,
  settings: LayerSettings,
): Net {
  const formatOfType = (type: string) => formatOf(type, formats, settings)
  const dims = new Map<number, BlobDims>()
  const layers: NetLayer[] = []
  const dimsOf = (tensor: number) =>
    sequences.get(tensor) ?? blobDims(shaped.constants.get(tensor)?.dims ?? shaped.dims[tensor] ?? [])
  const splits = new Splits(shaped, view, shaped.model.tensors.length)
  const declare = (tensor: number, node: number) => {
    dims.set(tensor, dimsOf(tensor))
    const outputs = splits.outputsOf(tensor)
    for (const blob of outputs) dims.set(blob, dimsOf(tensor))
    if (outputs.length > 0)
      layers.push({ node, kind: 'split', inputs: [tensor], outputs, format: formatOfType('Split') })
  }
  for (const { tensor } of shaped.model.inputs) if (!shaped.constants.has(tensor)) declare(tensor, -1)
  for (const viewed of view.nodes) {
    const { node, operation } = viewed
    const executor = executors.get(node.id)
    const { data, weights } = operands(shaped, viewed, executor)
    for (const tensor of data.filter((each) => shaped.constants.has(each) && !dims.has(each))) {
      const bytes = blobBytes(dimsOf(tensor), 1, { ...settings, elementBytes: 4 })
      const format = formatOfType('MemoryData')
      layers.push({ node: node.id, kind: 'other', inputs: [], outputs: [tensor], format, weights: [bytes] })
      declare(tensor, node.id)
    }
    const inputs = data.map((tensor) => splits.next(tensor))
    const kind = kindOf(viewed, dimsOf(data[0] ?? -1), settings)
    const held = weightMats(operation, weights.map(dimsOf), hasIntegerWeights(shaped.model, node), settings)
    const scratch = executor === undefined ? paddedPool(operation, dimsOf(data[0] ?? -1), settings) : 0
    layers.push({
      node: node.id,
      kind,
      inputs,
      outputs: viewed.outputs,
      format: formatOfType(executor?.type ?? layerTypeOf(shaped.model, viewed)),
      ...(executor === undefined ? {} : { executor }),
      ...(held.length === 0 ? {} : { weights: held }),
      ...(scratch === 0 ? {} : { scratch }),
    })
    for (const output of viewed.outputs) declare(output, node.id)
  }
  const inputs = shaped.model.inputs.map(({ tensor }) => tensor).filter((tensor) => !shaped.constants.has(tensor))
  return {
    layers,
    dims,
    inputs,
    outputs: view.outputs.filter((tensor) => dims.has(tensor)).map((tensor) => splits.next(tensor)),
  }
}

/** ncnn has no batch, and four axes at most. */
function blobDims(dims: readonly number[]): BlobDims {
  const [, ...inner] = dims.length > 1 ? dims : [1, ...dims]
  if (inner.length <= 4) return inner.length === 0 ? [1] : inner
  return [...inner.slice(0, 2), product(inner.slice(2, -1)), inner.at(-1) ?? 1]
}

/** Which inputs are blobs, and which are weights that the layer has loaded. */
function operands(shaped: ShapedModel, { operation, inputs }: ViewedNode, executor: NetExecutor | undefined) {
  const [first = -1, ...others] = inputs
  const isConstant = (tensor: number) => shaped.constants.has(tensor)
  // What else is computed are the states of a recurrent layer.
  if (executor !== undefined) return { data: [first, ...others.filter((each) => !isConstant(each))], weights: [] }
  if (operation.kind === 'Binary' || operation.kind === 'Concat' || operation.kind === 'Where') {
    const scalar = (tensor: number) => isConstant(tensor) && product(shaped.constants.get(tensor)?.dims ?? []) === 1
    return { data: inputs.filter((tensor) => !scalar(tensor)), weights: [] }
  }
  return { data: [first, ...others.filter((tensor) => !isConstant(tensor))], weights: others.filter(isConstant) }
}

const HOLDS: ReadonlySet<ResolvedOperation['kind']> = new Set([
  ...([
    'PRelu',
    'BatchNorm',
    'Scale',
    'InstanceNorm',
    'LayerNorm',
    'MatMul',
    'Gemm',
    'Gather',
    'Conv',
    'ConvTranspose',
  ] as const),
])

/** `asIntegers`: of the first, at least one byte for each stays, however they are packed. */
function weightMats(
  operation: ResolvedOperation,
  weights: readonly BlobDims[],
  asIntegers: boolean,
  { mats }: LayerSettings,
): number[] {
  if (!HOLDS.has(operation.kind)) return []
  const own = weights.map((dims, position) => mats.m1(product(dims), asIntegers && position === 0 ? 1 : 4))
  const extra = EXTRA_MATS[operation.kind] ?? 0
  return [...own, ...own.slice(0, extra)]
}

function kindOf({ node, operation, inputs }: ViewedNode, dims: BlobDims, settings: LayerSettings): NetLayer['kind'] {
  if (operation.kind === 'Alias') return isView(node.operation.kind, dims, settings) ? 'view' : 'other'
  if (IN_PLACE.has(operation.kind)) return 'inPlace'
  return operation.kind === 'Binary' && inputs.length === 1 ? 'inPlace' : 'other'
}

/** Another shape of the same data, unless channels lie apart or packed. */
function isView(stated: string, dims: BlobDims, settings: LayerSettings): boolean {
  if (stated === 'Flatten' || elempack(dims[0] ?? 1, settings) > 1) return dims.length < 2
  return dims.length < 3 || (product(dims.slice(1)) * settings.elementBytes) % 16 === 0
}

/** Pooling pads its input in the workspace. 20260526:layer/pooling.cpp, make_padding. */
function paddedPool(operation: ResolvedOperation, [channels = 1, ...plane]: BlobDims, settings: LayerSettings): number {
  if (operation.kind !== 'Pool' || operation.pads.every((pad) => pad <= 0)) return 0
  const half = operation.pads.length / 2
  const [top, left] = pair(operation.pads.slice(0, half), 0)
  const [bottom, right] = pair(operation.pads.slice(half), 0)
  const [height, width] = pair(plane)
  return imageBytes(width + left + right, height + top + bottom, channels, settings)
}

/** Outputs of the Splits behind blobs, given out to consumers in their order. */
class Splits {
  readonly #left = new Map<number, number[]>()

  constructor(shaped: ShapedModel, { nodes, outputs }: NetView, firstFree: number) {
    const counts = new Map<number, number>()
    const count = (tensor: number) => counts.set(tensor, (counts.get(tensor) ?? 0) + 1)
    for (const { inputs } of nodes) inputs.filter((tensor) => !shaped.constants.has(tensor)).forEach(count)
    outputs.forEach(count)
    let next = firstFree
    for (const [tensor, consumers] of counts) {
      if (consumers > 1) this.#left.set(tensor, Array.from({ length: consumers }, () => next++).reverse())
    }
  }

  outputsOf(tensor: number): readonly number[] {
    return [...(this.#left.get(tensor) ?? [])].reverse()
  }

  /** For the next consumer; the blob itself where it has only one. */
  next(tensor: number): number {
    return this.#left.get(tensor)?.pop() ?? tensor
  }
}
