// SPDX-License-Identifier: Apache-2.0

import { given, type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { dataType } from '../data-types'
import { Parts } from '../parts'

/** Operations that draw random numbers, and what training drops by them. */

/** The file's seed, else one of the node's own. */
function seedOf({ attributes, builder }: OnnxNode): number {
  return attributes.has('seed') ? Math.trunc(attributes.float('seed', 0)) : builder.tensorCount
}

/** Where the numbers are drawn: of dims that the node states, or of its input. */
function drawn(node: OnnxNode, parts: Parts, stream = 0): number {
  const { attributes, inputs } = node
  const seed = seedOf(node) + stream
  const dims = attributes.ints('shape')
  if (dims !== undefined) return parts.add({ kind: 'Random', dims, seed }, [])
  return parts.add({ kind: 'Random', seed }, [parts.add({ kind: 'Shape' }, [inputs[0] ?? -1])])
}

/** The type that the node states, else that of its input. */
function finishAs(node: OnnxNode, parts: Parts, x: number): typeof WRITTEN {
  const { attributes, builder, inputs } = node
  const stated = dataType(attributes.int('dtype', 0))
  const like = inputs[0] === undefined ? 'float32' : builder.tensor(inputs[0]).dtype
  parts.finish(0, { kind: 'Cast', to: stated ?? like }, [x])
  return WRITTEN
}

export const translateUniform: Translate = (node) => {
  const [low, high] = [node.attributes.float('low', 0), node.attributes.float('high', 1)]
  const parts = new Parts(node)
  const spread = parts.binary('mul', drawn(node, parts), parts.constant(high - low))
  return finishAs(node, parts, parts.binary('add', spread, parts.constant(low)))
}

/** Two even numbers as one of the bell curve (Box, Muller 1958). */
export const translateNormal: Translate = (node) => {
  const [mean, scale] = [node.attributes.float('mean', 0), node.attributes.float('scale', 1)]
  const parts = new Parts(node)
  const above = parts.binary('sub', parts.constant(1), drawn(node, parts))
  const radius = parts.unary('sqrt', parts.binary('mul', parts.unary('log', above), parts.constant(-2 * scale ** 2)))
  const angle = parts.binary('mul', drawn(node, parts, 1), parts.constant(2 * Math.PI))
  const around = parts.binary('mul', radius, parts.unary('cos', angle))
  return finishAs(node, parts, parts.binary('add', around, parts.constant(mean)))
}

/** 1 as often as its input says. */
export const translateBernoulli: Translate = (node) => {
  const parts = new Parts(node)
  return finishAs(node, parts, parts.binary('less', drawn(node, parts), node.inputs[0] ?? -1))
}

/** logarithms [batch, classes] → classes [batch, samples], by the largest of sums with noise (Gumbel 1954). */
export const translateMultinomial: Translate = (node) => {
  const { attributes, inputs } = node
  const [x = -1] = inputs
  const parts = new Parts(node)
  const samples = parts.constant([attributes.int('sample_size', 1)], 'int64')
  const shape = parts.concat(0, [parts.size(x, 0), samples, parts.size(x, 1)])
  const even = parts.add({ kind: 'Random', seed: seedOf(node) }, [shape])
  const noise = parts.unary('log', parts.unary('neg', parts.unary('log', even)))
  const sum = parts.binary('sub', parts.add({ kind: 'Unsqueeze', axes: [1] }, [x]), noise)
  const found = parts.add({ kind: 'ArgMax', mode: 'max', axis: 2, keepDims: false, last: false }, [sum])
  parts.finish(0, { kind: 'Cast', to: dataType(attributes.int('dtype', 6)) ?? 'int32' }, [found])
  return WRITTEN
}

/** Since this version ONNX says what the mask is where nothing is dropped. */
const FIRST_WITH_MASK_TOLD = 12

/**
 * x, [ratio], [whether it is training]: nothing is dropped but in training; also gives what is kept. The older ones fill
 * that with zeros where none is dropped (onnxruntime/core/providers/cpu/tensor/identity_op.h), as ONNX leaves it open.
 */
export const translateDropout: Translate = (node) => {
  const { opset } = node
  const training = given(node, 2) ? node.builder.values(node.inputs[2])?.[0] : 0
  const ratio = given(node, 1) ? node.builder.values(node.inputs[1])?.[0] : 0.5
  if (training !== 0 && ratio !== 0) {
    return training === undefined ? unsupported({ id: 'unsupported.training' }) : dropped(node)
  }
  if (node.outputs.length === 1) return { kind: 'Identity' }
  const parts = new Parts(node)
  const [x = -1] = node.inputs
  const shape = parts.add({ kind: 'Shape' }, [x])
  parts.finish(0, { kind: 'Identity' }, [x])
  parts.finish(1, { kind: 'ConstantOfShape', value: opset < FIRST_WITH_MASK_TOLD ? 0 : 1, dtype: 'bool' }, [shape])
  return WRITTEN
}

/** What is kept is as much larger as there is less of it. */
function dropped(node: OnnxNode): typeof WRITTEN {
  const parts = new Parts(node)
  const [x = -1] = node.inputs
  const ratio = given(node, 1) ? (node.inputs[1] ?? -1) : parts.constant(0.5)
  const kept = parts.binary('greaterOrEqual', drawn(node, parts), ratio)
  const larger = parts.binary('div', x, parts.binary('sub', parts.constant(1), ratio))
  parts.finish(0, { kind: 'Where' }, [kept, larger, parts.constant(0)])
  parts.finish(1, { kind: 'Identity' }, [kept])
  return WRITTEN
}
