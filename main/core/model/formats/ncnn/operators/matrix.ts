// SPDX-License-Identifier: Apache-2.0
import { invalid } from '#core/model/read-error'
import type { NcnnLayer } from '../context'
import { int } from '../parameters'
import { ACTIVATED, finishWith } from './activation'
import { loadWeights } from './weights'

/** Products of matrices (20260526: src/layer/innerproduct.cpp). */

const INNER_PRODUCT = {
  numOutput: int(0),
  biasTerm: int(1),
  weightDataSize: int(2),
  int8ScaleTerm: int(8),
  ...ACTIVATED,
}

/** Weights [outputs, inputs], for everything, or for every row of two dimensions. */
export function translateInnerProduct(layer: NcnnLayer): undefined {
  const o = layer.read(INNER_PRODUCT)
  if (o.numOutput < 1) invalid({ id: 'node.outputChannels', node: layer.name }, layer.name)
  const inputs = o.weightDataSize / o.numOutput
  if (!Number.isInteger(inputs) || inputs < 1) {
    invalid({ id: 'node.weights', node: layer.name, weights: o.weightDataSize }, layer.name)
  }
  const weights = loadWeights(layer, {
    dims: [o.numOutput, inputs],
    bias: o.biasTerm === 0 ? 0 : o.numOutput,
    scales: o.int8ScaleTerm === 0 ? 0 : o.numOutput,
  })
  if (o.int8ScaleTerm !== 0) layer.skipFloats(1)
  // Two dimensions are rows of `inputs` each, or altogether one row of them.
  const rows = layer.rank() === 2
  const shaped = rows
    ? layer.part({ kind: 'Reshape', shape: [-1, inputs], allowZero: false }, [layer.input()])
    : layer.rank() === 1
      ? layer.input()
      : layer.part({ kind: 'Flatten', axis: 1 }, [layer.input()])
  const gemm = { kind: 'Gemm', alpha: 1, beta: 1, transposeA: false, transposeB: true } as const
  if (!rows && o.activationType === 0) return layer.finish(gemm, [shaped, ...weights], 1)
  const product = layer.main(gemm, [shaped, ...weights])
  if (!rows) return finishWith(layer, product, o, 1)
  const whole = { kind: 'Unsqueeze', axes: [0] } as const
  if (o.activationType === 0) return layer.finish(whole, [product], 2)
  return finishWith(layer, layer.part(whole, [product]), o, 2)
}
