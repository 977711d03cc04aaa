// SPDX-License-Identifier: Apache-2.0
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int } from '../parameters'
import { loadWeights } from './weights'

/** Attention of several heads (20260526: src/layer/multiheadattention.cpp). */

const ATTENTION = {
  embedDim: int(0),
  numHeads: int(1, 1),
  weightDataSize: int(2),
  kdim: int(3, 'embedDim'),
  vdim: int(4, 'embedDim'),
  attnMask: int(5),
  scale: float(6, Number.NaN),
  kvCache: int(7),
  quantizeTerm: int(18),
}

/** Rows of queries, keys and values: one input for all, two where keys are values, or three; then the mask. */
export function translateAttention(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(ATTENTION)
  const [embed, heads] = [o.embedDim, o.numHeads]
  const queryDim = o.weightDataSize / embed
  if (!Number.isInteger(queryDim) || !Number.isInteger(embed / heads) || embed < 1) {
    invalid({ id: 'node.weights', node: layer.name, weights: o.weightDataSize }, layer.name)
  }
  const scales = o.quantizeTerm === 0 ? 0 : embed
  if (scales !== 0) return { id: 'unsupported.eightBit' }
  const project = (inputs: number, outputs: number) =>
    loadWeights(layer, { dims: [outputs, inputs], bias: outputs, scales })
  const [q, k, v, out] = [
    project(queryDim, embed),
    project(o.kdim, embed),
    project(o.vdim, embed),
    project(embed, queryDim),
  ] as const
  if (o.kvCache !== 0) return { id: 'unsupported.operation', word: 'layer', name: `${layer.type} (kv_cache)` }
  const sources = layer.inputs.slice(0, layer.inputs.length - (o.attnMask !== 0 ? 1 : 0))
  const [query = layer.input(), key = query, value = key] = sources
  const linear = (x: number, [weight = -1, bias = -1]: readonly number[]) => {
    const product = layer.part({ kind: 'MatMul', transposeA: false, transposeB: true }, [x, weight])
    return layer.part({ kind: 'Binary', function: 'add', activation: 'none' }, [product, bias])
  }
  const split = (x: number) => {
    const rows = layer.part({ kind: 'Reshape', shape: [0, -1, heads, embed / heads], allowZero: false }, [x])
    return layer.part({ kind: 'Transpose', permutation: [0, 2, 1, 3] }, [rows])
  }
  const binary = (fn: 'add' | 'mul', x: number, y: number) =>
    layer.part({ kind: 'Binary', function: fn, activation: 'none' }, [x, y])
  const [qs, ks, vs] = [split(linear(query, q)), split(linear(key, k)), split(linear(value, v))]
  const factor = Number.isNaN(o.scale) ? 1 / Math.sqrt(embed / heads) : o.scale
  const products = layer.part({ kind: 'MatMul', transposeA: false, transposeB: true }, [qs, ks])
  const scores = binary('mul', products, layer.scalar(factor))
  const masked = o.attnMask === 0 ? scores : binary('add', scores, layer.input(layer.inputs.length - 1))
  const weights = layer.part({ kind: 'Softmax', axis: -1, coerced: false, log: false }, [masked])
  const heard = layer.part({ kind: 'MatMul', transposeA: false, transposeB: false }, [weights, vs])
  const joined = layer.part({ kind: 'Transpose', permutation: [0, 2, 1, 3] }, [heard])
  const rows = layer.part({ kind: 'Reshape', shape: [0, -1, embed], allowZero: false }, [joined])
  const [weight = -1, bias = -1] = out
  const projected = layer.main({ kind: 'MatMul', transposeA: false, transposeB: true }, [rows, weight])
  return layer.finish({ kind: 'Binary', function: 'add', activation: 'none' }, [projected, bias], 2)
}
