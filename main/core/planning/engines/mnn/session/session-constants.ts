// SPDX-License-Identifier: Apache-2.0
import { addToList } from '#core/model/add-to-list'
import type { ShapedModel } from '#core/model/shapes'
import { words } from '#core/model/words'
import { FLOAT_BYTES } from '../arithmetic'
import { transposedVolume, volumeConvolution } from '../geometry/volumes'
import { biasElements, recurrentLayer } from '../rules/recurrent-layers'
import type { ConverterView, SessionOp } from './converter-view'

/** Ops whose constant inputs become parameters of their executor; those of others are constants of the graph. */
const PARAMETRIC: ReadonlySet<SessionOp['kind']> = new Set(words('ConvTranspose BatchNorm Scale PRelu LayerNorm Gemm'))

export interface Constants {
  /** Constants of the graph, with the node that is first to read them. */
  readonly graph: readonly { readonly node: number; readonly bytes: number }[]
  /** By node, parameters of executors other than convolutions, in bytes each. */
  readonly parameters: ReadonlyMap<number, readonly number[]>
  /** Weights and biases of convolutions as a file holds them, in bytes together. */
  readonly convolutionBytes: number
}

/**
 * Constants that the session's ops use, each once, as float32 (or 32-bit integers, to which 64-bit
 * ones are narrowed). Convolutions over three axes are matrix products with such a constant. `asConvolutions`: other nodes
 * that run as convolutions.
 */
export function sessionConstants(
  shaped: ShapedModel,
  view: ConverterView,
  asConvolutions: ReadonlySet<number>,
): Constants {
  const seen = new Set<number>()
  const graph: { node: number; bytes: number }[] = []
  const parameters = new Map<number, number[]>()
  let convolutionBytes = 0
  for (const op of view.ops) {
    const cell = recurrentLayer(shaped, op.node)
    for (const tensor of op.inputs) {
      const constant = shaped.constants.get(tensor)
      if (constant === undefined || seen.has(tensor)) continue
      seen.add(tensor)
      const bytes = constant.dims.reduce((product, dim) => product * dim, FLOAT_BYTES)
      // One bias of a recurrent layer stands for both; lengths of sequences are left away.
      if (bytes === 0 || cell?.bias === tensor || cell?.lengths === tensor) continue
      if (op.kind === 'Conv' && volumeConvolution(shaped, op.node) !== null) graph.push({ node: op.node, bytes })
      else if (op.kind === 'Conv' || asConvolutions.has(op.node)) convolutionBytes += bytes
      else if (PARAMETRIC.has(op.kind) || isOfIntegers(shaped, op)) addToList(parameters, op.node, bytes)
      else graph.push({ node: op.node, bytes })
    }
    if (cell !== null) graph.push({ node: op.node, bytes: biasElements(cell) * FLOAT_BYTES })
    const [outChannels = 0] = shaped.dims[op.outputs[0] ?? -1]?.slice(1) ?? []
    // It has a bias always, of zeros where the model has none.
    const isVolume = volumeConvolution(shaped, op.node) !== null || transposedVolume(shaped, op.node) !== null
    const lacksBias = isVolume && op.inputs.length < 3
    if (lacksBias) graph.push({ node: op.node, bytes: outChannels * FLOAT_BYTES })
  }
  return { graph, parameters, convolutionBytes }
}

/** Whether it is an op on 8-bit integers, whose scales its executor keeps. */
function isOfIntegers({ operations }: ShapedModel, { node }: SessionOp): boolean {
  const operation = operations[node]
  return operation?.kind === 'Unsupported' && operation.like !== undefined
}

export function totalBytes({ graph, parameters, convolutionBytes }: Constants): number {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, bytes) => total + bytes, 0)
  return convolutionBytes + sum(graph.map(({ bytes }) => bytes)) + sum([...parameters.values()].map(sum))
}
