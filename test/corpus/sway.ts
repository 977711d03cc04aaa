// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises'
import { product } from '#core/model/dims'
import {
  decodeModel,
  encodeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from '#core/model/formats/onnx/schema'
import type { ShapedModel } from '#core/model/shapes'
import { layerFacts } from '#core/planning/layers/layer-facts'
import { seededRandom } from '../inference/seeded-random'
import { normalisedInDouble } from './in-double'
import { widened } from './widened'

/** How far a model sways where its factors are moved as far as rounding in float32 may be said to move them. */

/** Of a float32 operation: half of a last place. */
const UNIT_ROUNDOFF = 2 ** -24
const FLOAT = 1

/** By name of a tensor, the share of itself by which each of its numbers is moved. */
export type Shares = ReadonlyMap<string, number>

/**
 * A sum of n products in float32, added up in whatever order, is the exact sum of factors of which each is moved by
 * n · 2⁻²⁴ of itself at most (Higham 2002, Accuracy and Stability of Numerical Algorithms, §3.1). Moved up or down by
 * chance, they move the sum by √n · 2⁻²⁴ of the magnitudes in it, which bounds in all probability what it is off by (Higham
 * and Mary 2019, A New Approach to Probabilistic Rounding Error Analysis).
 */
export function roundingShares(shaped: ShapedModel): Shares {
  const { model, constants, dims } = shaped
  const sizeOf = (tensor = -1) => product(constants.get(tensor)?.dims ?? dims[tensor] ?? [])
  const shares = new Map<string, number>()
  for (const { id, operation, inputs, outputs } of model.nodes) {
    const added = operation.kind === 'Reduce' ? sizeOf(inputs[0]) : (layerFacts(shaped, id).macs ?? 0)
    const terms = Math.max(1, added / Math.max(1, sizeOf(outputs[0])))
    for (const tensor of inputs) {
      const name = model.tensors[tensor]?.name ?? ''
      shares.set(name, Math.max(shares.get(name) ?? 0, terms * UNIT_ROUNDOFF))
    }
  }
  return shares
}

/** Each number moved by the share of itself, up or down. */
export function moved(values: Float32Array, share: number, seed: number): Float32Array {
  const random = seededRandom(seed)
  return values.map((value) => value * (1 + (random(-1, 1) < 0 ? -share : share)))
}

/**
 * The model with its factors moved, those that it dequantises among them, half precision as float32, and rows normalised in
 * double precision; undefined where factors are in other files.
 */
export async function movedModel(path: string, shares: Shares, seed: number): Promise<Uint8Array | undefined> {
  const model = widened(decodeModel(await readFile(path)))
  const { graph } = model
  if (graph === undefined || graph.initializer?.some(({ externalData = [] }) => externalData.length > 0))
    return undefined
  const tensors = graph.initializer ?? []
  const initializer = tensors.map((tensor, i) => movedTensor(tensor, shares.get(tensor.name ?? '') ?? 0, seed + i))
  return encodeModel({
    ...model,
    graph: normalisedInDouble(withDequantisedMoved({ ...graph, initializer }, shares, seed)),
  })
}

/** Of one number, or of a list of them, none is a factor of a sum. */
function movedTensor(tensor: TensorProto, share: number, seed: number): TensorProto {
  const { dataType, dims = [], rawData = new Uint8Array(), floatData = [] } = tensor
  if (dataType !== FLOAT || dims.length < 2) return tensor
  const values = new Float32Array(Uint8Array.from(Buffer.concat([rawData, ...floatData])).buffer)
  if (values.length === 0) return tensor
  return { ...tensor, floatData: [], rawData: new Uint8Array(moved(values, share, seed).buffer) }
}

function withDequantisedMoved(graph: GraphProto, shares: Shares, seed: number): GraphProto {
  const known = new Map((graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]))
  const initializer = [...(graph.initializer ?? [])]
  const node = (graph.node ?? []).flatMap((each): readonly NodeProto[] => {
    const [integers, scales] = (each.input ?? []).map((name) => known.get(name))
    const [result = ''] = each.output ?? []
    const dims = (integers?.dims ?? []).map(Number)
    if (each.opType !== 'DequantizeLinear' || dims.length < 2 || scales?.dataType !== FLOAT) return [each]
    const factors = moved(new Float32Array(product(dims)).fill(1), shares.get(result) ?? 0, seed + initializer.length)
    const [exact, by] = [`${result}/exact`, `${result}/moved`]
    initializer.push({ name: by, dims, dataType: FLOAT, rawData: new Uint8Array(factors.buffer) })
    return [
      { ...each, output: [exact] },
      { opType: 'Mul', name: by, input: [exact, by], output: [result] },
    ]
  })
  return { ...graph, node, initializer }
}

/** How far outputs lie apart. */
export interface Distance {
  readonly largest: number
  readonly mean: number
}

export function distance(a: ArrayLike<number>, b: ArrayLike<number>): Distance {
  let [largest, sum] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x = Number.NaN, y = Number.NaN] = [a[i], b[i]]
    const apart = Object.is(x, y) || x === y ? 0 : Math.abs(x - y)
    // Of numbers of which one is none, nothing is near.
    largest = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(largest, apart)
    sum += apart
  }
  return { largest, mean: sum / Math.max(1, a.length) }
}
