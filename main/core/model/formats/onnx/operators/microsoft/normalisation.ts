// SPDX-License-Identifier: Apache-2.0
import { type OnnxNode, type Translate, WRITTEN } from '../../context'
import { Parts } from '../../parts'
import { groupNormal } from '../normalisation'

/** Normalisations with what comes before them (ONNX Runtime's docs/ContribOperators.md). */

type Norm = { readonly gamma: number; readonly beta: number; readonly centred: boolean; readonly usualEpsilon: number }

function finishNorm(node: OnnxNode, parts: Parts, sum: number, { gamma, beta, centred, usualEpsilon }: Norm): void {
  const epsilon = node.attributes.float('epsilon', usualEpsilon)
  const operation = { kind: 'LayerNorm', axis: -1, epsilon, ...(!centred && { centred }) } as const
  parts.finish(0, operation, [sum, gamma, ...(beta < 0 ? [] : [beta])])
}

/** x, skip, gamma, [beta], [bias] → y, –, –, [the sum before]; without a mean there is no beta. */
export const skipNorm =
  (centred: boolean): Translate =>
  (node) => {
    const [x = -1, skip = -1, gamma = -1, ...more] = node.inputs
    const [beta = -1, bias = -1] = centred ? more : [-1, ...more]
    const parts = new Parts(node)
    const both = parts.binary('add', x, skip)
    const sum = bias < 0 ? both : parts.binary('add', both, bias)
    finishNorm(node, parts, sum, { gamma, beta, centred, usualEpsilon: centred ? 1e-12 : 1e-5 })
    parts.finish(3, { kind: 'Identity' }, [sum])
    return WRITTEN
  }

/**
 * words, [segments], three tables, gamma, beta, [mask], [positions] → y, lengths of the rows, [the sum before]
 */
export const translateEmbedNorm: Translate = (node) => {
  const [words = -1, segments = -1, wordTable = -1, placeTable = -1, segmentTable = -1, gamma = -1, beta = -1] =
    node.inputs
  const [mask = -1, places = -1] = node.inputs.slice(7)
  const parts = new Parts(node)
  const look = (table: number, rows: number) => parts.add({ kind: 'Gather', axis: 0 }, [table, rows])
  const where = places < 0 ? parts.range(parts.size(words, 1)) : places
  const placed = parts.binary('add', look(wordTable, words), look(placeTable, where))
  const sum = segments < 0 ? placed : parts.binary('add', placed, look(segmentTable, segments))
  finishNorm(node, parts, sum, { gamma, beta, centred: true, usualEpsilon: 1e-12 })
  if (mask < 0) {
    const rows = parts.size(words, 0)
    parts.finish(1, { kind: 'ConstantOfShape', value: 0, dtype: 'int32' }, [rows])
  } else parts.finish(1, { kind: 'Reduce', function: 'sum', axes: [1], keepDims: false }, [mask])
  parts.finish(2, { kind: 'Identity' }, [sum])
  return WRITTEN
}

/** x, gamma, beta, [skip], [bias] → y, [the sum before]; the channels are last, where it is not said that they are not. */
export const translateGroupNorm: Translate = (node) => {
  const { attributes, inputs } = node
  const [given = -1, scale = -1, bias = -1, skip = -1, addend = -1] = inputs
  const parts = new Parts(node)
  const last = attributes.flag('channels_last', true)
  const sum = [skip, addend].filter((each) => each >= 0).reduce((a, b) => parts.binary('add', a, b), given)
  const x = last ? parts.add({ kind: 'Transpose', move: 'channelsFirst' }, [sum]) : sum
  const groups = attributes.int('groups', 1)
  const normal = groupNormal(parts, { x, scale, bias, groups, epsilon: attributes.float('epsilon', 1e-5) })
  const plain = parts.add(normal.operation, normal.inputs)
  const y = attributes.flag('activation') ? parts.unary('swish', plain) : plain
  parts.finish(0, last ? { kind: 'Transpose', move: 'channelsLast' } : { kind: 'Identity' }, [y])
  parts.finish(1, { kind: 'Identity' }, [sum])
  return WRITTEN
}
