// SPDX-License-Identifier: Apache-2.0
import type { ScatterMode } from '#core/model/operations/index'
import { table } from '../../../words'
import { type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { Parts } from '../parts'

/** Operations that read or write elements by index. */

const MODES = table<ScatterMode>({ none: 'replace', add: 'add', mul: 'mul', min: 'min', max: 'max' })

function modeOf(node: OnnxNode): ScatterMode | undefined {
  return MODES[node.attributes.string('reduction', 'none')]
}

export const translateScatterElements: Translate = (node) => {
  const mode = modeOf(node)
  if (mode === undefined) return unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null })
  return { kind: 'ScatterElements', axis: node.attributes.int('axis', 0), mode }
}

export const translateScatterNd: Translate = (node) => {
  const mode = modeOf(node)
  return mode === undefined
    ? unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null })
    : { kind: 'ScatterNd', mode }
}

/** 1 at the first largest element along the axis; before opset 13 the tensor is seen as a matrix, split there. */
export const translateHardmax: Translate = (node) => {
  const { attributes, opset, inputs } = node
  const [x = -1] = inputs
  const parts = new Parts(node)
  const shape = parts.add({ kind: 'Shape' }, [x])
  const coerced = opset < 13
  const given = attributes.int('axis', coerced ? 1 : -1)
  const axis = coerced ? 1 : given
  const seen = coerced ? parts.add({ kind: 'Flatten', axis: given }, [x]) : x
  const dims = coerced ? parts.add({ kind: 'Shape' }, [seen]) : shape
  const depth = parts.add({ kind: 'Gather', axis: 0 }, [dims, parts.constant(axis, 'int64')])
  const largest = parts.add({ kind: 'ArgMax', mode: 'max', axis, keepDims: false, last: false }, [seen])
  const hot = [largest, depth, parts.constant([0, 1])]
  if (!coerced) return { operation: { kind: 'OneHot', axis }, inputs: hot }
  const matrix = parts.add({ kind: 'OneHot', axis }, hot)
  return { operation: { kind: 'Reshape', allowZero: false }, inputs: [matrix, shape] }
}

/** k: attribute (before opset 10), then input. */
export const translateTopK: Translate = (node) => {
  const { attributes, opset, outputs } = node
  const k = opset < 10 ? { k: attributes.int('k', 1) } : {}
  const operation = {
    kind: 'TopK',
    axis: attributes.int('axis', -1),
    largest: attributes.flag('largest', true),
    ...k,
  } as const
  if (outputs.length === 2) return operation
  // The operation always tells where its elements were.
  const { builder, name, opType, inputs } = node
  const unused = builder.addTensor(`${name}.indices`)
  builder.addNode(name, opType, operation, inputs, [outputs[0] ?? -1, unused], attributes.describe())
  return WRITTEN
}
