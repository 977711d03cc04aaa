// SPDX-License-Identifier: Apache-2.0
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int } from '../parameters'
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

export function translateMatMul(layer: NcnnLayer): UnsupportedCause | undefined {
  const { transB } = layer.read({ transB: int(0) })
  const [a, b] = [layer.rank(0), layer.rank(1)]
  const operation = { kind: 'MatMul', transposeA: false, transposeB: transB !== 0 && b > 1 } as const
  const inputs = [layer.input(0), layer.input(1)]
  if (a > 1 && b > 1 && (a === b || Math.max(a, b) === 3)) return layer.finish(operation, inputs, Math.max(a, b))
  if (Math.max(a, b) > 2) return { id: 'unsupported.matrixRanks', a, b }
  // A vector is a row on the left and a column on the right.
  const left = a === 1 ? layer.part({ kind: 'Unsqueeze', axes: [1] }, [layer.input(0)]) : layer.input(0)
  const right = b === 1 ? layer.part({ kind: 'Unsqueeze', axes: [2] }, [layer.input(1)]) : layer.input(1)
  return layer.finish({ kind: 'Flatten', axis: 1 }, [layer.main(operation, [left, right])], 1)
}

/** A constant of the layer, behind a tag. */
function matrixOf(layer: NcnnLayer, dims: readonly number[]): number {
  return loadWeights(layer, { dims, bias: 0, scales: 0 })[0] ?? -1
}

const GEMM = {
  alpha: float(0, 1),
  beta: float(1, 1),
  transA: int(2),
  transB: int(3),
  constantA: int(4),
  constantB: int(5),
  constantC: int(6),
  constantM: int(7),
  constantN: int(8),
  constantK: int(9),
  constantBroadcastTypeC: int(10),
  outputN1M: int(11),
  outputElempack: int(12),
  outputElemtype: int(13),
  outputTranspose: int(14),
  quantizeTerm: int(18),
}

/** alpha · a · b + beta · c, each an input or a constant of the layer, in this order. */
export function translateGemm(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(GEMM)
  const { constantM: m, constantN: n, constantK: k } = o
  let position = 0
  const operand = (isConstant: number, dims: readonly number[]) =>
    isConstant !== 0 ? matrixOf(layer, dims) : layer.input(position++)
  const a = operand(o.constantA, o.transA === 0 ? [m, k] : [k, m])
  const b = operand(o.constantB, o.transB === 0 ? [k, n] : [n, k])
  const dimsC = [[1], [m, 1], [m, 1], [m, n], [1, n]][o.constantBroadcastTypeC]
  const hasC = o.constantC !== 0 ? dimsC !== undefined : layer.inputs.length > position
  const c = hasC ? operand(o.constantC, dimsC ?? []) : undefined
  if (o.quantizeTerm !== 0) {
    if (o.constantA !== 0) layer.skipFloats(m)
    if (o.constantB !== 0) layer.skipFloats(1)
  }
  const isRow = o.constantC === 0 && c !== undefined && layer.rank(position - 1) === 1
  if (layer.inputs.some((_, i) => layer.rank(i) > 2) || isRow || layer.inputs.length === 0) {
    return { id: 'unsupported.matrixRanks', a: layer.rank(0), b: 2 }
  }
  const binary = (fn: 'add' | 'mul', x: number, y: number) =>
    layer.part({ kind: 'Binary', function: fn, activation: 'none' }, [x, y])
  const scaled = (x: number, factor: number) => (factor === 1 ? x : binary('mul', x, layer.scalar(factor)))
  const multiply = { kind: 'MatMul', transposeA: o.transA !== 0, transposeB: o.transB !== 0 } as const
  const plain = o.alpha === 1 && c === undefined && o.outputTranspose === 0 && o.outputN1M === 0
  if (plain) return layer.finish(multiply, [a, b], 2)
  const product = scaled(layer.main(multiply, [a, b]), o.alpha)
  const sum = c === undefined ? product : binary('add', product, scaled(c, o.beta))
  const turned = o.outputTranspose === 0 ? sum : layer.part({ kind: 'Transpose', permutation: [0, 2, 1] }, [sum])
  if (o.outputN1M === 0) return layer.finish({ kind: 'Identity' }, [turned], 2)
  return layer.finish({ kind: 'Unsqueeze', axes: [2] }, [turned], 3)
}
